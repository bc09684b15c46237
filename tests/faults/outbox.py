"""What a phone asked for and has no final answer to, by ref; as outbox.js keeps it."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.faults import page
from tests.faults.streams import Frame, Streams

#: A person reads "too fast", waits as long as it says, and presses "send again".
PRESSED_AGAIN = frozenset({"too_fast"})


@dataclass(slots=True, eq=False)
class Ask:
    """One request from the moment somebody made it; times are of the monotonic clock."""

    frame: Frame
    made: float
    tries: int = 0
    put_at: float | None = None
    ok: Frame | None = None

    @property
    def ref(self) -> str:
        """By which it is done once."""
        return str(self.frame["ref"])


class Outbox:
    """Keeps every ask until its entry has come, over lost sockets."""

    def __init__(self, send: Callable[[Frame], bool], streams: Streams) -> None:
        """`send(frame)`: whether it left."""
        self._send, self._streams = send, streams
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.open: dict[str, Ask] = {}
        self.acknowledged: dict[str, Ask] = {}
        self.refused: list[str] = []
        #: Seconds from each time something was put until it was answered at all.
        self.waits: list[float] = []
        self.busy = self.again = self.silences = 0

    def add(self, verb: str, **fields: Any) -> Ask:
        """Ask for something."""
        ref = secrets.token_urlsafe(9)
        ask = self.open[ref] = Ask({"type": verb, "ref": ref, **fields}, time.monotonic())
        self._put(ask)
        return ask

    def owes(self, made_before: float) -> bool:
        """Whether something asked before that moment has no final answer."""
        return any(ask.ok is None and ask.made <= made_before for ask in self.open.values())

    def answer(self, frame: Frame) -> None:
        """An `ok` or a `no`."""
        if (ask := self.open.get(frame["ref"])) is None:
            return
        if ask.put_at is not None:
            self.waits.append(time.monotonic() - ask.put_at)
            ask.put_at = None
        self._cancel(ask.ref)
        if frame["type"] == "ok":
            self._done(ask, frame)
        elif frame["code"] == "busy":
            self.busy += 1
            self._later(ask, page.wait_to_ask_again(ask.tries))
        elif frame["code"] in PRESSED_AGAIN:
            self.again += 1
            ask.tries = 0
            self._after(ask, frame["retry_after"], self._put)
        else:
            self.refused.append(frame["code"])
            del self.open[ask.ref]

    def entry(self, entry: Frame) -> None:
        """An entry came through; if it is what one of these asked for, that is its end here."""
        for ask in list(self.open.values()):
            if ask.ok is not None and self._has_come(ask.ok):
                del self.open[ask.ref]
                self._cancel(ask.ref)

    def resend(self) -> None:
        """The line is live: ask again for all that is open, no faster than one may."""
        for place, ask in enumerate(list(self.open.values())):
            if place < page.BURST:
                self._put(ask)
            else:
                self._after(ask, (place - page.BURST + 1) * page.PACE, self._put)

    def rest(self) -> None:
        """The line is gone."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for ask in self.open.values():
            ask.put_at = None

    def _put(self, ask: Ask) -> None:
        if ask.ref in self.open and self._send(ask.frame):
            ask.put_at = time.monotonic()
            self._after(ask, page.ANSWER_WITHIN, self._silence)

    def _silence(self, ask: Ask) -> None:
        if ask.ok is None:
            self.silences += 1
            self._later(ask, 0)

    def _later(self, ask: Ask, wait: float) -> None:
        ask.tries += 1
        self._after(ask, wait, self._put)

    def _done(self, ask: Ask, ok: Frame) -> None:
        ask.ok = self.acknowledged.setdefault(ask.ref, ask).ok or ok
        if "stream" not in ok or self._has_come(ok):
            del self.open[ask.ref]

    def _has_come(self, ok: Frame) -> bool:
        return self._streams.cursor(ok["stream"]) >= int(ok["pos"])

    def _after(self, ask: Ask, wait: float, act: Callable[[Ask], None]) -> None:
        self._cancel(ask.ref)
        self._timers[ask.ref] = asyncio.get_running_loop().call_later(wait, act, ask)

    def _cancel(self, ref: str) -> None:
        if (timer := self._timers.pop(ref, None)) is not None:
            timer.cancel()
