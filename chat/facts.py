"""What a verb may know when it decides: read under the session's lock, never before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat.crew import Crew, crew, holding
from chat.fold import Fold, SeatState
from chat.person import Person
from chat.presence import Attendance, Cover, cover
from chat.protocol.content import Content
from cohorts.schedule import Phase, Times, phase


@dataclass(frozen=True, slots=True)
class Meeting:
    """The dated meeting a room is for. `pk` is the database's, `id` the opaque public one.

    So many as `least_staff` facilitators open it; `backed`: somebody stands behind one who is alone.
    """

    pk: int
    id: str
    cohort_pk: int
    times: Times
    least_staff: int = 1
    backed: bool = False
    #: Classes that a facilitator reads first in this course, though the guard by itself would not hold them.
    read_first: frozenset[str] = frozenset()


#: Everybody with a place in a session, by key, in the order they are shown.
Roster = Mapping[str, Person]


@dataclass(slots=True)
class Facts:
    """One session at one moment. `roster` and `recalled` are read only for batches in which a verb needs them."""

    meeting: Meeting
    now: datetime
    room: Fold
    people: Attendance
    roster: Roster = field(default_factory=dict)
    #: What stands at some positions of the room, for requests that have to know its words.
    recalled: Mapping[int, Content] = field(default_factory=dict, repr=False)
    #: The database's clock, where `now` waits for it: once it was put back nothing is said to be earlier than what was
    #: said before it, but leases are renewed by it, and so who is here goes by it.
    clock: datetime | None = None

    @property
    def phase(self) -> Phase:
        """The phase at this moment: the times, the last mark, the clock."""
        return phase(self.meeting.times, self.room.mark, self.now)

    @property
    def cover(self) -> Cover:
        """Whether somebody holds the room at this moment."""
        return cover(self.people, self.clock or self.now)

    @property
    def lead(self) -> str | None:
        """Who leads, by their public id: as was said in the room, if they are still on the shift, else as planned."""
        staff = [person for person in self.roster.values() if person.holds_the_room and not person.left]
        if self.room.lead in {person.staff for person in staff}:
            return self.room.lead
        return next((person.staff for person in staff if person.leading), None)

    def crew(self, arriving: Person | None = None) -> Crew:
        """Whether so many facilitators are here that the room may open; ask only where the roster is read."""
        watching = {person.key for person in self.roster.values() if person.stands_by}
        holders = holding(self.people, watching)
        if arriving is not None and arriving.key not in watching:
            holders |= {arriving.key}
        return crew(len(holders), least=self.meeting.least_staff, backed=self.meeting.backed)

    def heard_by(self, person: Person) -> frozenset[str]:
        """The streams this person may hear at this moment."""
        return self.room.heard_by(person, over=self.phase is Phase.OVER)

    def seat(self, person: Person) -> SeatState:
        """How the seat of this person stands."""
        return self.room.seats[person.number]
