"""What people fill in after an evening. Everything can be left empty but what a signature needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Came, Staff, WhyMarked
from facilitator.safeguarding.forms import words

from .models import About, WhyInstead


class NotesForm(forms.Form):
    """What goes to the next evening, and to one's supervisor."""

    debrief = words(
        label=_("How was the evening?"), required=False,
        help_text=_("What went well, what was hard. The team of this group and the safeguarding lead read it."),
    )  # fmt: skip
    handover = words(
        label=_("For next week"), required=False,
        help_text=_("What whoever holds the next evening has to know. They see it before it begins."),
    )  # fmt: skip
    how = words(rows=2, label=_("How am I?"), required=False)

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        """Without a supervisor there is nobody who would read the last one, so it is not asked."""
        super().__init__(*args, **kwargs)
        if staff.supervisor is None:
            del self.fields["how"]
        else:
            self.fields["how"].help_text = _(
                "Only if you like. %(name)s reads it and nobody else; it is in no list and is gone after a month."
            ) % {"name": staff.supervisor.name}

    @property
    def notes(self) -> list[tuple[About, str]]:
        """What was written for the next evening."""
        return [(about, text) for about in About if (text := self.cleaned_data.get(about.value, ""))]

    @property
    def for_supervisor(self) -> str:
        """What was written for the supervisor, or nothing."""
        return str(self.cleaned_data.get("how", ""))


class SignForm(NotesForm):
    """One's own signature."""

    attendance = forms.BooleanField(label=_("I have looked at who came, and it is right."), required=False)
    field_order = ("attendance", "debrief", "handover", "how")


class InsteadForm(forms.Form):
    """A signature in somebody's place."""

    whose = forms.ChoiceField(label=_("For"))
    why = forms.ChoiceField(label=_("Because"), choices=[("", "—"), *WhyInstead.choices], required=False)
    attendance = forms.BooleanField(label=_("I have looked at who came, and it is right."), required=False)

    def __init__(self, unsigned: list[Staff], *args: Any, **kwargs: Any) -> None:
        """Offer those who have not signed."""
        super().__init__(*args, **kwargs)
        choices = [(one.public_id, one.name) for one in unsigned]
        self.fields["whose"] = forms.ChoiceField(label=_("For"), choices=choices)


class MarkForm(forms.Form):
    """How somebody was there, put right."""

    seat = forms.CharField(widget=forms.HiddenInput)
    came = forms.ChoiceField(label=_("How they were there"), choices=Came.choices)
    why = forms.ChoiceField(label=_("How you know"), choices=WhyMarked.choices)
