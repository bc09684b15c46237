"""The doorbell between processes. It carries session ids and turns, never words.

Losing a ring costs a moment: heads are compared every few seconds anyway. So ringing is best
effort, takes a second at most, and decides nothing. Nobody rings where surely nobody else listens.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import uuid4

from channels.layers import get_channel_layer

from chat import meters
from chat.ending import end
from cohorts.doorbell import group

from .breathing import handfuls
from .neighbours import SETTLES_IN, Neighbours

log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
AGAIN_AFTER: Final = 0.1
RENEW_EVERY: Final = 30.0
#: So long after a store is back all have found it.
HEAR_AGAIN_IN: Final = 3.0
_TOGETHER: Final = 8
#: What processes tell each other of themselves: I begin to listen, or still do; so do I; I do not any more.
COMES, IS_HERE, LEAVES = "comes", "is_here", "leaves"
_TOLD: Final = frozenset({COMES, IS_HERE})

Rung = Callable[[str, dict[str, Any]], None]


class Doorbell:
    """One channel per process, in the group of every session that somebody here listens to."""

    def __init__(self, on_ring: Rung) -> None:
        """`on_ring(kind, message)` is called in the event loop; kinds: turn, presence, revoked."""
        self._neighbours = Neighbours()
        #: What was not rung for, as nobody else listened: whoever begins to is told.
        self._untold: dict[str, dict[str, int]] = {}
        self._on_ring = on_ring
        self._layer = get_channel_layer()
        self._channel = f"alcove.{uuid4().hex}"
        self._listens: set[str] = set()
        self._pending: dict[tuple[str, str], int] = {}
        #: Which could not be joined, or not told of; and when anything failed last.
        self._unsure: set[str] = set()
        self._failed_at = 0.0
        self._rung_at: dict[tuple[str, str], float] = {}
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    async def start(self) -> None:
        """Begin to listen and to ring; where there is nothing to ring, the rooms open all the same."""
        self._tasks = [
            asyncio.create_task(each) for each in (self._listen(), self._ring(), self._stay(), self._join_unsure())
        ]
        # A layer knows a channel from the moment somebody listens to it, whether or not its store answers yet.
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """Stop all of it; leave the groups."""
        self._stopping = True
        self._news.set()
        await end(self._tasks)
        leaving = asyncio.create_task(self.leave_all(self._listens))
        await asyncio.wait({leaving}, timeout=PATIENCE)
        await end([leaving])

    def listens(self) -> list[str]:
        """What it hears of."""
        return list(self._listens)

    async def join(self, session: str) -> None:
        """Hear of this session from other processes."""
        new = session not in self._listens
        self._listens.add(session)
        self._neighbours.listen(session)
        if not await self._try(self._layer.group_add(group(session), self._channel)):
            self._unsure.add(session)
        self._put(COMES, session)
        if new:
            # A layer may not yet have taken it in when the first word goes out.
            asyncio.get_running_loop().call_later(SETTLES_IN / 2, self._still_comes, session)

    async def join_all(self, sessions: Iterable[str]) -> None:
        """Hear of all these, within the time that one may take."""
        await asyncio.gather(*map(self.join, list(sessions)))

    async def leave(self, session: str) -> None:
        """Hear of it no more."""
        self._listens.discard(session)
        if not self._neighbours.alone(session, time.monotonic()):
            await self._try(self._layer.group_send(group(session), self._message(LEAVES, session)))
        self._neighbours.leave(session)
        self._untold.pop(session, None)
        await self._try(self._layer.group_discard(group(session), self._channel))

    async def leave_all(self, sessions: Iterable[str]) -> None:
        """Hear of none of these, within the time that one may take."""
        await asyncio.gather(*map(self.leave, list(sessions)))

    async def join_again(self, seconds: float = 0.0) -> None:
        """Renew every membership, in case the layer forgot one; a few at a time, over so many seconds."""
        parts = list(handfuls(self._listens, _TOGETHER))
        for few in parts:
            # Whoever was left meanwhile stays left.
            await self.join_all(self._listens.intersection(few))
            await asyncio.sleep(seconds / len(parts))

    async def _stay(self) -> None:
        while not self._stopping:
            await self.join_again(RENEW_EVERY)
            if not self._listens:
                await asyncio.sleep(PATIENCE)

    def ring(self, kind: str, session: str, turn: int = 0) -> None:
        """Tell the other processes, soon, if any listens; rings for one session are gathered."""
        if self._neighbours.alone(session, time.monotonic()):
            untold = self._untold.setdefault(session, {})
            untold[kind] = max(turn, untold.get(kind, 0))
        else:
            self._put(kind, session, turn)

    def _put(self, kind: str, session: str, turn: int = 0) -> None:
        key = (kind, session)
        self._pending[key] = max(turn, self._pending.get(key, 0))
        self._news.set()

    def _still_comes(self, session: str) -> None:
        if session in self._listens and not self._stopping:
            self._put(COMES, session)

    async def _join_unsure(self) -> None:
        """Once nothing has failed for a while, as others may hear again a little later than this one can be heard."""
        while not self._stopping:
            await asyncio.sleep(PATIENCE)
            if self._unsure and time.monotonic() - self._failed_at >= HEAR_AGAIN_IN:
                unsure, self._unsure = self._unsure, set()
                for few in handfuls(unsure, _TOGETHER):
                    await self.join_all(self._listens.intersection(few))

    async def _ring(self) -> None:
        # A client of Redis can swallow a cancellation, so that alone ends nothing for sure.
        while not self._stopping:
            await self._news.wait()
            self._news.clear()
            await self._ring_due(time.monotonic())

    async def _ring_due(self, now: float) -> None:
        """Ring for what is due; what was rung for just now waits: a busy room rings ten times a second at most.

        A few at a time: when thousands of rooms begin at once, words do not wait for what is told of each of them.
        """
        self._rung_at = {key: at for key, at in self._rung_at.items() if now - at < AGAIN_AFTER}
        due = [key for key in self._pending if key not in self._rung_at]
        said, told = ([key for key in due if (key[0] in _TOLD) is of_us] for of_us in (False, True))
        few = (*said[:_TOGETHER], *told[:_TOGETHER])
        for key in few:
            (kind, session), turn = key, self._pending.pop(key)
            self._rung_at[key] = now
            if not await self._try(self._layer.group_send(group(session), self._message(kind, session, turn))):
                # Nobody would hear the others either; everybody compares heads soon, which does not tell who listens.
                self._pending = {each: 0 for each in (key, *self._pending) if each[0] == COMES}
                self._unsure.update(each[1] for each in self._pending)
                asyncio.get_running_loop().call_later(PATIENCE, self._news.set)
                return
        if len(due) > len(few):
            self._news.set()
        elif self._pending:
            asyncio.get_running_loop().call_later(AGAIN_AFTER, self._news.set)

    def _message(self, kind: str, session: str, turn: int = 0) -> dict[str, Any]:
        return {"type": kind, "session": session, "turn": turn, "from": self._channel}

    def _heard(self, message: dict[str, Any]) -> None:
        kind, session, channel = (str(message.get(name)) for name in ("type", "session", "from"))
        if channel == self._channel:
            if kind == COMES:
                self._neighbours.hear_own(session, time.monotonic())
            return
        if kind == LEAVES:
            self._neighbours.lose(session, channel)
        elif kind in _TOLD:
            self._neighbours.hear(session, channel, time.monotonic())
            if kind == COMES and session in self._listens:
                self._put(IS_HERE, session)
            for untold, turn in self._untold.pop(session, {}).items():
                self._put(untold, session, turn)
        else:
            self._on_ring(kind, message)

    async def _listen(self) -> None:
        while not self._stopping:
            try:
                message = await self._layer.receive(self._channel)
            except asyncio.CancelledError:
                raise
            except Exception as problem:  # noqa: BLE001  (a deaf doorbell must come back)
                meters.unrung()
                self._neighbours.doubt(time.monotonic())
                log.warning("the doorbell is deaf: %s", type(problem).__name__)
                await asyncio.sleep(PATIENCE)
                continue
            self._heard(message)

    async def _try(self, ringing: Any) -> bool:
        """Within a second, or not at all; whether it was."""
        try:
            # Not `wait_for`: on Python 3.11 that can swallow a cancellation, and stopping would wait for ever.
            async with asyncio.timeout(PATIENCE):
                await ringing
        except Exception as problem:  # noqa: BLE001  (whatever it is, ringing decides nothing)
            meters.unrung()
            self._failed_at = time.monotonic()
            self._neighbours.doubt(self._failed_at)
            log.warning("the doorbell did not ring: %s", type(problem).__name__)
            return False
        return True
