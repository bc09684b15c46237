"""What is written of a concern: to raise it, and for its record."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Seat

from .models import Level, Part

LONGEST: Final = 4000


def words(rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(
        max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}), **more
    )


class RaiseForm(forms.Form):
    """A concern that came up only afterwards."""

    seat = forms.ChoiceField(label=_("About"))
    level = forms.ChoiceField(label=_("How pressing"), choices=Level.choices, initial=Level.CONCERN)
    seen = words(
        label=_("What you saw or heard"),
        help_text=_("Their own words as exactly as you can, then what you think of it. It is sealed in a record."),
    )  # fmt: skip

    def __init__(self, seats: list[Seat], *args: Any, **kwargs: Any) -> None:
        """Offer the young people of that evening."""
        super().__init__(*args, **kwargs)
        choices = [(one.public_id, one.name) for one in seats]
        self.fields["seat"] = forms.ChoiceField(label=_("About"), choices=choices)


class PartForm(forms.Form):
    """Something more for a record."""

    part = forms.ChoiceField(
        label=_("What it is"), choices=[(one.value, one.label) for one in (Part.DONE, Part.TOLD, Part.SEEN)]
    )
    text = words(label=_("In words"), help_text=_("With the time, and names of adults as you call them."))
