"""What staff write about the word lists: a phrase, why, and what they answer one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat import guard
from chat.guard.lexicon import Change
from chat.guard.verdict import Kind
from chat.models import What
from chat.models.word_change import LONGEST_PHRASE
from chat.wordlists import changes, weighing, words

LONGEST_REASON: Final = 300
FEWEST_LETTERS: Final = 3
#: An address, a link, or as many digits as a telephone number has.
_LEADS_TO_SOMEBODY: Final = re.compile(r"@|://|\bwww\.|(?:\d[\s().-]*){5}")
_TOO_LONG: Final = _("At most %(limit_value)d characters, please. This has %(show_value)d.")
_NOBODY: Final = _("This looks like a way to find somebody. Please leave it out.")


def leads_to_somebody(text: str) -> bool:
    """Whether these words hold a contact, as far as a machine can tell."""
    return bool(_LEADS_TO_SOMEBODY.search(text)) or guard.read(text).kind == "contact"


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For whoever looks after this list in a year. Say nothing that tells who wrote something."),
        error_messages={"required": _("Please say why."), "max_length": _TOO_LONG},
    )

    def clean_reason(self) -> str:
        """Return it with single spaces, if it leads to nobody."""
        text = " ".join(str(self.cleaned_data["reason"]).split())
        if leads_to_somebody(text):
            raise ValidationError(_NOBODY)
        return text


class PhraseForm(ReasonForm):
    """A phrase for a class."""

    kind = forms.ChoiceField(label=_("What it is a sign of"), choices=lambda: list(words.CLASSES.items()))
    phrase = forms.CharField(
        label=_("Phrase"),
        max_length=LONGEST_PHRASE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Please write a phrase."), "max_length": _TOO_LONG},
    )
    field_order = ("kind", "phrase", "reason")

    def clean_phrase(self) -> str:
        """Return it as the lists have theirs: small letters, single spaces."""
        text = " ".join(str(self.cleaned_data["phrase"]).lower().split())
        if sum(one.isalpha() for one in text) < FEWEST_LETTERS:
            raise ValidationError(_("This is too short: it would be found in nearly everything."))
        if leads_to_somebody(text):
            raise ValidationError(_NOBODY)
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse what the guard cannot read, in its words, and what it would never find."""
        found = super().clean() or self.cleaned_data
        if found.get("kind") and found.get("phrase"):
            why = _not_found(cast("Kind", found["kind"]), found["phrase"])
            if why:
                self.add_error("phrase", why)
        return found


def _not_found(kind: Kind, phrase: str) -> str:
    if why := changes.unreadable(Change("add", kind, None, phrase)):
        return why
    heard = weighing.unheard(kind, phrase)
    if heard is None:
        return ""
    return _now("It would never be found. Spelling is made plain first: this reads “%(heard)s”.") % {"heard": heard}


class WeakenForm(ReasonForm):
    """What is to become of a rule."""

    what = forms.ChoiceField(
        label=_("What should happen"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one."), "invalid_choice": _("That is not possible any more.")},
    )
    field_order = ("what", "reason")

    def __init__(self, data: Any = None, *, ways: Sequence[What]) -> None:
        """Offer what is possible with this rule."""
        super().__init__(data)
        choice = cast("forms.ChoiceField", self.fields["what"])
        choice.choices = [(way.value, WAYS[way]) for way in ways]
        if len(ways) == 1:
            choice.initial = ways[0].value


class AnswerForm(ReasonForm):
    """What a second person says."""

    def __init__(self, data: Any = None) -> None:
        """Ask for theirs."""
        super().__init__(data)
        self.fields["reason"].label = _("Your reason")


WAYS: Final = {
    What.OFF: _("Switch it off: what it finds passes, unless another rule finds it too"),
    What.LOWER: _("Lower it by one step"),
    What.OUT: _("Take this phrase out again"),
}
