"""What other rooms of the house ask of whoever is at the desk: they register, the desk does not look into them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cohorts.models import Staff


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that waits for this person: what, a line about it, and the page where it is done."""

    title: str
    says: str
    link: str
    page: str


Asking = Callable[[Staff], Iterable[Ask]]
_ASKING: list[Asking] = []


def register(asking: Asking) -> None:
    """Have this asked whenever somebody looks what needs doing; it may put one question to the database."""
    _ASKING.append(asking)


def of(staff: Staff) -> list[Ask]:
    """Return what waits for this member of staff."""
    return [ask for asking in _ASKING for ask in asking(staff)]
