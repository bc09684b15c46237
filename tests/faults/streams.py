"""What a phone has heard: every entry once and in order, and asking for what is missing (stream.js, catchup.js)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults import page

Frame = dict[str, Any]


@dataclass(slots=True)
class Stream:
    """One stream. Old is dropped, next is let through, early waits for the gap to be filled."""

    entries: list[Frame] = field(default_factory=list)
    early: dict[int, Frame] = field(default_factory=dict)
    known: int = 0
    asked: bool = False

    @property
    def cursor(self) -> int:
        """Position of the last entry let through."""
        return len(self.entries)

    def receive(self, entry: Frame) -> list[Frame]:
        """What this entry lets through."""
        self.known = max(self.known, entry["pos"])
        if entry["pos"] > self.cursor:
            self.early[entry["pos"]] = entry
        before = self.cursor
        while (following := self.early.pop(self.cursor + 1, None)) is not None:
            self.entries.append(following)
        return self.entries[before:]


class Streams:
    """All streams of one phone."""

    def __init__(self, ask: Callable[[Frame], object]) -> None:
        """`ask(frame)` sends a `since`, if the line stands."""
        self._ask = ask
        self._asked: dict[str, str] = {}
        self._timers: list[asyncio.TimerHandle] = []
        self.all: dict[str, Stream] = {}
        #: What must never be: the same place told twice and differently.
        self.contradictions: list[tuple[str, int]] = []
        self.gaps = 0

    def cursor(self, name: str) -> int:
        """How far a stream has come."""
        return self.all[name].cursor if name in self.all else 0

    def overlap(self) -> str:
        """The query to come back with: our last entry of each stream once more."""
        return "&".join(f"{name}={each.cursor - 1}" for name, each in self.all.items() if each.cursor > 1)

    def welcome(self, heads: Mapping[str, int]) -> None:
        """So far each stream goes; from our cursors on it is told again."""
        for each in self.all.values():
            each.early.clear()
            each.known, each.asked = each.cursor, False
        for name, head in heads.items():
            if head < self.cursor(name):
                self.contradictions.append((name, head))
            stream = self.all.setdefault(name, Stream())
            stream.known = max(stream.known, head)

    def receive(self, entry: Frame) -> list[Frame]:
        """Take an entry in; what it lets through."""
        stream = self.all.setdefault(entry["stream"], Stream())
        if entry["pos"] <= stream.cursor and stream.entries[entry["pos"] - 1] != entry:
            self.contradictions.append((entry["stream"], entry["pos"]))
        return stream.receive(entry)

    def fill(self) -> None:
        """Ask for every gap, once at a time."""
        for name, stream in self.all.items():
            if stream.cursor < stream.known and not stream.asked:
                stream.asked = True
                self._since(name, stream.cursor)

    def answer(self, frame: Frame) -> bool:
        """Whether an `ok` or `no` was for a `since` of ours."""
        name = self._asked.pop(frame["ref"], None)
        if name is not None:
            self._later(page.SINCE_AGAIN_AFTER, name)
        return name is not None

    def interrupted(self) -> None:
        """No answer will come any more."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self._asked.clear()

    def _since(self, name: str, pos: int) -> None:
        self.gaps += 1
        ref = f"since-{self.gaps}"
        self._asked[ref] = name
        self._ask({"type": "since", "ref": ref, "stream": name, "pos": pos})
        self._later(page.SINCE_WITHIN, name)

    def _later(self, wait: float, name: str) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(wait, self._ready_to_ask, name))

    def _ready_to_ask(self, name: str) -> None:
        self.all[name].asked = False
        self.fill()
