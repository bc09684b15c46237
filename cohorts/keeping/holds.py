"""What a legal hold keeps: everything of a cohort, or of one young person, wherever they were moved to.

Whoever was moved out of a cohort on hold, or into it, took contacts along: theirs stay there as well, nobody else's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from cohorts.keeping.registry import Kept
from cohorts.models import Cohort, LegalHold, MoveWish, Seat, WaitingPlace


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of cohorts and seats on hold, and of the cohorts that a seat on hold itself is in."""

    cohorts: frozenset[int]
    seats: frozenset[int]
    around: frozenset[int]

    def rows(self, kept: Kept) -> Q | None:
        """Return which rows of this class stay; None if there is no way from them to a cohort or a seat."""
        whole = self.cohorts if kept.of.seat else self.cohorts | self.around
        found = [Q(**{f"{way}__in": whole}) for way in kept.of.cohort]
        found += [Q(**{f"{way}__in": self.seats}) for way in kept.of.seat]
        return reduce(or_, found) if found else None


def standing() -> Held:
    """Return what is on hold now, in a fixed number of questions unless somebody on hold was moved often."""
    holds: list[tuple[int | None, int | None]] = list(LegalHold.objects.standing().values_list("cohort", "seat"))
    cohorts = frozenset(cohort for cohort, _ in holds if cohort)
    seats = same_person(seat for _, seat in holds if seat)
    around = Seat.objects.filter(pk__in=seats).values_list("cohort", flat=True)
    return Held(cohorts, seats | _moved(cohorts), frozenset(around))


def held(of: Cohort | Seat | WaitingPlace) -> bool:
    """Whether everything of this cohort, or of whoever has this seat or waits here, stays for now."""
    now = standing()
    if isinstance(of, Cohort):
        return of.pk in now.cohorts
    if isinstance(of, WaitingPlace):
        return of.cohort_id in now.cohorts
    return of.pk in now.seats or of.cohort_id in now.cohorts


def behind_locks(seats: Iterable[int], cohorts: Iterable[int] = ()) -> None:
    """Lock every cohort that the holders of these seats (rows) were ever in, and these, after the locks of sessions.

    Whoever places a hold and whoever lets go both do. What is read of holds from then on stays so until the
    transaction ends.
    """
    theirs = Seat.objects.filter(pk__in=same_person(seats)).order_by().values("cohort")
    of = Cohort.objects.filter(Q(pk__in=theirs) | Q(pk__in=list(cohorts)))
    list(of.order_by("pk").select_for_update(no_key=True).only("pk"))


def same_person(seats: Iterable[int]) -> frozenset[int]:
    """Return these seats (rows), and those that the same people had before or after they were moved."""
    found, new = frozenset[int](), frozenset(seats)
    while new:
        found |= new
        moves = MoveWish.objects.filter(Q(seat__in=new) | Q(to_seat__in=new), to_seat__isnull=False)
        new = frozenset(pk for pair in moves.values_list("seat", "to_seat") for pk in pair) - found
    return found


def _moved(cohorts: Iterable[int]) -> frozenset[int]:
    """Every seat of whoever was moved out of one of these cohorts (rows) or into it."""
    of = Q(seat__cohort__in=cohorts) | Q(to_seat__cohort__in=cohorts)
    return same_person(MoveWish.objects.filter(of, to_seat__isnull=False).values_list("seat", flat=True))
