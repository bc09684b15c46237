"""The form by which one asks a colleague to take a time: which, whom, and for which of theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.actions.swaps import Turn
from cohorts.desk.on_call import words
from cohorts.desk.on_call.forms import HolderChoice, holders
from cohorts.models import OnCallSpan, Staff
from cohorts.on_call import Post
from cohorts.roles import may_hold

IN_RETURN, MOST_OFFERED = timedelta(days=56), 60
"""How far ahead, and how many, of the others' times are offered in return."""


class SwapForm(forms.Form):
    """Which of one's times one asks somebody to take, and which of theirs one would take in return."""

    spans = forms.MultipleChoiceField(label=gettext_lazy("Your times"))
    asked = HolderChoice(label=gettext_lazy("Ask"), empty_label=None)
    in_return = forms.ChoiceField(label=gettext_lazy("In return I take"), required=False)

    def __init__(self, *args: Any, asker: Staff, own: Sequence[OnCallSpan], now: datetime, **options: Any) -> None:
        """Offer one's own times and those of the others; two questions to the database."""
        super().__init__(*args, **options)
        self._own = {key(one): one for one in own}
        coming = OnCallSpan.objects.between(now, now + IN_RETURN).exclude(staff=asker).select_related("staff")
        fit = [one for one in coming.order_by("starts_at", "pk") if may_hold(asker.role, one.post)]
        self._theirs = {key(one): one for one in fit[:MOST_OFFERED]}
        fields: dict[str, Any] = self.fields
        fields["spans"].choices = [(name, name) for name in self._own]
        fields["asked"].queryset = holders().exclude(pk=asker.pk)
        said = [(name, f"{one.staff.name}: {_said(one)}") for name, one in self._theirs.items()]
        fields["in_return"].choices = [("", _("nothing")), *said]

    def clean(self) -> dict[str, Any]:
        """Make turns of it; a time in return is for one time, and of the one who is asked."""
        found: dict[str, Any] = super().clean() or {}
        theirs, asked = self._theirs.get(found.get("in_return", "")), found.get("asked")
        if theirs and asked and theirs.staff_id != asked.pk:
            self.add_error("in_return", _("This is not a time of %(name)s.") % {"name": asked.name})
        if theirs and len(found.get("spans", [])) > 1:
            self.add_error("in_return", _("For a time in return, tick one of yours."))
        if asked and [one for one in found.get("spans", []) if not may_hold(asked.role, self._own[one].post)]:
            self.add_error("asked", _("%(name)s may not have that post.") % {"name": asked.name})
        found["turns"] = [_turn(self._own[one]) for one in found.get("spans", [])]
        found["back"] = _turn(theirs) if theirs else None
        return found


def key(span: OnCallSpan) -> str:
    """Return what a span is known by in a form; of a post only one begins at a moment."""
    return f"{span.post} {span.starts_at.isoformat()}"


def _turn(span: OnCallSpan) -> Turn:
    return Turn(Post(span.post), span.starts_at, span.ends_at)


def _said(span: OnCallSpan) -> str:
    return f"{span.get_post_display()}, {words.time(span.starts_at, span.ends_at, settings.HOUSE_ZONE)}"
