"""What is found in words that leads out of the room."""

from chat.guard.verdict import Hit
from tests.unhurried import unhurried


def hits(words: str) -> list[Hit]:
    """Every place that tells where or who somebody is."""
    return unhurried()._reader._contacts.find(words, unhurried().plain(words))


def found(words: str, what: str) -> set[str]:
    """The words as written in which something of this sort is found."""
    return {words[hit.start : hit.end] for hit in hits(words) if hit.rule == f"contact.{what}"}
