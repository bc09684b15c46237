"""What is written of a concern: to raise it, for each part of its record, and to close it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import Seat, Staff

from . import parts
from .models import Level, Part
from .parts import Asked

LONGEST: Final = 4000
LINE: Final = 200
FAST: Final = timedelta(minutes=5)
MINUTE: Final = "%Y-%m-%dT%H:%M"
#: Said beside words that came while a key of the house is missing.
NOT_KEPT: Final = _(
    "This is not kept: a key of this house is missing, and the record cannot be opened. Copy it, and tell whoever runs "
    "the server, now: “a key of the ring is missing”."
)


class Words(forms.CharField):
    """Several lines. A browser counts the end of a line as one sign, and sends two."""

    def to_python(self, value: Any) -> Any:
        """Return it with ends of lines of one sign, so that it is as long as the browser said."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def words(rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return Words(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}), **more)


def token() -> forms.CharField:
    """Return the field by which the same form sent twice is written once."""
    return forms.CharField(max_length=40, required=False, widget=forms.HiddenInput, initial=ids.new)


class RaiseForm(forms.Form):
    """A concern that came up only afterwards."""

    seat = forms.ChoiceField(label=_("About"))
    level = forms.ChoiceField(label=_("How pressing"), choices=Level.choices, initial=Level.CONCERN)
    seen = words(
        label=_("What you saw or heard"),
        help_text=_("Their own words as exactly as you can, then what you think of it. It is sealed in a record."),
    )  # fmt: skip
    token = token()

    def __init__(self, seats: list[Seat], *args: Any, **kwargs: Any) -> None:
        """Offer the young people of that evening."""
        super().__init__(*args, **kwargs)
        choices = [(one.public_id, one.name) for one in seats]
        self.fields["seat"] = forms.ChoiceField(label=_("About"), choices=choices)


class PartForm(forms.Form):
    """Something more for a record, as it is asked on the page after an evening: the least first."""

    part = forms.ChoiceField(
        label=_("What it is"), choices=[(one.value, one.label) for one in (Part.DONE, Part.TOLD, Part.SEEN)]
    )
    text = words(label=_("In words"), help_text=_("With the time, and names of adults as you call them."))
    token = token()


class AskedForm(forms.Form):
    """What is asked of one part, and what it reads like in the record."""

    token = token()

    def __init__(self, asked: Sequence[Asked], *args: Any, owners: Iterable[Staff] = (), **kwargs: Any) -> None:
        """Take a field for each."""
        super().__init__(*args, **kwargs)
        self._asked, self._owners = asked, {one.public_id: one for one in owners}
        for one in asked:
            self.fields[one.key] = _field(one, self._owners.values())

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(said.get(one.key) for one in self._asked):
            raise forms.ValidationError(_("Please choose or write something."))
        return said

    @property
    def owner(self) -> Staff:
        """Who was chosen to see to it."""
        return self._owners[self.cleaned_data["owner"]]

    @property
    def text(self) -> str:
        """What is sealed: each answer behind its label, the words last; what a part is about needs no label."""
        said = self.cleaned_data | ({"owner": self.owner.name} if "owner" in self.cleaned_data else {})
        answers = [(one, said.get(one.key)) for one in self._asked]
        lines = [self._line(one, answer) for one, answer in answers if answer and one.key != "text"]
        return "\n".join([*lines, *(str(answer) for one, answer in answers if answer and one.key == "text")])

    def _line(self, one: Asked, answer: Any) -> str:
        plain = one == self._asked[0] and one.kind in ("one", "many")
        return _read(answer) if plain else f"{one.label}: {_read(answer)}"


class PartOfRecord(AskedForm):
    """One part of a record, by its own questions; `corrects` is the number of the entry it puts right."""

    def __init__(self, part: Part, *args: Any, corrects: int | None = None, **kwargs: Any) -> None:
        """Ask what this part asks."""
        super().__init__(parts.ASKED[part], *args, auto_id=f"id_{part}_%s", **kwargs)
        self.part, self.corrects = part, corrects


class CloseForm(AskedForm):
    """How it came out, and why nobody outside was told, if nobody was and the record does not say why."""

    def __init__(self, *args: Any, says_why: bool, **kwargs: Any) -> None:
        """`says_why`: the record says to whom it was referred, or why it was not. What comes all the same is kept."""
        outcome = Asked("outcome", "one", _("What came of it"), choices=parts.OUTCOMES, wanted=True)
        asked = (outcome, Asked("text", "words", _("In words"), wanted=True))
        super().__init__(asked, *args, auto_id="id_close_%s", **kwargs)
        if not says_why or any(map(self.data.get, ("why", "why_text"))):
            self.fields["why"] = _field(parts.NOT_SENT, ())
            self.fields["why_text"] = words(2, label=_("Why it is not referred, in words"), required=False)

    @property
    def why_not(self) -> str:
        """Why it is not referred, as the record says it; nothing if that stands there."""
        said = (self.cleaned_data.get("why"), self.cleaned_data.get("why_text"))
        return "\n".join(filter(None, said))


class ReopenForm(AskedForm):
    """Why it is opened again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for words."""
        asked = (Asked("text", "words", _("Why it is opened again"), wanted=True),)
        super().__init__(asked, *args, auto_id="id_reopen_%s", **kwargs)


def not_to_come(at: datetime) -> None:
    """Refuse a time that has not come yet: nobody was told then. A clock may be a little fast."""
    if at > now() + FAST:
        raise forms.ValidationError(_("This time has not come yet. Please write when it was."))


def _field(one: Asked, owners: Iterable[Staff]) -> forms.Field:
    usual: dict[str, Any] = {"label": one.label, "help_text": one.hint, "required": one.wanted}
    choices = [(str(choice), choice) for choice in one.choices]
    if one.kind == "words":
        return words(**usual)
    if one.kind == "many":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **usual)
    if one.kind == "one":
        return forms.ChoiceField(choices=[("", "—"), *choices], **usual)
    if one.kind == "owner":
        return forms.ChoiceField(choices=[(who.public_id, who.name) for who in owners], **usual)
    if one.kind in ("when", "until"):
        usual["validators"] = [not_to_come] if one.kind == "when" else []
        widget = forms.DateTimeInput(format=MINUTE, attrs={"type": "datetime-local"})
        return forms.DateTimeField(input_formats=[MINUTE], widget=widget, **usual)
    return forms.CharField(max_length=LINE, widget=forms.TextInput(attrs={"autocomplete": "off"}), **usual)


def _read(answer: Any) -> str:
    if isinstance(answer, list):
        return "; ".join(answer)
    return date_format(localtime(answer), "j F Y, H:i") if hasattr(answer, "isoformat") else str(answer)
