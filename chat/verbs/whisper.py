"""whisper: a private word between one young person and the facilitators."""

from __future__ import annotations

from chat.access import may_reach_staff, may_write_to_seat
from chat.facts import Facts
from chat.person import ANYONE
from chat.protocol.asks import Ask, SeatNumber
from chat.protocol.contents import Whisper as Whispered
from chat.protocol.streams import seat_stream
from cohorts.schedule import Phase

from .outcome import Done, Draft, Refused, Request
from .registry import verb
from .seen import raised


class Whisper(Ask, frozen=True, tag="whisper"):
    """Write privately; staff say to which seat."""

    body: str
    seat: SeatNumber | None = None


@verb(Whisper, ANYONE, targets=True, gentle=True, guarded=True)
def whisper(facts: Facts, request: Request[Whisper]) -> Done:
    """Decide a private word. No mute, pause, slow or mode touches it; the guard only tells staff how soon to look."""
    person, ask = request.person, request.ask
    if person.seat is not None:
        if ask.seat not in (None, person.seat):
            raise Refused("not_allowed")
        may_reach_staff(facts, person)
        return Done((Draft(seat_stream(person.seat), Whispered(ask.body)), *raised(facts, request)))
    if ask.seat is None:
        raise Refused("bad_frame")
    may_write_to_seat(facts, ask.seat)
    answer = Whispered(ask.body, keeps=facts.phase is Phase.OVER)
    return Done((Draft(seat_stream(ask.seat), answer),))
