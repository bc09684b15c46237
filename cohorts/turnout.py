"""Who was there: what the room saw, what young people said before, and what staff put right, brought together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from cohorts import attendance, lost_evenings
from cohorts.judging import judge
from cohorts.models import AttendanceMark, Came, MoveWish, OwnWish, Reply, Seat, Session

THERE = frozenset({Came.CAME, Came.LATE, Came.LEFT_EARLY})


@dataclass(frozen=True, slots=True)
class Judged:
    """How one seat was at one evening; `seen` is what the room saw, `mark` what staff put in its place."""

    seen: Came
    stay: attendance.Stay | None = None
    mark: AttendanceMark | None = None

    @property
    def came(self) -> Came:
        """What counts."""
        return Came(self.mark.came) if self.mark else self.seen


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were there of how many who were expected."""

    there: int
    of: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """Some sessions, and how each seat was there; `said_no`: who told us before, or read that they need not come.

    Of seats whose holders had it deleted (`erased`, rows) nothing is known any more: they missed nothing. Nor did they
    miss an evening that was on since a backup (`lost`, rows); who came before that, or by what staff put right, came.
    """

    rooms: attendance.Rooms
    said_no: frozenset[tuple[int, int]]
    marks: Mapping[tuple[int, int], AttendanceMark]
    erased: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()

    def held(self, session: Session) -> bool:
        """Whether its room was ever open."""
        return session.pk in self.rooms and session.cancelled_at is None

    def of(self, session: Session, seat: Seat) -> Judged | None:
        """Return how this seat was there; None if nothing was held, nobody expected them, or it is known no more."""
        if not self.held(session) or not expected(session, seat) or not seat.name or seat.pk in self.erased:
            return None
        room, place = self.rooms[session.pk], (session.pk, seat.pk)
        stay = room.stays.get(seat.number)
        if session.pk in self.lost:
            return self._as_far_as_known(stay, self.marks.get(place))
        grace = timedelta(minutes=settings.GRACE_MINUTES)
        seen = judge(session.times, room, stay, place in self.said_no, grace)
        return Judged(seen, stay, self.marks.get(place))

    def tally(self, session: Session, seats: Iterable[Seat]) -> Tally | None:
        """Return how many of these seats were there, for however long; None if nothing was held, or nobody knows."""
        if not self.held(session) or session.pk in self.lost:
            return None
        judged = [one for seat in seats if (one := self.of(session, seat))]
        return Tally(sum(one.came in THERE for one in judged), len(judged))

    @staticmethod
    def _as_far_as_known(stay: attendance.Stay | None, mark: AttendanceMark | None) -> Judged | None:
        """How long somebody stayed whom the backup has seen come is lost, and that they came is not."""
        return None if stay is None and mark is None else Judged(Came.CAME if stay else Came.MISSED, stay, mark)


def read(sessions: Collection[Session]) -> Turnout:
    """Read how everybody was at these sessions: seven queries however many there are, one where none was held."""
    rooms = attendance.rooms([session.pk for session in sessions])
    rows = list(rooms)
    if not rows:
        return Turnout({}, frozenset(), {})
    said = Reply.objects.standing().filter(session__in=rows, coming=False).values_list("session", "seat")
    need_not = _need_not_come([session for session in sessions if session.pk in rooms])
    marks = AttendanceMark.objects.filter(session__in=rows).select_related("by")
    found = {(one.session_id, one.seat_id): one for one in marks}
    erased = OwnWish.objects.deleted().filter(seat__cohort__in={session.cohort_id for session in sessions})
    gone = frozenset(erased.values_list("seat", flat=True))
    return Turnout(rooms, frozenset(said) | need_not, found, gone, lost_evenings.lost(rows))


def _need_not_come(sessions: Collection[Session]) -> frozenset[tuple[int, int]]:
    """Who wished for another group, and had no answer, when an evening began: they read that they need not come."""
    cohorts = {session.cohort_id for session in sessions}
    wishes = list(MoveWish.objects.filter(seat__cohort__in=cohorts).select_related("seat"))
    return frozenset(
        (session.pk, wish.seat_id)
        for session in sessions
        for wish in wishes
        if wish.seat.cohort_id == session.cohort_id and wish.stood_at(session.starts_at)
    )


def was_none(came: Tally | None) -> bool:
    """Whether an evening that is over was none of a group: not held, or nobody came, or one of several."""
    return came is None or came.there == 0 or came.there == 1 < came.of


def expected(session: Session, seat: Seat) -> bool:
    """Whether this holder had the place when it began; whoever took it later, or gave it up before, need not come."""
    gone = seat.withdrawn_at is not None and seat.withdrawn_at <= session.starts_at
    return seat.belongs_to(session) and seat.taken_at <= session.starts_at and not gone
