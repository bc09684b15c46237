"""What the guard says in a test of what becomes of it, and what staff are then told of why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.guard import Verdict
from tests.chat.house import Frame
from tests.chat.verdicts import judged

from .company import SYSTEM, entry

#: From now on the guard says this of everything; the fixture is in conftest.
Judge = Callable[[Verdict], None]
SWAP = judged("swap", "tool: x", kind="tool", level="note", suggestion="I used to self-harm")
PLAN = judged("divert", "imminent: plan", kind="imminent", level="now", reply="plan")


def about(verdict: Verdict) -> Frame:
    """Why, as staff are told."""
    spans = [{"rule": hit.rule, "start": hit.start, "end": hit.end, "form": hit.form} for hit in verdict.hits]
    return {"why": verdict.rule, **({"sort": verdict.kind} if verdict.kind else {}), "spans": spans}


def flag_of(pos: int, verdict: Verdict, stream: str, of: int, seat: int = 1, **more: Any) -> Frame:
    """The flag for words of this seat, which stand there."""
    fields = {"by": seat, "seat": seat, "of_stream": stream, "of_pos": of, **about(verdict), **more}
    return entry({"stream": "staff", "pos": pos}, "flag", SYSTEM, level=verdict.level, source="guard", **fields)
