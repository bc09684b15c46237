"""What is counted, for whoever runs the house: how much, how fast, how often not. Never who, where or what.

Labels hold words of our own alone: roles, refusal codes, close reasons. Everything is observed once a batch, once a
socket or once a second, so that counting costs a room nothing.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from prometheus_client import Counter, Gauge, Histogram

from chat.protocol.closing import Close
from chat.protocol.replies import No, Ok

if TYPE_CHECKING:
    # A server counts too, and is imported before there are models.
    from chat.journal.asked import Answer, Asked
    from chat.person import Person
    from chat.protocol.entry import Entry

_SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
_SECONDS: Final = (0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2, 5)
#: Several workers on one machine are counted together, and only those that live.
_TOGETHER: Final = "livesum"

rooms: Final = Gauge(
    "alcove_rooms", "Rooms that somebody listens to, or did a minute ago.", multiprocess_mode=_TOGETHER
)
sockets: Final = Gauge("alcove_sockets", "Open sockets.", ["role"], multiprocess_mode=_TOGETHER)
waiting: Final = Gauge("alcove_journal_waiting", "Requests waiting for the writer.", multiprocess_mode=_TOGETHER)
_batch_size: Final = Histogram("alcove_batch_requests", "Requests in one transaction.", buckets=_SIZES)
_batch_seconds: Final = Histogram("alcove_batch_seconds", "From BEGIN to after COMMIT.", buckets=_SECONDS)
_delay: Final = Histogram(
    "alcove_delivery_seconds",
    "From when an entry was written until it was handed to this worker's sockets; the oldest of a batch.",
    ["written"],
    buckets=_SECONDS,
)
_messages: Final = Counter("alcove_messages", "Messages for the room, by what became of them.", ["outcome"])
_refused: Final = Counter("alcove_refusals", "Requests that were refused.", ["code"])
_closed: Final = Counter("alcove_sockets_closed", "Sockets that we closed.", ["reason"])
_unrung: Final = Counter("alcove_doorbell_failures", "Rings that did not go out, and times it was not heard.")

_here, _elsewhere = _delay.labels("here"), _delay.labels("elsewhere")
_said, _held = _messages.labels("said"), _messages.labels("held")
_of_seats, _of_staff = sockets.labels("seat"), sockets.labels("staff")


def wrote(answers: Sequence[tuple[Asked, Answer]], seconds: float) -> None:
    """A batch was committed, and came to these answers. What the house asks itself is not counted as refused."""
    _batch_size.observe(len(answers))
    _batch_seconds.observe(seconds)
    tally: Tally[str] = Tally()
    for asked, answer in answers:
        if isinstance(answer, No) and asked.badge is not None:
            tally[answer.code] += 1
        elif isinstance(answer, Ok) and asked.ask.verb == "say":
            tally["held" if answer.held else "said"] += 1
    _said.inc(tally.pop("said", 0))
    _held.inc(tally.pop("held", 0))
    for code, times in tally.items():
        _refused.labels(code).inc(times)


def refused(code: str) -> None:
    """A request was refused before it came to the writer, or after it had waited too long."""
    _refused.labels(code).inc()


def delivered(oldest: Sequence[Entry], now: datetime, *, here: bool) -> None:
    """Entries were handed out that were written `here` or by another worker; `oldest` holds the first of each room."""
    if oldest:
        # Clocks differ by a little; nothing is handed out before it is written.
        seconds = max(0.0, (now - min(entry.at for entry in oldest)).total_seconds())
        (_here if here else _elsewhere).observe(seconds)


def came(person: Person) -> None:
    """A socket is open."""
    (_of_staff if person.is_staff else _of_seats).inc()


def went(person: Person) -> None:
    """It is open no more."""
    (_of_staff if person.is_staff else _of_seats).dec()


def closed(code: Close) -> None:
    """We closed a socket."""
    _closed.labels(code.name.lower()).inc()


def cut() -> None:
    """We cut a socket whose reader did not keep up."""
    _closed.labels("unread").inc()


def unrung() -> None:
    """The doorbell failed."""
    _unrung.inc()
