"""Who is asking: a seat of this session, a member of staff on shift, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chat.protocol.entry import SYSTEM
from chat.protocol.streams import ROOM, STAFF_HEARS, seat_stream


class Role(StrEnum):
    """What somebody is in a session; verbs say which roles may ask them."""

    SEAT = "seat"
    COUNSELLOR = "counsellor"
    VOLUNTEER = "volunteer"
    #: The safeguarding lead, who may look into a one-to-one welcome where everybody sees it, and into nothing else.
    LEAD = "lead"
    SYSTEM = "system"


SEATED: Final = frozenset({Role.SEAT})
COUNSELLORS: Final = frozenset({Role.COUNSELLOR, Role.LEAD})
FACILITATORS: Final = frozenset({Role.COUNSELLOR, Role.VOLUNTEER, Role.LEAD})
ANYONE: Final = SEATED | FACILITATORS
LOOPS: Final = frozenset({Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one session. `key` is what entries carry: `seat:3`, `staff:a1`, `system`."""

    key: str
    role: Role
    name: str = field(default="", repr=False)
    seat: int | None = None
    staff: str | None = None
    leading: bool = False
    #: Had a place tonight and has it no longer; the name stays beside what was said.
    left: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether this is one of the session's facilitators."""
        return self.staff is not None

    @property
    def number(self) -> int:
        """The seat's number; `ValueError` for anybody who is not in a seat."""
        if self.seat is None:
            raise ValueError("not a seat")
        return self.seat

    def hears(self, *, room: bool = True) -> frozenset[str]:
        """The streams this person may hear; `room` is False for somebody set aside."""
        if self.is_staff:
            return STAFF_HEARS
        own = {seat_stream(self.seat)} if self.seat is not None else set()
        return frozenset(own | {ROOM} if room else own)


THE_SYSTEM: Final = Person(key=SYSTEM, role=Role.SYSTEM)


def seat_person(number: int, name: str, *, left: bool = False) -> Person:
    """The young person in a seat."""
    return Person(key=seat_stream(number), role=Role.SEAT, name=name, seat=number, left=left)


def staff_person(staff: str, name: str, role: str, *, leading: bool, left: bool = False) -> Person:
    """A facilitator on shift; `ValueError` for a role that does not hold rooms."""
    person = Person(f"staff:{staff}", Role(role), name, staff=staff, leading=leading, left=left)
    if person.role not in FACILITATORS:
        raise ValueError(role)
    return person
