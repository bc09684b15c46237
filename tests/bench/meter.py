"""Where the processors' time went: the server's, the database's, the crowd's, and everybody else's."""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

from tests.bench.cores import share_our_turn

_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _IDLE = 13, (3, 4)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time in a stretch of `seconds`; `others` is what nobody of ours used, on all cores."""

    seconds: float
    server: float
    database: float
    clients: float
    others: float

    def ms_per_thousand(self, messages: int) -> float:
        """The server's own milliseconds for a thousand messages: comparable even where a machine is busy."""
        return 1e6 * self.server / messages if messages else 0.0


class Meter:
    """Reads /proc twice; processes that end in between are left out."""

    def __init__(self, servers: Iterable[int], database: int | None, clients: Iterable[int]) -> None:
        """`database` is the process that started all of the database's."""
        self._database = database
        self._pids = {"server": list(servers), "database": [], "clients": list(clients)}
        self._began = self._cpu_began = 0.0
        self._before: Mapping[str, float] = {}

    def start(self) -> Self:
        """Begin a stretch. PostgreSQL has a process for each connection, and they come and go."""
        self._pids["database"] = _family(self._database)
        share_our_turn(self._pids["database"])
        self._began, self._cpu_began, self._before = time.perf_counter(), _busy_everywhere(), self._read()
        return self

    def stop(self) -> Spent:
        """End it."""
        seconds, everywhere, after = time.perf_counter() - self._began, _busy_everywhere(), self._read()
        ours = {name: max(0.0, after[name] - self._before[name]) for name in after}
        others = max(0.0, everywhere - self._cpu_began - sum(ours.values()))
        return Spent(seconds, ours["server"], ours["database"], ours["clients"], others)

    def _read(self) -> dict[str, float]:
        return {name: sum(map(cpu_seconds, pids)) for name, pids in self._pids.items()}


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads of a process so far; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    # The name in brackets and the number before it are cut off.
    return sum(map(int, fields[_USER - 2 : _USER])) / _TICKS


def memory(pids: Iterable[int]) -> int:
    """The resident memory of some processes together, in KiB."""
    return sum(int(psutil.Process(pid).memory_info().rss) for pid in pids) // 1024


def _family(pid: int | None) -> list[int]:
    if pid is None:
        return []
    parent = psutil.Process(pid)
    return [pid, *(child.pid for child in parent.children(recursive=True))]


def _busy_everywhere() -> float:
    fields = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - sum(fields[place] for place in _IDLE)) / _TICKS
