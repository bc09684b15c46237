"""Room names made of a colour and an animal: kind to anybody, telling nothing of anyone."""

import secrets
import unicodedata
from collections.abc import Collection

from cohorts import likeness

LONGEST = 30

COLOURS = (
    *("Amber", "Aqua", "Azure", "Blue", "Bronze", "Cobalt", "Copper", "Coral", "Golden", "Green", "Indigo", "Jade"),
    *("Lemon", "Lilac", "Lime", "Mauve", "Mint", "Navy", "Olive", "Orange", "Pearl", "Purple", "Rose", "Russet"),
    *("Saffron", "Silver", "Teal", "Violet"),
)
ANIMALS = (
    *("Badger", "Beetle", "Bison", "Camel", "Crane", "Cricket", "Curlew", "Deer", "Dolphin", "Dormouse", "Falcon"),
    *("Finch", "Fox", "Gecko", "Hare", "Heron", "Kestrel", "Koala", "Lark", "Lemur", "Lynx", "Magpie", "Marten"),
    *("Moth", "Newt", "Otter", "Owl", "Panda", "Puffin", "Quail", "Rabbit", "Robin", "Seal", "Sparrow", "Squirrel"),
    *("Starling", "Swift", "Tern", "Tortoise", "Vole", "Wren", "Yak"),
)


def generate(taken: Collection[str] = ()) -> str:
    """Return one name that nobody in `taken` has."""
    return offer(1, taken)[0]


def offer(count: int, taken: Collection[str] = ()) -> list[str]:
    """Return `count` names to choose from, none of them like another or like one that is taken.

    Raises `IndexError` if there are not so many.
    """
    used, left = list(taken), every()
    secrets.SystemRandom().shuffle(left)
    while len(used) < len(taken) + count:
        if not likeness.alike(name := left.pop(), used):
            used.append(name)
    return used[len(taken) :]


def every() -> list[str]:
    """Return every name that can be offered."""
    return [f"{colour} {animal}" for colour in COLOURS for animal in ANIMALS]


def tidy(name: str) -> str:
    """Return a chosen name as it will be shown: composed, single spaces, no invisible characters."""
    composed = unicodedata.normalize("NFKC", name)
    visible = "".join(letter if letter.isprintable() else " " for letter in composed)
    return " ".join(visible.split())


def key(name: str) -> str:
    """Return what two names are the same by: their case makes no difference."""
    return tidy(name).casefold()
