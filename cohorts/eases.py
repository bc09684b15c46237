"""What would make it easier for a young person here: a few choices, so that nothing else has to be told."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ease(TextChoices):
    """One wish, as the facilitators of their group read it."""

    SLOWER = "slower", _("more time to write")
    SCREEN_READER = "screen_reader", _("uses a screen reader")
    READING = "reading", _("reading is hard")
    ENGLISH = "english", _("English is not their first language")


IN_THEIR_WORDS = {
    Ease.SLOWER: _("I need more time to write"),
    Ease.SCREEN_READER: _("I use a screen reader"),
    Ease.READING: _("Reading is hard for me"),
    Ease.ENGLISH: _("English is not my first language"),
}
"""The same wishes, as the young person says them."""


def known(wishes: Iterable[str]) -> list[str]:
    """Return the wishes there are among these, each once, in our order; anything else is dropped."""
    asked = set(wishes)
    return [wish for wish in Ease.values if wish in asked]


def in_their_words(wishes: Iterable[str]) -> list[str]:
    """Return these wishes as the young person says them."""
    return [str(IN_THEIR_WORDS[Ease(wish)]) for wish in known(wishes)]


def in_ours(wishes: Iterable[str]) -> list[str]:
    """Return these wishes as facilitators read them."""
    return [str(Ease(wish).label) for wish in known(wishes)]
