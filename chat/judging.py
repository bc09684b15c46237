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

log = logging.getLogger(__name__)


def judged(ask: Ask, verb: Verb, person: Person, lines: Lines) -> guard.Verdict:
    """The verdict on a young person's words. If the guard fails, a person reads them first.

    What is for the room is read with the `lines` just before it; what is for staff arrives whole, also in pieces.
    """
    if not verb.guarded or person.seat is None:
        return guard.PASS
    body, label = getattr(ask, "body", None), getattr(ask, "heads_up", None)
    try:
        verdict = _of_body(body, ask, lines) if body else guard.PASS
        return max(verdict, _of_label(label), key=guard.Verdict.strictness) if label else verdict
    except Exception as problem:  # noqa: BLE001  (whatever happens in there, it holds)
        log.error("the guard failed: %s", type(problem).__name__)
        return guard.HOLD


def _of_body(body: str, ask: Ask, lines: Lines) -> guard.Verdict:
    if not isinstance(ask, Say):
        return guard.read(body)
    return lines.read(body, time.monotonic(), guard.read, guard.read_joined)


def _of_label(label: str) -> guard.Verdict:
    """The verdict on a heads-up. It points into other words than the body, and offers no other way to say that."""
    found = guard.read(label)
    return replace(found, suggestion=None, hits=tuple(replace(hit, start=0, end=0) for hit in found.hits))
