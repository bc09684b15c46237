"""What an entry of the script can say: what the room is asked, what came of it, whose turn it is, what was agreed.

Counts are all that the room is told of answers. Who answered what, who passed and who would rather listen stands in
that person's own stream.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from .content import Content

Form = Literal["text", "scale", "poll", "round", "exercise", "reflection"]
#: A scale goes from 0 to this.
SCALE_TOP: Final = 10


class Prompt(Content, frozen=True, tag="prompt"):
    """What the room is asked or shown. `options`: the choices of a poll, or what the two ends of a scale mean."""

    staff_only = frozenset({"step"})
    body: str
    form: Form = "text"
    options: tuple[str, ...] = ()
    #: An exercise with the slow breathing picture.
    breathing: bool = False
    #: The step of tonight's script it came from.
    step: str | None = None

    @property
    def choices(self) -> int:
        """How many different answers can be counted: none for what is answered in words, or not at all."""
        return {"scale": SCALE_TOP + 1, "poll": len(self.options)}.get(self.form, 0)


class PutAway(Content, frozen=True, tag="put_away"):
    """This prompt is over and the next has not come."""

    control = True


class Results(Content, frozen=True, tag="results"):
    """How many gave each answer to a prompt, in the order of its options or from 0 up."""

    control = True
    counts: tuple[int, ...]


class Round(Content, frozen=True, tag="round"):
    """How a round stands: the order, whose turn it is (nobody's once it is `over`), who has had theirs.

    `seconds` is about how long each has. When a turn should end is for staff alone: nobody is hurried.
    """

    control = True
    staff_only = frozenset({"due_at"})
    order: tuple[int, ...]
    whose: int | None = None
    had: tuple[int, ...] = ()
    seconds: int = 60
    over: bool = False
    due_at: datetime | None = None


class Agreement(Content, frozen=True, tag="agreement"):
    """What the group has agreed, all of it, in this version."""

    control = True
    version: int
    lines: tuple[str, ...]


class Answer(Content, frozen=True, tag="answer"):
    """An answer a young person chose to share with staff: a number, the place of an option, or words.

    `nobody`: it has words, and no facilitator was there then.
    """

    prompt: int
    value: int | None = None
    body: str | None = None
    nobody: bool = False


class Passed(Content, frozen=True, tag="passed"):
    """Left out of a round, or of all of tonight's to listen; `on` false takes it back. Nobody gives a reason."""

    prompt: int
    listening: bool = False
    on: bool = True


class Plan(Content, frozen=True, tag="plan"):
    """Tonight's steps in the order they will be taken, and those left out."""

    order: tuple[str, ...]
    skipped: tuple[str, ...] = ()
