"""The pace of one person's requests: a token bucket, told the time.

Being over pace does not stop a request by itself: the journal must look first whether the same
ref was already done. It only makes anything new `too_fast`; and a call for help, which may not be, waits its turn.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

from chat.person import Person
from chat.verbs import Verb

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """So many at once, then so many a second; each is a rate of its own, also where the numbers are alike."""

    burst: int
    per_second: float


TALK = Rate(settings.PACE_BURST, settings.PACE_PER_SECOND)
TO_STAFF = Rate(20, 2.0)
#: Calls for help that say something. None is ever refused: beyond what hands can write they only go in turn.
CALLS = Rate(20, 2.0)
OF_STAFF = Rate(30, 10.0)
#: Frames of any kind: more than anybody's hands can make, in however many tabs.
FRAMES = Rate(300, 30.0)
#: What adding seconds up may lose.
_DUST: Final = 1e-6


@dataclass(slots=True)
class Bucket:
    """What is left of one rate; `at` is any clock that only goes forward, in seconds."""

    rate: Rate
    left: float = field(init=False)
    at: float

    def __post_init__(self) -> None:
        """A bucket begins full."""
        self.left = float(self.rate.burst)

    def spend(self, now: float) -> float | None:
        """Take one; None if there was one, else the seconds until there will be."""
        refilled = self.left + (now - self.at) * self.rate.per_second
        self.left, self.at = min(float(self.rate.burst), refilled), now
        if self.left >= 1 - _DUST:
            self.left -= 1
            return None
        # Rounded up: whoever waits as long as they are told is let through.
        return math.ceil((1 - self.left) / self.rate.per_second * 100) / 100


class Paces:
    """The buckets of everybody on this process, shared by the tabs of one person."""

    def __init__(self) -> None:
        """Nobody has asked anything yet."""
        self._buckets: dict[tuple[str, str, Rate], Bucket] = {}

    def over(self, session: str, person: Person, verb: Verb, now: float, *, to_staff: bool = False) -> float | None:
        """Seconds to wait if this person is over their pace for this verb, else None.

        `to_staff`: these words go to the facilitators, whatever they were meant for.
        """
        if verb.urgent:
            return None
        return self._bucket(session, person, _rate(person, verb, to_staff=to_staff), now).spend(now)

    async def turn_to_call(
        self, session: str, person: Person, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        """Wait until one more call with words may go; whoever writes by hand never waits, and no word is lost."""
        bucket = self._bucket(session, person, CALLS, clock())
        while (wait := bucket.spend(clock())) is not None:
            await sleep(wait)

    def floods(self, session: str, person: Person, now: float) -> bool:
        """Whether one more frame is a flood, by all sockets of this person together, those they had before included."""
        return self._bucket(session, person, FRAMES, now).spend(now) is not None

    def give_back(self, session: str, person: Person, verb: Verb, *, to_staff: bool = False) -> None:
        """Undo one `over` that let them: we could not do it and told them to ask again, which is not their haste."""
        rate = _rate(person, verb, to_staff=to_staff)
        if not verb.urgent and (bucket := self._buckets.get((session, person.key, rate))) is not None:
            bucket.left = min(float(rate.burst), bucket.left + 1)

    def forget(self, now: float, idle: float = 600.0) -> None:
        """Let go of those who have not asked for a while; they would be full again."""
        stale = [key for key, bucket in self._buckets.items() if now - bucket.at > idle]
        for key in stale:
            del self._buckets[key]

    def _bucket(self, session: str, person: Person, rate: Rate, now: float) -> Bucket:
        key = (session, person.key, rate)
        if (bucket := self._buckets.get(key)) is None:
            bucket = self._buckets[key] = Bucket(rate, now)
        return bucket


def _rate(person: Person, verb: Verb, *, to_staff: bool) -> Rate:
    return OF_STAFF if person.is_staff else TO_STAFF if verb.gentle or to_staff else TALK
