"""How full cohorts are: who has a place, what is free, promised or resting, and how many wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from cohorts.actions.take import rests
from cohorts.models import Cohort, Seat, WaitingPlace


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one cohort. `promised` are kept for somebody who waits, `resting` were given up a moment ago."""

    capacity: int
    held: int
    promised: int
    resting: int
    waiting: int

    @property
    def free(self) -> int:
        """How many nobody has and nobody is promised."""
        return max(0, self.capacity - self.held - self.promised - self.resting)

    @property
    def for_anybody(self) -> int:
        """How many somebody new may have: whoever waits comes first."""
        return max(0, self.free - self.waiting)


def read(cohorts: Iterable[Cohort], now: datetime) -> dict[int, Places]:
    """Return the places of each of these cohorts by its row; two queries however many there are."""
    found = {one.pk: one for one in cohorts}
    seats = _count(Seat.objects.filter(cohort__in=found), Q(withdrawn_at__isnull=True), rests(now))
    kept = Q(offer_ends_at__gt=now)
    line = _count(WaitingPlace.objects.in_line().filter(cohort__in=found), kept, ~kept | Q(offer_ends_at__isnull=True))
    return {
        pk: Places(one.capacity, held, promised, resting, waiting)
        for pk, one in found.items()
        for (held, resting), (promised, waiting) in [(seats.get(pk, (0, 0)), line.get(pk, (0, 0)))]
    }


def _count(rows: QuerySet[Any], first: Q, second: Q) -> dict[int, tuple[int, int]]:
    """How many rows of each cohort are the one, and how many the other."""
    counted = (
        rows.order_by().values_list("cohort").annotate(one=Count("pk", filter=first), other=Count("pk", filter=second))
    )
    return {pk: (one, other) for pk, one, other in counted}
