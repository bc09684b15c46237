"""What the console's script begins with: this week's steps, what to watch for, and the agreement as it stood last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.agreed import agreed_before
from cohorts.models import Session, Step


@dataclass(frozen=True, slots=True)
class Script:
    """The script of one evening. `version` is the agreement's; 0 if the group has none yet and the course's begins."""

    steps: Sequence[Step]
    watch_outs: Sequence[str]
    lines: Sequence[str]
    version: int

    @property
    def minutes(self) -> int:
        """What its steps last together."""
        return sum(step.minutes for step in self.steps)


def script_of(session: Session) -> Script | None:
    """Return the script of a group's evening, in its own version of the course; a one-to-one welcome has none."""
    if session.is_welcome:
        return None
    agreed = agreed_before(session)
    lines = agreed.lines if agreed else session.week.course.agreement
    return Script(session.week.script, session.week.watch_outs, lines, agreed.version if agreed else 0)
