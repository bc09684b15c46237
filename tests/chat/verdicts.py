"""Verdicts for tests that are not about how the guard came to them."""

from __future__ import annotations

from chat.guard import Hit, Verdict
from chat.guard.verdict import Kind, Level, Outcome, Reply


def judged(
    outcome: Outcome,
    rule: str = "a rule",
    *,
    kind: Kind | None = None,
    level: Level | None = None,
    suggestion: str | None = None,
    reply: Reply | None = None,
) -> Verdict:
    """What the guard would say if `rule` had decided."""
    return Verdict(outcome, kind, level, (Hit(rule, 0, 1, ""),), suggestion, reply)
