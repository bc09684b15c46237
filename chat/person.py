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
    #: Somebody who looks into a one-to-one welcome, where both see it: a partner of its evenings, or the lead.
    WATCHER = "watcher"
    SYSTEM = "system"


SEATED: Final = frozenset({Role.SEAT})
COUNSELLORS: Final = frozenset({Role.COUNSELLOR})
FACILITATORS: Final = frozenset({Role.COUNSELLOR, Role.VOLUNTEER})
#: Everybody of staff who may be in a room; who only looks in may write there, and do nothing else.
COMPANY: Final = FACILITATORS | {Role.WATCHER}
ANYONE: Final = SEATED | COMPANY
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
    #: An observer of the evening: has a facilitator's verbs, and is not counted among those who open the room.
    stands_by: bool = False
    #: Had a place tonight and has it no longer; the name stays beside what was said.
    left: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether this is one of staff: a facilitator of the session, or somebody who looks in."""
        return self.staff is not None

    @property
    def holds_the_room(self) -> bool:
        """Whether the room is held while this person is here."""
        return self.role in FACILITATORS

    @property
    def presence(self) -> str:
        """The key their sockets are kept by: another one for who looks in, as presence is asked who holds a room."""
        return f"{Role.WATCHER}:{self.staff}" if self.role is Role.WATCHER else self.key

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


def staff_person(
    staff: str, name: str, role: str, *, leading: bool, left: bool = False, watching: bool = False
) -> Person:
    """A facilitator on shift, or whoever is `watching`; `ValueError` for a role that does not hold rooms."""
    person = Person(
        f"staff:{staff}", Role.WATCHER if watching else Role(role), name, staff=staff, leading=leading, left=left
    )
    if person.role not in COMPANY:
        raise ValueError(role)
    return person
