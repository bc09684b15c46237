"""What is asked before a seal is opened, and after."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import words
from .models import SPARES, TELLS, How, Reason


class OpenForm(forms.Form):
    """Why somebody fears for a life."""

    reason = forms.ChoiceField(label=_("What you fear"), choices=[("", _("choose")), *Reason.choices])
    words = words(
        label=_("In your words"),
        help_text=_("What they said or did, and what you will do with it. It is sealed in the record."),
    )  # fmt: skip

    @property
    def chosen(self) -> Reason:
        """What was chosen."""
        return Reason(self.cleaned_data["reason"])


class ToldForm(forms.Form):
    """How a young person was told."""

    how = forms.ChoiceField(label=_("How they were told"), choices=[(one.value, one.label) for one in TELLS])
    words = words(
        rows=6, label=_("With these words"), help_text=_("Send them yourself, then say so here. They go in the record.")
    )  # fmt: skip

    @property
    def chosen(self) -> How:
        """What was chosen."""
        return How(self.cleaned_data["how"])


class SparedForm(ToldForm):
    """Why a young person is not told."""

    how = forms.ChoiceField(label=_("Why not"), choices=[(one.value, one.label) for one in SPARES])
    words = words(label=_("In your words"), help_text=_("It goes in the record. You can still tell them later."))
