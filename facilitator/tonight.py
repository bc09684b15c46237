"""Tonight as the page before a session shows it: who works it and is there, what to know, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Prefetch, Q

from chat.watch import BEFORE, staff_here
from cohorts import attendance, on_call, schedule
from cohorts.models import Kind, Role, Session, Shift, Staff, Telling
from cohorts.models.session import Outcome
from cohorts.on_call import Post, Rota
from cohorts.telling import called_off
from facilitator import guests
from facilitator.closing import notes
from facilitator.closing.notes import Note
from facilitator.guests import Guests

#: So long before its start an evening is tonight's.
AHEAD: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Worker:
    """One of those who work a session, and whether they are in its room at this moment."""

    shift: Shift
    here: bool
    you: bool


@dataclass(frozen=True, slots=True)
class Tonight:
    """One session of tonight, as one member of staff sees it."""

    session: Session
    phase: str
    workers: Sequence[Worker]
    soon: bool
    may_back: bool
    backs: bool
    #: Posts outside the room that nobody has for some of the evening, and whether nobody has any then (care.md §7).
    unfilled: Sequence[Post] = ()
    nobody_answers: bool = False
    before: tuple[Session, list[Note]] | None = None
    guests: Guests | None = None

    @property
    def mine(self) -> Shift | None:
        """The shift of whoever looks, if they work it."""
        return next((one.shift for one in self.workers if one.you), None)

    @property
    def missing(self) -> int:
        """How many more have to be there before the room opens; an observer is not counted."""
        here = sum(one.here for one in self.workers if not one.shift.watching)
        return max(0, self.session.least_staff - here)

    @property
    def warns(self) -> bool:
        """Whether the start is near, or past, and the room cannot open with those who are there."""
        return self.soon and self.missing > 0 and not self.called_off

    @property
    def alone(self) -> bool:
        """Whether there is one facilitator too few, so that somebody may stand behind the one who is there."""
        return self.session.least_staff > 1 and 0 < self.missing < self.session.least_staff

    @property
    def called_off(self) -> bool:
        """Whether nobody could open it."""
        return self.session.outcome == Outcome.NOT_HELD

    @property
    def who_hears(self) -> str:
        """Who is told that it was called off, by two questions to the database: asked for that evening alone."""
        return called_off.who_hears(self.session)


def read(sessions: Iterable[Session], staff: Staff, now: datetime) -> list[Tonight]:
    """Return these sessions with who is where, those that lack somebody first.

    As many queries for many as for one, two of them for the rota, two for who is expected at those that whoever looks
    works, and two for each of these for what was noted last time.
    """
    found = {session.pk: session for session in sessions}
    working = Shift.objects.here().select_related("staff")
    shifts = Prefetch("shifts", working.order_by("-leading", "watching", "pk"), to_attr="working")
    rows = Session.objects.filter(pk__in=found).select_related("week", "cohort", "backed_by").prefetch_related(shifts)
    here = staff_here(list(found), now)
    rooms = attendance.rooms(list(found))
    tonights = [_tonight(row, staff, here[row.pk], rooms.get(row.pk), now) for row in rows.order_by("starts_at", "pk")]
    rota = on_call.read(*_span(found.values(), now))
    tonights = [_answered(one, rota) for one in tonights]
    expected = guests.read(one.session for one in tonights if one.mine)
    known = [
        replace(one, before=notes.before(one.session), guests=expected[one.session.pk]) if one.mine else one
        for one in tonights
    ]
    return sorted(known, key=lambda one: not one.warns)


def is_tonight(now: datetime) -> Q:
    """Sessions that begin within half a day, or are on."""
    return Q(closes_at__gt=now, starts_at__lte=now + AHEAD)


def test_letter(staff: Staff) -> Telling | None:
    """The last letter this member of staff had sent to themselves."""
    return Telling.objects.filter(staff=staff, kind=Kind.TEST).order_by("-due_at").first()


def _tonight(
    session: Session, staff: Staff, here: frozenset[str], room: attendance.Room | None, now: datetime
) -> Tonight:
    working: list[Shift] = getattr(session, "working")  # noqa: B009  (made by the query)
    workers = [Worker(one, one.staff.public_id in here, one.staff_id == staff.pk) for one in working]
    watches = any(one.you and one.shift.watching for one in workers)
    return Tonight(
        session, schedule.phase(session.times, _mark(room), now).value, workers,
        soon=session.starts_at <= now + BEFORE,
        may_back=not session.is_welcome and (watches or staff.role == Role.LEAD),
        backs=session.backed_by_id == staff.pk,
    )  # fmt: skip


def _span(sessions: Iterable[Session], now: datetime) -> tuple[datetime, datetime]:
    """From the first of them to open to the last to close."""
    times = [(one.opens_at, one.closes_at) for one in sessions] or [(now, now)]
    return min(opens for opens, _ in times), max(closes for _, closes in times)


def _answered(one: Tonight, rota: Rota) -> Tonight:
    """The same, with what the rota leaves open; nobody outside is called of an evening of the demo."""
    session = one.session
    if session.cohort.demo:
        return one
    left = {post for _, _, post in rota.gaps(session.opens_at, session.closes_at)}
    nobody = bool(rota.nobody(session.opens_at, session.closes_at))
    return replace(one, unfilled=[post for post in Post if post in left], nobody_answers=nobody)


def _mark(room: attendance.Room | None) -> str | None:
    if room is None:
        return None
    return schedule.Phase.OPEN if room.closed_at is None else schedule.Phase.CLOSING
