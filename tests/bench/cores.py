"""Which core does what: every server process has one to itself, the crowd and the database share the rest.

Where there are too few cores for that nothing is fixed to a core, and the report says so.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_MOST_CLIENTS, _FIRST = 8, -15


class NotFirst(Exception):
    """This system does not let us go before others; the message says so."""


@dataclass(frozen=True, slots=True)
class Cores:
    """A division of this machine."""

    servers: list[int]
    rest: list[int]

    @classmethod
    def divide(cls, workers: int) -> Self:
        """A core a worker if at least one is left over."""
        ours = sorted(os.sched_getaffinity(0))
        return cls(ours[:workers], ours[workers:]) if len(ours) > workers else cls([], ours)

    @property
    def clients(self) -> int:
        """How many client processes find room; one core is left to the database where there are three or more."""
        return max(1, min(_MOST_CLIENTS, len(self.rest) - (len(self.rest) > 2)))

    def keep_to_the_rest(self) -> None:
        """This process, and all that it starts from now on, leaves the servers' cores alone."""
        os.sched_setaffinity(0, self.rest)

    def go_first(self) -> None:
        """This process, and all that it starts from now on, runs before whatever else wants the machine."""
        try:
            os.setpriority(os.PRIO_PROCESS, 0, _FIRST)
            # Where the kernel shares out by sessions first, that alone would only count inside our own.
            if (session := Path("/proc/self/autogroup")).exists():
                session.write_text(str(_FIRST))
        except PermissionError:
            raise NotFirst("--first needs root: only root may run before everybody else.") from None

    def give(self, pids: Iterable[int]) -> None:
        """Each server process its core, with every thread it has."""
        for pid, core in zip(pids, self.servers, strict=False):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                with suppress(ProcessLookupError):
                    os.sched_setaffinity(int(thread.name), {core})

    def __str__(self) -> str:
        rest = f"clients and database on {_named(self.rest)}"
        if not self.servers:
            return f"too few cores to give each server one: everything shares {_named(self.rest)}"
        return f"server on {_named(self.servers)}, {rest}"


def share_our_turn(pids: Iterable[int]) -> None:
    """Let processes in sessions of their own, as PostgreSQL's are, go as early as we do."""
    nice = nice_of_session(Path("/proc/self/autogroup"))
    for pid in pids if nice != "0" else ():
        with suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text(nice)


def nice_of_session(told: Path) -> str:
    """Return how early our session goes, as the kernel writes it; a file that is empty or not there means "0"."""
    words = told.read_text().split() if told.exists() else []
    return words[-1] if words else "0"


def _named(cores: list[int]) -> str:
    return f"core{'s' if len(cores) > 1 else ''} {', '.join(map(str, cores))}"
