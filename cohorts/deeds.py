"""What staff did, to be read as one ledger: the acts of the house and of cohorts, and what other rooms know.

What staff do inside a session is an entry of that session and never written twice, so chat registers who can read
those. Who must not see what is registered likewise. Nothing here knows a word of anybody.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from cohorts.models import Act, Staff


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the ledger: by its time, then by its source, then by its row."""

    at: datetime
    source: int
    pk: int

    def before(self, source: int) -> Q:
        """What stands before this place, among the rows of a source."""
        earlier = Q(at__lt=self.at)
        if source > self.source:
            return earlier
        return earlier | (Q(at=self.at, pk__lt=self.pk) if source == self.source else Q(at=self.at))


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for; None is whatever there is. `most` of the newest before `before`."""

    most: int
    by: Collection[str] | None = None
    kind: str | None = None
    cohort: str | None = None
    evening: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: Place | None = None

    def rows(self, source: int) -> Q:
        """What holds for the rows of every source alike, whose columns have the same names."""
        wanted = Q() if self.before is None else self.before.before(source)
        for name, value in (("at__gte", self.since), ("at__lt", self.until)):
            wanted &= Q() if value is None else Q(**{name: value})
        return wanted & (Q() if self.evening is None else Q(session__public_id=self.evening))


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did in a session: who by their id, a kind, and the number of the seat it was about, if one."""

    place: Place
    staff: str
    kind: str
    session: int
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not for whoever looks: acts, kinds of deeds, and what the lead alone hears in these sessions."""

    acts: Q = field(default_factory=Q)
    kinds: frozenset[str] = frozenset()
    sessions: frozenset[int] = frozenset()


Read = Callable[[Sought, Staff, Hidden], list[Deed]]
Hide = Callable[[Staff], Hidden]
T = TypeVar("T")
ACTS, IN_SESSIONS = 1, 0
_reads: list[Read] = []
_hides: list[Hide] = []


def register(read: Read) -> None:
    """Have what was done in sessions read by this."""
    _reads.append(read)


def hide(rule: Hide) -> None:
    """Have this asked what is not for somebody."""
    _hides.append(rule)


def hidden_from(staff: Staff) -> Hidden:
    """Return all that is not for somebody."""
    found = [rule(staff) for rule in _hides]
    acts = Q()
    for one in found:
        acts |= one.acts
    return Hidden(acts, _all(one.kinds for one in found), _all(one.sessions for one in found))


def acts(sought: Sought, hidden: Hidden) -> QuerySet[Act]:
    """Return the acts that are asked for, the newest first."""
    wanted = sought.rows(ACTS)
    wanted &= Q() if sought.by is None else Q(by__public_id__in=sought.by)
    wanted &= Q() if sought.kind is None else Q(verb=sought.kind)
    wanted &= Q() if sought.cohort is None else Q(cohort__public_id=sought.cohort)
    found = seen(Act.objects.filter(wanted), hidden)
    return found.select_related("by", "cohort__course", "session__week").order_by("-at", "-pk")[: sought.most]


def seen(rows: QuerySet[Act], hidden: Hidden) -> QuerySet[Act]:
    """Return these acts without those that are not for whoever looks."""
    if not hidden.acts:
        return rows
    # By row: in a column of JSON, what has no such key is neither in a list nor out of it.
    return rows.exclude(pk__in=Act.objects.filter(hidden.acts).order_by().values("pk"))


def in_sessions(sought: Sought, looking: Staff, hidden: Hidden) -> list[Deed]:
    """Return what was done in sessions, the newest first."""
    found = [deed for read in _reads for deed in read(sought, looking, hidden)]
    return sorted(found, key=lambda deed: deed.place, reverse=True)[: sought.most]


def _all(sets: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset(one for each in sets for one in each)
