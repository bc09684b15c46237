"""Who missed two evenings running: what was tried, what was decided, and what comes next. Worked out, not kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cohorts import turnout
from cohorts.judging import in_a_row
from cohorts.models import Act, Cohort, Contact, Kind, Seat, Session, Shift, Staff, Stop, Telling

ENOUGH = 2
"""So many evenings in a row somebody looks at (care.md §2)."""
LOOKS_BACK = timedelta(days=70)
"""The evenings looked at: room for two with a long holiday between."""
REVIEWED = "absence_reviewed"
_TRIED = (Kind.CONFIRM, Kind.START, Kind.MISSED)


class Step(TextChoices):
    """What somebody who looked at it decided; choices, so that no words about a young person are kept."""

    WAIT = "wait", _("Nothing there worries us. We keep the place, and have a private word when they come.")
    KNOWN = "known", _("We know why, and it is all right.")
    LEAD = "lead", _("We would like the safeguarding lead to look.")


@dataclass(frozen=True, slots=True)
class Absence:
    """One seat that missed the last evenings without a word, `since` the first of them up to `last`.

    `tried` is what was written to them about these evenings, `reachable` whether anything can be. `stopped`: nothing
    goes to them by itself. `decided` is the last act about it since `last`, if anybody looked.
    """

    seat: Seat
    count: int
    since: Session
    last: Session
    following: Session
    tried: list[Telling]
    reachable: bool
    stopped: bool
    decided: Act | None

    @property
    def step(self) -> Step | None:
        """What was decided, or None while nobody looked."""
        return Step(self.decided.about["step"]) if self.decided else None


def of_staff(staff: Staff, now: datetime) -> list[Absence]:
    """Return those of the cohorts this member of staff works with, the undecided first."""
    return read(Cohort.objects.filter(pk__in=Shift.objects.cohorts_of(staff)), now)


def read(cohorts: QuerySet[Cohort], now: datetime) -> list[Absence]:
    """Return those of the cohorts that still meet, the undecided first; a fixed number of queries."""
    following = _following(cohorts, now)
    over = Session.objects.evenings().planned().filter(closes_at__lte=now, closes_at__gt=now - LOOKS_BACK)
    sessions = list(over.filter(cohort__in=following).select_related("week").order_by("starts_at", "pk"))
    found = turnout.read(sessions)
    held = [one for one in sessions if found.held(one)]
    where = {one.cohort_id for one in held}
    seats = Seat.objects.held().filter(cohort__in=where).select_related("cohort__course") if where else ()
    rows = [(seat, missed) for seat in seats if len(missed := _missed(seat, held, found)) >= ENOUGH]
    absent = _told_of(rows, following) if rows else []
    return sorted(absent, key=lambda one: (one.decided is not None, one.seat.cohort_id, one.seat.number))


def _following(cohorts: QuerySet[Cohort], now: datetime) -> dict[int, Session]:
    """The next evening of each, by the cohort's row."""
    coming = Session.objects.evenings().filter(cohort__in=cohorts.values("pk")).to_come(now).select_related("week")
    return {one.cohort_id: one for one in reversed(coming)}


def _missed(seat: Seat, held: Iterable[Session], found: turnout.Turnout) -> list[Session]:
    """The evenings at the end of the row that were missed without a word, in order."""
    judged = [(one, there.came) for one in held if one.cohort_id == seat.cohort_id and (there := found.of(one, seat))]
    count = in_a_row([came for _, came in judged])
    return [one for one, _ in judged[len(judged) - count :]]


def _told_of(rows: list[tuple[Seat, list[Session]]], following: Mapping[int, Session]) -> list[Absence]:
    seats = [seat.pk for seat, _ in rows]
    sessions = {session.pk for _, missed in rows for session in missed}
    tried = _tried(seats, sessions)
    reachable = set(Contact.objects.for_reminders().filter(seat__in=seats).values_list("seat", flat=True))
    stopped = set(Stop.objects.standing().filter(seat__in=seats).values_list("seat", flat=True))
    decided = _decided(sessions)
    return [
        Absence(
            seat, len(missed), missed[0], missed[-1], following[seat.cohort_id],
            [one for one in tried if one.seat_id == seat.pk and one.session_id in {of.pk for of in missed}],
            seat.pk in reachable, seat.pk in stopped, decided.get((seat.public_id, missed[-1].pk)),
        )
        for seat, missed in rows
    ]  # fmt: skip


def _tried(seats: Collection[int], sessions: Collection[int]) -> list[Telling]:
    told = Telling.objects.filter(seat__in=seats, session__in=sessions, kind__in=_TRIED)
    return list(told.select_related("session__week").order_by("due_at", "pk"))


def _decided(sessions: Collection[int]) -> dict[tuple[str, int], Act]:
    """The last word on each seat, by its id and the last evening it was about."""
    acts = Act.objects.filter(verb=REVIEWED, session__in=sessions).select_related("by").order_by("number")
    return {(str(one.about["seat"]), one.session_id): one for one in acts if one.session_id is not None}
