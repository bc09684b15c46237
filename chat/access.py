"""Who may do what in a room: one function per kind of thing, each condition on its own line.

All of it is judged inside the journal's transaction, so nothing is decided on stale facts.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.conf import settings

from chat.facts import Facts, Meeting
from chat.fold import MessageState
from chat.person import Person, seat_person, staff_person
from chat.presence import Cover
from chat.protocol.closing import Close, Gone
from chat.protocol.streams import seat_stream
from chat.store import SignInRow
from chat.verbs.outcome import Refused
from chat.words import NOBODY_HERE, NOBODY_READS_YET, TOO_EARLY
from cohorts import codes
from cohorts.access import Badge
from cohorts.models.session import STAYS_BEHIND
from cohorts.schedule import Phase

_BEFORE: Final = frozenset({Phase.WAITING})


def may_speak(facts: Facts, person: Person) -> None:
    """To be heard in the room: words and reactions. Staff may speak through pause and closing."""
    if facts.phase is Phase.OVER:
        raise Refused("over")
    if facts.phase in _BEFORE:
        raise Refused("not_open", NOBODY_READS_YET)
    if person.is_staff:
        return
    if facts.phase is not Phase.OPEN:
        raise Refused("not_open")
    _stands_in_the_room(facts, person)


def _stands_in_the_room(facts: Facts, person: Person) -> None:
    seat = facts.seat(person)
    if seat.ejected:
        raise Refused("not_allowed")
    if seat.aside:
        raise Refused("aside")
    if facts.cover in (Cover.PAUSE, Cover.CLOSE):
        raise Refused("paused", NOBODY_HERE)
    if facts.room.paused is not None:
        raise Refused("paused", facts.room.paused)
    if seat.muted(facts.now):
        raise Refused("muted", until=seat.muted_until)


def may_reach_staff(facts: Facts, person: Person) -> None:
    """To write to the facilitators: in every state from the lobby until settled, eject aside."""
    seat = facts.seat(person)
    if facts.phase in _BEFORE:
        raise Refused("not_open", NOBODY_READS_YET)
    if seat.ejected:
        raise Refused("not_allowed")
    if facts.phase is Phase.OVER and not seat.kept_open:
        raise Refused("over")


def may_hold_the_room(facts: Facts) -> None:
    """To change how the room runs: from the lobby until it is over."""
    if facts.phase in _BEFORE:
        raise Refused("not_open", TOO_EARLY)
    if facts.phase is Phase.OVER:
        raise Refused("over")


def may_stay_with(facts: Facts, number: int) -> None:
    """To stay behind with a seat, also past the end for the night, where it was settled or has something open."""
    if facts.phase is not Phase.OVER:
        may_hold_the_room(facts)
        return
    seat = facts.room.seats[number]
    if not (seat.settled or seat.kept_open):
        raise Refused("over")
    if facts.now >= facts.meeting.times.closes_at + STAYS_BEHIND:
        raise Refused("over")


def may_write_to_seat(facts: Facts, number: int) -> None:
    """For staff to write in a seat's own stream, also past the end while something is open."""
    has_a_place(facts, number)
    if facts.phase is Phase.OVER and not facts.room.seats[number].kept_open:
        raise Refused("over")


def has_a_place(facts: Facts, number: int) -> None:
    """The seat is somebody's in this session."""
    person = facts.roster.get(seat_stream(number))
    if person is None or person.left:
        raise Refused("not_found")


def message_at(facts: Facts, pos: int) -> MessageState:
    """A message that still stands in the room."""
    message = facts.room.messages.get(pos)
    if message is None or message.removed:
        raise Refused("not_found")
    return message


def the_person(row: SignInRow | None, badge: Badge, meeting: Meeting, now: datetime) -> Person:
    """Who a sign-in makes somebody in this session; `Gone` says why it makes them nobody."""
    row = must_be_signed_in(row, badge)
    if row.seat is not None and row.cohort_pk != meeting.cohort_pk:
        raise Gone(Close.NOT_HERE)
    if row.taken_at is not None and row.taken_at >= meeting.times.closes_at:
        # Somebody else had this number then; their private words are not passed on.
        raise Gone(Close.NOT_HERE)
    if row.seat is not None and not row.expected:
        # A welcome is for one young person, and the others of the cohort do not learn that there is one.
        raise Gone(Close.NOT_HERE)
    if row.withdrawn_at is not None or row.left_at is not None:
        raise Gone(Close.NO_LONGER)
    if row.ended_at is not None or row.expires_at <= now:
        raise Gone(Close.NOT_SIGNED_IN)
    if row.seat is not None:
        return seat_person(row.seat, row.seat_name or "")
    return _on_shift(row)


def must_be_signed_in(row: SignInRow | None, badge: Badge | None) -> SignInRow:
    """The sign-in a badge really opens; whoever has none learns nothing of what is here."""
    if row is None or badge is None or not _is_theirs(row, badge):
        raise Gone(Close.NOT_SIGNED_IN)
    if row.demo and not settings.DEMO:
        raise Gone(Close.NOT_SIGNED_IN)
    return row


def _is_theirs(row: SignInRow, badge: Badge) -> bool:
    digest = codes.digest(badge.token, settings.KEYS.codes, "sign-in")
    return secrets.compare_digest(digest, row.token_digest)


def _on_shift(row: SignInRow) -> Person:
    if row.staff is None or row.leading is None:
        raise Gone(Close.NOT_HERE)
    try:
        return staff_person(row.staff, row.staff_name or "", row.role or "", leading=row.leading, watching=row.watching)
    except ValueError:
        raise Gone(Close.NOT_HERE) from None
