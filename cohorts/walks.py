"""What `manage.py verify` walks besides sessions and acts: each room of the house registers its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walked:
    """A chain, or rows that acts tell of: its name, how many entries were read, what is wrong, or None."""

    name: str
    entries: int
    wrong: str | None


Walk = Callable[[], Iterable[Walked]]
_WALKS: dict[str, Walk] = {}


def register(what: str, walk: Walk) -> None:
    """Have these walked as well; `what` is what an operator calls them. Twice the same name raises."""
    if what in _WALKS:
        raise ValueError(f"two walks are called {what}")
    _WALKS[what] = walk


def known() -> Mapping[str, Walk]:
    """All that is to be walked, by its name."""
    return dict(_WALKS)
