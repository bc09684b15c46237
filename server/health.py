"""How this process and what it needs are doing, in words for an operator, always within a few seconds.

Each part is looked at by itself, so that what hangs keeps only its own answer back.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError

from chat import worker
from server.look import APART, Seen, look
from server.shared import Shared, beside

DATABASE_SECONDS = 2.0
DOORBELL_SECONDS = 1.0
BEAT_AGE = timedelta(seconds=30)
#: A database that is started anew, or a room that somebody locks, is through by then.
FAILING_SECONDS = 30.0
_DARK = "not known while the database does not answer"


@dataclass(frozen=True, slots=True)
class Part:
    """Something this house needs, and how it is. `says` names nobody and nothing private."""

    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """Every part by its name, and the age of the newest heartbeat in seconds where it is known."""

    parts: dict[str, Part]
    beat_age: float | None = None

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return all(part.ok for part in self.parts.values())


class Health:
    """One per process; shares its looks among all who ask."""

    def __init__(
        self, see: Callable[[], Awaitable[Seen]] | None = None, ring: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """`see` looks at the database, `ring` rings the doorbell."""
        self._seen = Shared(see or (lambda: beside(look)), DATABASE_SECONDS)
        self._rung = Shared(ring or _ring, DOORBELL_SECONDS)

    @staticmethod
    def alive() -> Report:
        """Whether this process does its own work; asks nobody else."""
        return Report({"rooms": _rooms()})

    async def ready(self) -> Report:
        """Whether everything a room needs is there."""
        doorbell, (parts, beat_age) = await asyncio.gather(self._doorbell(), self._of_the_database())
        ours = {"rooms": _rooms(), "writing": _writing(worker.failing_for())}
        return Report({**ours, "doorbell": doorbell, **parts}, beat_age)

    async def _of_the_database(self) -> tuple[dict[str, Part], float | None]:
        try:
            seen = await self._seen.answer()
        except TimeoutError:
            return _dark(f"does not answer within {DATABASE_SECONDS:.0f} s"), None
        except DatabaseError:
            return _dark("cannot be asked; is it there, and is DATABASE_URL right?"), None
        except Exception:  # noqa: BLE001  (whatever it is, an operator must be told that it is not well)
            return _dark("cannot be asked"), None
        age = None if seen.beat_age is None else seen.beat_age.total_seconds()
        return judged(seen), age

    async def _doorbell(self) -> Part:
        try:
            await self._rung.answer()
        except TimeoutError:
            return Part(ok=False, says=f"does not ring within {DOORBELL_SECONDS:.0f} s; entries travel slower")
        except Exception:  # noqa: BLE001  (as above)
            return Part(ok=False, says="does not ring; is Redis or Valkey there, and is REDIS_URL right?")
        return Part(ok=True, says="rings")


def judged(seen: Seen) -> dict[str, Part]:
    """What a look at the database means, part by part. Pure."""
    milliseconds = seen.took / timedelta(milliseconds=1)
    return {
        "database": Part(ok=True, says=f"answers in {milliseconds:.0f} ms"),
        "migrations": _migrations(seen.missing),
        "keys": _keys(seen.shut, seen.missing),
        "duties": _duties(seen.beat_age, seen.missing, seen.failing),
        "clock": _clock(seen.ahead.total_seconds()),
    }


def _migrations(missing: int) -> Part:
    if missing:
        return Part(ok=False, says=f"{missing} not applied; run manage.py migrate")
    return Part(ok=True, says="all applied")


def _keys(shut: tuple[str, ...], missing: int) -> Part:
    if missing:
        return Part(ok=False, says="not known yet")
    if shut:
        return Part(ok=False, says=f"do not open the newest {', '.join(shut)}; see manage.py keys status")
    return Part(ok=True, says="open what they closed")


def _duties(age: timedelta | None, missing: int, failing: tuple[str, ...]) -> Part:
    if age is None:
        return Part(ok=False, says="not known yet" if missing else "no loop has ever run; start manage.py duties")
    if age > BEAT_AGE:
        return Part(ok=False, says=f"no loop for {age.total_seconds():.0f} s; start manage.py duties")
    if failing:
        return Part(ok=False, says=f"fails again and again: {', '.join(failing)}; the log of the duties says how")
    return Part(ok=True, says=f"a loop ran {age.total_seconds():.0f} s ago")


def _clock(ahead: float) -> Part:
    if not ahead:
        return Part(ok=True, says="no difference to the database's")
    way = "behind" if ahead > 0 else "ahead of"
    says = f"{abs(ahead):.1f} s {way} the database's"
    if abs(ahead) > APART.total_seconds():
        return Part(ok=False, says=f"{says}; let both follow one time server")
    return Part(ok=True, says=says)


def _dark(says: str) -> dict[str, Part]:
    unknown = Part(ok=False, says=_DARK)
    return {
        "database": Part(ok=False, says=says),
        "migrations": unknown,
        "keys": unknown,
        "duties": unknown,
        "clock": unknown,
    }


def _rooms() -> Part:
    return Part(ok=True, says="served") if worker.alive() else Part(ok=False, says="the writer is not at work")


def _writing(seconds: float) -> Part:
    """What people say, which no look tells: whoever only reads finds a database whose disk is full as it should be."""
    if not seconds:
        return Part(ok=True, says="nothing fails")
    says = f"nothing could be written for {seconds:.0f} s; is its disk full, or is it a copy that only reads?"
    return Part(ok=seconds < FAILING_SECONDS, says=says)


async def _ring() -> None:
    """Ring where nobody listens, at every shard there is."""
    layer = get_channel_layer()
    # A group belongs to one shard by its name: of so many names each shard has one, all but surely.
    names = [
        f"health.{secrets.token_hex(4)}" for _ in range(8 * len(settings.REDIS_URLS) if settings.REDIS_URLS[1:] else 1)
    ]
    async with asyncio.timeout(DOORBELL_SECONDS):
        await asyncio.gather(*(layer.group_send(name, {"type": "health"}) for name in names))
