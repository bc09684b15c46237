"""Whose phone it is, through which worker it comes in, and through which it comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults import page
from tests.running import Alcove


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose phone this is; rooms and places count from 0."""

    session: str
    room: int
    place: int
    staff: bool
    cookie: str = field(repr=False)


#: The doors to try in turn, as a proxy would, for somebody who was last at one, or comes first.
Way = Callable[[Ticket, Alcove | None], list[Alcove]]


def roaming(workers: list[Alcove]) -> Way:
    """A room starts on one worker; whoever loses the line comes back by any other."""

    def way(ticket: Ticket, lost: Alcove | None) -> list[Alcove]:
        return [workers[ticket.room % len(workers)]] if lost is None else _any_other(workers, lost)

    return way


def hashed(workers: list[Alcove]) -> Way:
    """As the proxy does it: a room belongs to one worker, and to the next while that one is away."""

    def way(ticket: Ticket, lost: Alcove | None) -> list[Alcove]:
        own = ticket.room % len(workers)
        return workers[own:] + workers[:own]

    return way


def scattered(workers: list[Alcove]) -> Way:
    """As badly as can be: the people of one room are dealt out to all workers."""

    def way(ticket: Ticket, lost: Alcove | None) -> list[Alcove]:
        return [workers[ticket.place % len(workers)]] if lost is None else _any_other(workers, lost)

    return way


def _any_other(workers: list[Alcove], lost: Alcove) -> list[Alcove]:
    others = [each for each in workers if each is not lost] or workers
    return [page.CHANCE.choice(others)]
