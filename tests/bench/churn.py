"""Coming and going for minutes on end: whether a server's memory, files, threads and connections stay as they are.

Facilitators stay, and each room has as much behind it as the middle of an evening has. Five young people a second come
into random rooms, say two things, and leave 40 seconds later, every other one without a word; so two hundred are always
there. What is compared is the time just after the warm-up with the time just before the end.
"""

import random
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psutil

from tests.bench import wire
from tests.bench.crowd import Crowd
from tests.bench.member import Member, Ticket
from tests.bench.progress import Progress
from tests.bench.seen import Ledger
from tests.bench.stores import look
from tests.bench.targets import Target, Tick

JOINS_A_SECOND = 5
STAYS = 40.0
SPEAKS_AFTER = (5.0, 20.0)
#: Entries in each room before it begins, and how often a facilitator may speak: more is kept by the database alone.
REMEMBERED, STAFF_SAYS_EVERY = 520, 0.125
#: What counts as flat: within so much of the first, or one more or less of what is counted.
FLAT = 0.05
#: What became of some who came; more than so many of them, and it is no better than growing.
NOT_LET_IN, CLOSED = "not let in", "closed"
LOST = 0.001
_PING_EVERY, _SAMPLES_IN_ALL = 25.0, 120
_WARM_UP, _WINDOW = 1 / 6, 1 / 8

Sample = dict[str, float]


@dataclass
class Churned:
    """The outcome: samples over time, and what became of those who came."""

    name: str
    minutes: float
    samples: list[Sample] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def compared(self) -> dict[str, tuple[float, float]]:
        """First and last of every figure: medians of an eighth of the time each, after a sixth for warming up."""
        whole = len(self.samples)
        warm = max(_WARM_UP, min(1.2 * STAYS / (60 * self.minutes), 1 / 2))
        from_, size = int(whole * warm), max(1, int(whole * _WINDOW))
        names = [name for name in self.samples[0] if name != "at_s"]
        first, last = self.samples[from_ : from_ + size], self.samples[-size:]
        return {name: (median(one[name] for one in first), median(one[name] for one in last)) for name in names}

    def as_json(self) -> dict[str, object]:
        """For a file."""
        return {
            "churn": self.name, "minutes": self.minutes, "counts": dict(self.counts),
            "compared": self.compared(), "samples": self.samples,
        }  # fmt: skip

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Churned":
        """From a file."""
        return cls(found["churn"], found["minutes"], found["samples"], Counter(found["counts"]))


def flat(first: float, last: float) -> bool:
    """Whether nothing grew or shrank that should not have."""
    return abs(last - first) <= max(FLAT * first, 1)


def few(lost: int, came: int) -> bool:
    """Whether hardly anybody who came was lost."""
    return lost <= LOST * came


class Guests:
    """Those who come and go."""

    def __init__(self, target: Target, seed: int) -> None:
        """Open every room by its facilitator, who stays."""
        self.crowd = Crowd(answers=True)
        self.counts: Counter[str] = Counter()
        self._random = random.Random(seed)  # noqa: S311  (which chair is free is no secret)
        self._free = [ticket for room in target.rooms for ticket in room[1:]]
        self._inside: deque[tuple[float, Member]] = deque()
        self._to_say: list[deque[tuple[float, Member]]] = [deque() for _ in SPEAKS_AFTER]
        self._pinged = self._came = time.monotonic()
        stay = [Ticket(room[0].port, room[0].path, room[0].room, room[0].cookie) for room in target.rooms]
        if len(self.crowd.enter(stay, 60)) < len(stay):
            raise RuntimeError("Not every facilitator got in.")
        self._staff = list(self.crowd.members.values())

    def remember(self, tick: Tick) -> None:
        """Let the rooms have the history of the middle of an evening, so that only what grows for ever still grows."""
        for _ in range(REMEMBERED):
            until = time.monotonic() + STAFF_SAYS_EVERY
            for member in self._staff:
                self._speak(member)
            while time.monotonic() < until:
                self.crowd.poll(0.01)
            tick()
        self.counts["said before"] = self.crowd.ledger.seen.sent
        self.crowd.ledger = Ledger(answers=True)
        self._pinged = self._came = time.monotonic()

    def go_on(self) -> None:
        """Do what is due by now."""
        now = time.monotonic()
        while self._came <= now:
            self._came += 1 / JOINS_A_SECOND
            self._come(now)
        for queue in self._to_say:
            while queue and queue[0][0] <= now:
                self._speak(queue.popleft()[1])
        while self._inside and self._inside[0][0] <= now:
            self._go(self._inside.popleft()[1])
        if now - self._pinged > _PING_EVERY:
            self._pinged = now
            for member in self._staff:
                self.crowd.send(member, wire.frame(wire.PING))
        self.crowd.poll(0.01)

    @property
    def inside(self) -> int:
        """How many are connected."""
        return len(self.crowd.members)

    def _come(self, now: float) -> None:
        place = self._random.randrange(len(self._free))
        self._free[place], self._free[-1] = self._free[-1], self._free[place]
        member = self.crowd.begin(self._free.pop())
        self.counts["came"] += 1
        self._inside.append((now + STAYS, member))
        for queue, after in zip(self._to_say, SPEAKS_AFTER, strict=True):
            queue.append((now + after, member))

    def _speak(self, member: Member) -> None:
        if member.ready and not member.closed:
            self.crowd.say(member)

    def _go(self, member: Member) -> None:
        self.counts["were in and left"] += member.ready and not member.closed
        self.counts[f"were closed by {member.code or 'silence'}"] += member.closed
        self.counts[NOT_LET_IN] += not (member.ready or member.closed)
        self._free.append(member.ticket)
        self.crowd.drop(member, politely=self.counts["came"] % 2 == 0)

    def settle(self) -> Counter[str]:
        """What became of them and of their words; those who have not left yet are left out."""
        seen, open_ = self.crowd.ledger.seen, len(self.crowd.ledger.open)
        words = {"said": seen.sent, "ok": seen.ok, "unanswered": open_}
        refused = {f"refused as {code.removeprefix('no: ')}": count for code, count in seen.refused.items()}
        found = self.counts + Counter(words | refused)
        # Said also where nobody was: a run from before they were counted says nothing of them.
        found[NOT_LET_IN] = self.counts[NOT_LET_IN]
        found[CLOSED] = sum(count for what, count in self.counts.items() if what.startswith("were closed by"))
        return found


def churn(target: Target, minutes: float, progress: Progress) -> Churned:
    """Come and go for so many minutes."""
    guests, churned = Guests(target, seed=7), Churned(target.name, minutes)
    progress.say(f"{target.name}: the rooms fill with words")
    guests.remember(progress.tick)
    began, every = time.monotonic(), minutes * 60 / _SAMPLES_IN_ALL
    until = began + minutes * 60
    progress.say(f"{target.name}: {JOINS_A_SECOND} come in a second and go again")
    while (now := time.monotonic()) < until:
        guests.go_on()
        progress.tick()
        if now - began >= every * len(churned.samples):
            churned.samples.append({"at_s": round(now - began, 1), "sockets": guests.inside, **_sample(target)})
    churned.counts = guests.settle()
    guests.crowd.leave()
    return churned


def _sample(target: Target) -> Sample:
    """What the server holds at this moment, all its processes together."""
    found = [psutil.Process(pid) for pid in target.pids]
    sample: Sample = {
        "memory MiB": sum(one.memory_info().rss for one in found) / 2**20,
        "open files": sum(one.num_fds() for one in found),
        "threads": sum(one.num_threads() for one in found),
    }
    if target.env.get("DATABASE_URL"):
        stores = look(target.env)
        sample |= {"database connections": stores.connections, "Valkey connections": stores.bell_connections}
    return sample
