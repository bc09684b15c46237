"""The crowd in processes of its own, one a free core, so that it is never what is being measured.

The process that asks does nothing meanwhile but show how far things are.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

from tests.bench.crowd import Crowd
from tests.bench.member import Ticket
from tests.bench.seen import Seen, together

Tick = Callable[[], None]
_TICK = 0.25
_END_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong in a crowd, in words."""

    why: str


def _live(line: Connection, answers: bool, servers: Sequence[int]) -> None:
    """A crowd that does what it is told until nobody is there to tell it."""
    crowd = Crowd(answers=answers, servers=servers)
    while True:
        try:
            what, how = line.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            line.send(getattr(crowd, what)(*how))
        except Exception as problem:  # noqa: BLE001  (whoever asked says it)
            line.send(Failed(f"{type(problem).__name__}: {problem}"))


class CrowdFailed(Exception):
    """A crowd could not go on; the message says why."""


class Crowds:
    """Several crowds as one. Rooms are dealt out whole: speaker and listeners share a clock and a count."""

    def __init__(self, count: int, *, answers: bool, tick: Tick, servers: Sequence[int] = ()) -> None:
        """`tick` is called some times a second while the crowds work; `servers` are the processes they speak to."""
        self._tick = tick
        context = multiprocessing.get_context("spawn")
        self._lines: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_live, args=(theirs, answers, list(servers)), daemon=True)
            process.start()
            theirs.close()
            self._lines.append(ours)
            self._processes.append(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for line in self._lines:
            line.close()
        for process in self._processes:
            process.join(_END_SECONDS)
            process.kill()

    @property
    def pids(self) -> list[int]:
        """The crowds' processes."""
        return [process.pid or 0 for process in self._processes]

    def enter(self, tickets: Sequence[Ticket], within: float) -> list[float]:
        """As `Crowd.enter`, all at once."""
        shares = [[one for one in tickets if one.room % len(self._lines) == mine] for mine in range(len(self._lines))]
        return [took for found in self._ask("enter", [(share, within) for share in shares]) for took in found]

    def speak(self, rate: float, seconds: float, patience: float) -> Seen:
        """As `Crowd.speak`, the rate shared out."""
        share = (rate / len(self._lines), seconds, patience)
        return together(self._ask("speak", [share] * len(self._lines)))

    def leave(self) -> None:
        """As `Crowd.leave`."""
        self._ask("leave", [()] * len(self._lines))

    def _ask(self, what: str, how: Sequence[tuple[Any, ...]]) -> list[Any]:
        for line, words in zip(self._lines, how, strict=True):
            line.send((what, words))
        found = [self._answer(line) for line in self._lines]
        for one in found:
            if isinstance(one, Failed):
                raise CrowdFailed(f"A client of the bench failed: {one.why}")
        return found

    def _answer(self, line: Connection) -> Any:
        try:
            while not line.poll(_TICK):
                self._tick()
            return line.recv()
        except (EOFError, ConnectionResetError) as problem:
            raise CrowdFailed("A process of the bench's clients ended in the middle of its work.") from problem
