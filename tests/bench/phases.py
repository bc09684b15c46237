"""What is asked of a server: a storm of arrivals, an ordinary evening, and as much as it can carry."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench.crowd import Crowd, Seen
from tests.bench.targets import SEATS_AND_STAFF, Target, memory

#: Everybody writes once in so many seconds on an ordinary evening.
WRITES_EVERY = 8.0
#: Carried means: everything delivered, and 95 in 100 of it in less than this.
CARRIED_MS = 250.0
_GROWS, _CLOSE_ENOUGH = 1.35, 1.06
_STORM_SECONDS = 60.0

Tell = Callable[[str], None]


@dataclass
class Result:
    """The figures of one target; times in milliseconds, memory in KiB a socket, rates in messages a second."""

    name: str
    rooms: int
    storm_s: float = 0.0
    kib_a_socket: float = 0.0
    steady_p50: float = 0.0
    steady_p95: float = 0.0
    steady_p99: float = 0.0
    most: float = 0.0
    at_most_p95: float = 0.0
    client_busy: float = 0.0
    steps: list[dict[str, float]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For a file."""
        return asdict(self)


def measure(name: str, target: Target, *, seconds: float, first_rate: float, tell: Tell) -> Result:
    """All phases on one running target, which is moved to one core with the client on the others."""
    _give_it_one_core(target.pid)
    result = Result(name, len(target.rooms))
    crowd = Crowd("127.0.0.1", target.port, target.say, says_ready=target.says_ready)
    try:
        _storm(crowd, target, result, tell)
        _steady(crowd, result, seconds, tell)
        _most(crowd, result, seconds, first_rate, tell)
    finally:
        crowd.leave()
    return result


def _storm(crowd: Crowd, target: Target, result: Result, tell: Tell) -> None:
    tell(f"{result.name}: everybody arrives at once")
    crowd.enter([room[0] for room in target.rooms], _STORM_SECONDS)
    before, there = memory(target.pid), len(crowd.members)
    result.storm_s = crowd.enter([ticket for room in target.rooms for ticket in room[1:]], _STORM_SECONDS)
    time.sleep(1)
    result.kib_a_socket = (memory(target.pid) - before) / (len(crowd.members) - there)


def _steady(crowd: Crowd, result: Result, seconds: float, tell: Tell) -> None:
    rate = len(crowd.members) / WRITES_EVERY
    tell(f"{result.name}: an ordinary evening, {rate:.0f} messages a second")
    crowd.speak(rate, 2)
    seen = crowd.speak(rate, seconds)
    result.steady_p50, result.steady_p95 = seen.percentile(0.5), seen.percentile(0.95)
    result.steady_p99 = seen.percentile(0.99)


def _most(crowd: Crowd, result: Result, seconds: float, first_rate: float, tell: Tell) -> None:
    """Grow until it is too much, then close in between the last two."""
    rate, too_much = first_rate, 0.0
    while too_much == 0 or too_much / max(result.most, 1) > _CLOSE_ENOUGH:
        tell(f"{result.name}: {rate:.0f} messages a second")
        seen = crowd.speak(rate, seconds, then_wait=3)
        _note(result, rate, seen)
        if _carried(crowd, seen, rate):
            result.most, result.at_most_p95 = max(result.most, seen.sent / seen.seconds), seen.percentile(0.95)
            result.client_busy = seen.busy
        else:
            too_much = rate
        if too_much and result.most == 0:
            rate /= 2
        else:
            rate = (result.most + too_much) / 2 if too_much else rate * _GROWS
        if rate < 1:
            return


def _carried(crowd: Crowd, seen: Seen, rate: float) -> bool:
    whole = seen.delivered >= seen.sent * SEATS_AND_STAFF and seen.refused == 0 and crowd.closed == 0
    # A client that could not send in time was held up, and so was the server then.
    return whole and seen.percentile(0.95) < CARRIED_MS and seen.sent / seen.seconds > 0.97 * rate


def _note(result: Result, rate: float, seen: Seen) -> None:
    result.steps.append({
        "rate": round(rate), "delivered": seen.delivered, "wanted": seen.sent * SEATS_AND_STAFF,
        "refused": seen.refused, "p95": round(seen.percentile(0.95), 1), "client_busy": round(seen.busy, 2),
    })  # fmt: skip


def _give_it_one_core(pid: int) -> None:
    """The server's threads on one core; ourselves and the database on the others, if there are others."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), {cores[0]})
    os.sched_setaffinity(0, set(cores[1:]))
