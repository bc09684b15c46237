"""What the guard makes of a request, before the journal decides what becomes of it."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from chat import guard
from chat.guard.across import Lines
from chat.person import Person
from chat.protocol.asks import Ask
from chat.verbs import Verb
from chat.verbs.say import Say
from chat.words import HEADS_UP

log = logging.getLogger(__name__)


def judged(ask: Ask, verb: Verb, person: Person, lines: Lines) -> guard.Verdict:
    """The verdict on a young person's words. If the guard fails, a person reads them first.

    What is for the room is read with the `lines` just before it; what is for staff arrives whole, also in pieces.
    """
    if not verb.guarded or person.seat is None:
        return guard.PASS
    body = getattr(ask, "body", None)
    try:
        if isinstance(ask, Say) and ask.heads_up and ask.heads_up not in map(str, HEADS_UP):
            return _with_label(ask.heads_up, ask.body, lines)
        return _of_body(body, ask, lines) if body else guard.PASS
    except Exception as problem:  # noqa: BLE001  (whatever happens in there, it holds)
        log.error("the guard failed: %s", type(problem).__name__)
        return guard.HOLD


def _of_body(body: str, ask: Ask, lines: Lines) -> guard.Verdict:
    if not isinstance(ask, Say):
        return guard.read(body)
    return lines.read(body, time.monotonic(), guard.read, guard.read_joined)


def _with_label(label: str, body: str, lines: Lines) -> guard.Verdict:
    """The verdict on words under a heads-up that no page of ours offers: the room reads them one after the other.

    What is seen by the heads-up points into other words than the body, and offers no other way to say that.
    """
    together = lines.read(f"{label} {body}", time.monotonic(), guard.read_joined, guard.read_joined)
    by_label = max(guard.read(label), together, key=guard.Verdict.strictness)
    nowhere = tuple(replace(hit, start=0, end=0) for hit in by_label.hits)
    return max(guard.read(body), replace(by_label, suggestion=None, hits=nowhere), key=guard.Verdict.strictness)
