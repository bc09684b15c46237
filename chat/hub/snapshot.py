"""The welcome: what one reader may know of a room at one turn. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chat.facts import Facts
from chat.fold import SeatState
from chat.person import Person
from chat.presence import Attendance, Presence, staffed
from chat.protocol.replies import PROTOCOL, Part, SessionCard, Welcome, You
from chat.protocol.streams import seat_stream
from chat.store import Card
from chat.words import WELCOME

Line = dict[str, Any]


def welcome(card: Card, facts: Facts, reader: Person) -> Welcome:
    """The first frame of a socket."""
    heard = facts.heard_by(reader)
    return Welcome(
        protocol=PROTOCOL,
        session=_session(card, facts),
        you=_you(facts, reader),
        people=_people(facts, reader),
        room=_room(facts, reader),
        streams={name: facts.room.heads.get(name, 0) for name in sorted(heard)},
        now=facts.now,
    )


def presence_lines(roster: Iterable[Person], people: Attendance, *, for_staff: bool) -> list[Line]:
    """The list of people as far as presence goes.

    A seat is shown those who came tonight, and nobody's leaving for whatever cause; staff are
    shown everybody, and who has gone since when.
    """
    lines = []
    for person in roster:
        presence = people.get(person.presence)
        if for_staff:
            lines.append(_staff_line(person, presence))
        elif presence is not None:
            lines.append(_line(person, present=True))
    return lines


def struck_off(before: Iterable[Line], now: Iterable[Line]) -> list[str]:
    """Who was in the list before and is not in it now."""
    still = {_whose(line) for line in now}
    return [who for line in before if (who := _whose(line)) not in still]


def _whose(line: Line) -> str:
    return f"staff:{line['staff']}" if line["seat"] is None else seat_stream(line["seat"])


def _line(person: Person, *, present: bool) -> Line:
    return {
        "seat": person.seat,
        "staff": person.staff,
        "name": person.name,
        "role": _part(person),
        "present": present,
    }


def _part(person: Person) -> Part:
    if person.seat is not None:
        return "seat"
    return "facilitator" if person.holds_the_room else "watcher"


def _staff_line(person: Person, presence: Presence | None) -> Line:
    line = _line(person, present=presence is not None and presence.here)
    line["away"] = presence is not None and presence.away
    line["gone_since"] = presence.gone_since if presence is not None else None
    if person.left:
        line["left"] = True
    return line


def _people(facts: Facts, reader: Person) -> list[Line]:
    lines = presence_lines(facts.roster.values(), facts.people, for_staff=reader.is_staff)
    if reader.is_staff:
        for line in lines:
            if line["seat"] is not None:
                line.update(_standing(facts.room.seats[line["seat"]], facts.now))
    return lines


def _standing(seat: SeatState, now: datetime) -> Line:
    """What staff alone see beside a young person. Never a score, never an order."""
    return {
        "muted_until": seat.muted_until if seat.muted(now) else None,
        "aside": seat.aside,
        "ejected": seat.ejected,
        "mode": seat.mode,
        "mood": seat.mood,
        "goal": seat.goal,
        "checked": seat.checked,
        "flags": len(seat.flags),
        "held": len(seat.held),
    }


def _session(card: Card, facts: Facts) -> SessionCard:
    times = card.times
    title = str(WELCOME) if card.welcome else card.title
    return SessionCard(
        card.id, card.course, card.week, title, times.opens_at, times.starts_at,
        times.ends_at, times.closes_at, facts.phase.value, "welcome" if card.welcome else "group",
    )  # fmt: skip


def _you(facts: Facts, reader: Person) -> You:
    if reader.seat is None:
        return You(_part(reader), facts.lead == reader.staff, None, reader.staff, reader.name)
    seat = facts.seat(reader)
    muted_until = seat.muted_until if seat.muted(facts.now) else None
    return You(
        role="seat", leading=False, seat=reader.seat, staff=None, name=reader.name,
        muted_until=muted_until, aside=seat.aside,
    )  # fmt: skip


def _room(facts: Facts, reader: Person) -> Line:
    """How the room runs. Somebody set aside hears nothing of the room, so nor is told of it here."""
    if _aside(facts, reader):
        return {"paused": None, "slow": 0, "prompt": None, "agreement": None, "staffed": staffed(facts.people)}
    script = facts.room.script
    room: Line = {
        "paused": facts.room.paused, "slow": facts.room.slow, "staffed": staffed(facts.people),
        "prompt": script.now(for_staff=reader.is_staff), "agreement": script.agreed(),
    }  # fmt: skip
    if reader.is_staff:
        room |= {"mode": facts.room.mode, "lead": facts.lead, "plan": script.planned()}
    return room


def _aside(facts: Facts, reader: Person) -> bool:
    return reader.seat is not None and facts.seat(reader).aside
