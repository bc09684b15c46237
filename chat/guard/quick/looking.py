"""What the compiled look looks by, made of what a reader reads by."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING, Final

from chat.guard.contacts import Contacts
from chat.guard.finding import Finder
from chat.guard.plain import Plainer
from chat.guard.scale import Scale
from chat.guard.speak import ENDINGS

from . import phrases, weighing
from .compiled import load
from .tables import NONE, Tables, together
from .words import vocabulary

if TYPE_CHECKING:
    from .look import Look


#: Loaded with this, as what was kept of a guard names it.
_COMPILED: Final = load()


def look(plainer: Plainer, contacts: Contacts, finder: Finder, scale: Scale) -> Look | None:
    """A look by what a reader reads by; None where it was not compiled."""
    return _COMPILED(tables(plainer, contacts, finder, scale)) if _COMPILED else None


def tables(plainer: Plainer, contacts: Contacts, finder: Finder, scale: Scale) -> Tables:
    """All that the compiled look needs of what a reader reads by."""
    known = vocabulary(plainer, contacts, weighing.SIGNS)
    numbers = known.numbers
    letters_at, letters = together(word.encode() for word in known.typed)
    meant_at, meant = together([numbers[word] for word in each.meant] for each in known.typed.values())
    endings = (ENDINGS[ending][:1] for ending in ("s", "d", "ll", "ve", "re"))
    return {
        "letters_at": letters_at,
        "letters": array("B", letters),
        "kinds": array("i", [each.kind for each in known.typed.values()]),
        "meant_at": meant_at,
        "meant": meant,
        "itself": array("i", [numbers[word] if each.plain else NONE for word, each in known.typed.items()]),
        "are": array("i", known.kinds),
        "endings": array("i", chain.from_iterable([numbers[word] for word in ending] or [NONE] for ending in endings)),
        "signs": (numbers["me"], *(numbers[sign] for sign in weighing.SIGNS)),
        **phrases.tables(finder, numbers),
        **weighing.tables(scale, numbers),
    }
