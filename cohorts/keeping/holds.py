"""What a legal hold keeps: everything of a cohort, or of one young person wherever they were moved to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from cohorts.keeping.registry import Kept
from cohorts.models import Cohort, LegalHold, MoveWish, Seat, WaitingPlace


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of cohorts and seats on hold, and of the cohorts that such a seat is in."""

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
    seats = same_person(seat for _, seat in holds if seat)
    around = Seat.objects.filter(pk__in=seats).values_list("cohort", flat=True)
    return Held(frozenset(cohort for cohort, _ in holds if cohort), seats, frozenset(around))


def held(of: Cohort | Seat | WaitingPlace) -> bool:
    """Whether everything of this cohort, or of whoever has this seat or waits here, stays for now."""
    now = standing()
    if isinstance(of, Cohort):
        return of.pk in now.cohorts
    if isinstance(of, WaitingPlace):
        return of.cohort_id in now.cohorts
    mine = same_person([of.pk])
    cohorts = Seat.objects.filter(pk__in=mine).values_list("cohort", flat=True)
    return bool(mine & now.seats) or bool(now.cohorts & frozenset(cohorts))


def behind_locks(seats: Iterable[int]) -> None:
    """Take the locks that whoever places a hold on these seats (rows) takes, after the locks of their sessions.

    What is read of holds from then on stays so until the transaction ends.
    """
    cohorts = Seat.objects.filter(pk__in=same_person(seats)).order_by().values("cohort")
    list(Cohort.objects.filter(pk__in=cohorts).order_by("pk").select_for_update(no_key=True).only("pk"))


def same_person(seats: Iterable[int]) -> frozenset[int]:
    """Return these seats (rows), and those that the same people had before or after they were moved."""
    found, new = frozenset[int](), frozenset(seats)
    while new:
        found |= new
        moves = MoveWish.objects.filter(Q(seat__in=new) | Q(to_seat__in=new), to_seat__isnull=False)
        new = frozenset(pk for pair in moves.values_list("seat", "to_seat") for pk in pair) - found
    return found
