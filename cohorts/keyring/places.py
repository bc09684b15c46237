"""Every place in the database where something lies that the key ring closed, so that a new key reaches all of it.

Whoever closes something with the ring and registers no place for it loses it on the day an old key is retired.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Closed:
    """One thing that the ring closed, and the row that it is bound to."""

    blob: bytes = field(repr=False)
    row: bytes


@dataclass(frozen=True, slots=True)
class Place(Generic[Row]):
    """One kind of thing that the ring closes; `name` is what an operator reads.

    `rows` are all there are. `closed` says what of a row the ring closed; `put` takes the same, closed anew, in the
    same order and leaves saving `field` to the caller.
    """

    name: str
    rows: Callable[[], QuerySet[Row]]
    field: str
    closed: Callable[[Row], Sequence[Closed]]
    put: Callable[[Row, Sequence[bytes]], None]


_PLACES: dict[str, Place[Any]] = {}


def register(place: Place[Any]) -> None:
    """Have this counted and closed anew from now on; two of one name raise `ValueError`."""
    if place.name in _PLACES:
        raise ValueError(f"two places are called {place.name}")
    _PLACES[place.name] = place


def places() -> tuple[Place[Any], ...]:
    """Every place, in the order in which they were registered."""
    return tuple(_PLACES.values())


def column(name: str, rows: Callable[[], QuerySet[Row]], field: str, bound_to: Callable[[Row], bytes]) -> Place[Row]:
    """Return the place of what the ring closed into one column of bytes."""
    return Place(
        name,
        rows,
        field,
        lambda row: [Closed(bytes(getattr(row, field)), bound_to(row))],
        lambda row, blobs: setattr(row, field, *blobs),
    )
