"""How a sudden leaving is followed up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facilitator.actions.following import How
from facilitator.safeguarding.forms import words


class FollowForm(forms.Form):
    """One choice; words only where there is a record to keep them in."""

    how = forms.ChoiceField(label=_("How is this followed up?"), choices=How.choices, widget=forms.RadioSelect)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_record: bool, **kwargs: Any) -> None:
        """`has_record`: a concern about them is open, or was as the words were written."""
        super().__init__(*args, **kwargs)
        if has_record:
            self.fields["text"] = words(
                label=_("In words, for the record"), required=False, help_text=_("What was done, and when.")
            )
