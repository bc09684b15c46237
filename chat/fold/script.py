"""The script in a room: what is asked, who answered what, whose turn it is, what was agreed, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from chat.protocol import script as s
from chat.protocol.content import Content
from chat.protocol.entry import Entry
from chat.protocol.streams import seat_number


@dataclass(slots=True)
class PromptState:
    """One prompt: what it says, the last answer of each seat that can be counted, its results, its round."""

    content: s.Prompt = field(repr=False)
    answers: dict[int, int] = field(default_factory=dict, repr=False)
    results: s.Results | None = None
    round: s.Round | None = None
    passed: set[int] = field(default_factory=set)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many gave each answer."""
        given = list(self.answers.values())
        return tuple(given.count(choice) for choice in range(self.content.choices))


@dataclass(slots=True)
class ScriptState:
    """All prompts of a session by position, and which of them stands in the room now."""

    prompts: dict[int, PromptState] = field(default_factory=dict)
    current: int | None = None
    agreement: s.Agreement | None = None
    plan: s.Plan | None = None
    #: Where the plan stands in the staff's stream.
    planned_at: int | None = None
    #: Seats that would rather listen tonight.
    listening: set[int] = field(default_factory=set)

    def apply(self, entry: Entry) -> None:
        """Take in an entry, if it is one of the script's."""
        if (change := _CHANGES.get(type(entry.content))) is not None:
            change(self, entry, entry.content)

    def remove(self, pos: int) -> None:
        """The words of this prompt were taken away, so that it stands in the room no longer."""
        if pos == self.current:
            self.current = None

    @property
    def latest(self) -> int:
        """The position of what the room was asked last, though it stands there no longer; 0 before the first."""
        return max(self.prompts, default=0)

    def resting(self, prompt: PromptState) -> Collection[int]:
        """The seats that a round leaves out: those who pass this one, and those who listen tonight."""
        return prompt.passed | self.listening

    def now(self, *, for_staff: bool) -> dict[str, Any] | None:
        """What stands in the room, as a welcome tells it; what is for staff is left out for seats."""
        if self.current is None:
            return None
        prompt = self.prompts[self.current]
        content = prompt.content
        now: dict[str, Any] = {
            "pos": self.current, "body": content.body, "form": content.form,
            "options": content.options, "breathing": content.breathing,
            "counts": prompt.results and prompt.results.counts,
            "round": prompt.round and _told(prompt.round, for_staff=for_staff),
        }  # fmt: skip
        return {**now, "step": content.step} if for_staff else now

    def agreed(self) -> dict[str, Any] | None:
        """The agreement as a welcome tells it."""
        now = self.agreement
        return None if now is None else {"version": now.version, "lines": now.lines}

    def planned(self) -> dict[str, Any] | None:
        """Tonight's plan as a welcome tells staff."""
        now = self.plan
        return None if now is None else {"pos": self.planned_at, "order": now.order, "skipped": now.skipped}


def _told(turns: s.Round, *, for_staff: bool) -> dict[str, Any]:
    names = ("order", "whose", "had", "seconds", "over", *(["due_at"] if for_staff else []))
    return {name: getattr(turns, name) for name in names}


def _prompt(script: ScriptState, entry: Entry, content: s.Prompt) -> None:
    script.prompts[entry.pos] = PromptState(content)
    script.current = entry.pos


def _put_away(script: ScriptState, entry: Entry, content: s.PutAway) -> None:
    script.remove(entry.of or 0)


def _results(script: ScriptState, entry: Entry, content: s.Results) -> None:
    script.prompts[entry.of or 0].results = content


def _round(script: ScriptState, entry: Entry, content: s.Round) -> None:
    script.prompts[entry.of or 0].round = content


def _agreement(script: ScriptState, entry: Entry, content: s.Agreement) -> None:
    script.agreement = content


def _answer(script: ScriptState, entry: Entry, content: s.Answer) -> None:
    if content.value is not None and (seat := seat_number(entry.stream)) is not None:
        script.prompts[content.prompt].answers[seat] = content.value


def _passed(script: ScriptState, entry: Entry, content: s.Passed) -> None:
    seat, passed = seat_number(entry.stream), script.prompts[content.prompt].passed
    if seat is None:
        return
    if content.on:
        (script.listening if content.listening else passed).add(seat)
    else:
        script.listening.discard(seat)
        passed.discard(seat)


def _plan(script: ScriptState, entry: Entry, content: s.Plan) -> None:
    script.plan, script.planned_at = content, entry.pos


_CHANGES: dict[type[Content], Callable[[ScriptState, Entry, Any], None]] = {
    s.Prompt: _prompt, s.PutAway: _put_away, s.Results: _results, s.Round: _round, s.Agreement: _agreement,
    s.Answer: _answer, s.Passed: _passed, s.Plan: _plan,
}  # fmt: skip
