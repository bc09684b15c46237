"""A socket under daphne, and what bounds it: how much it may say unheard, and how much it may leave unread.

Daphne itself reads whatever comes and keeps whatever is not taken, so that one socket alone could fill the memory.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from daphne.ws_protocol import WebSocketProtocol

from chat import meters
from chat.protocol.straight import MOST_UNREAD, Taker, text_frame
from server.chatter import Chatter
from server.limits import MOST_UNHEARD, READING_SECONDS

RESTARTING = 1012
# Autobahn keeps these for itself and lets an application close with 1000 or 3000 to 4999 only.
_RESERVED = frozenset({1011, RESTARTING, 1013})


def _nothing() -> None:
    pass


class Inbox(asyncio.Queue[dict[str, Any]]):
    """What a socket has said and the application has not heard yet."""

    def __init__(self, enough: Callable[[], None], room_again: Callable[[], None]) -> None:
        """``enough`` is called with every message above MOST_UNHEARD, ``room_again`` with each heard below half."""
        super().__init__()
        self._enough, self._room_again = enough, room_again

    def nobody_fills_it(self) -> None:
        """What was said can still be heard, and nobody is there to be held up or let on."""
        self._enough = self._room_again = _nothing

    def _put(self, item: dict[str, Any]) -> None:
        super()._put(item)
        if self.qsize() > MOST_UNHEARD:
            self._enough()

    def _get(self) -> dict[str, Any]:
        item = super()._get()
        if self.qsize() <= MOST_UNHEARD // 2:
            self._room_again()
        return item


class Outflow:
    """Whether what was written flows off; Twisted tells it as if it produced what is written."""

    def __init__(self) -> None:
        """Nothing waits yet."""
        self.free = asyncio.Event()
        self.free.set()

    def pauseProducing(self) -> None:
        """More waits than the transport likes."""
        self.free.clear()

    def resumeProducing(self) -> None:
        """Everything has been taken."""
        self.free.set()

    stopProducing = resumeProducing


class Socket(Chatter, WebSocketProtocol):
    """A socket that listens no faster than it is heard, cuts who does not read, and may say why it closes."""

    def __init__(self) -> None:
        """Not connected yet."""
        super().__init__()
        self.inbox = Inbox(self._hold, self._go_on)
        self._outflow = Outflow()
        self._taker: Taker | None = None
        self._held = self._cut = False

    # --- what comes in ----------------------------------------------------------------------

    def makeConnection(self, transport: Any) -> None:
        """Take the connection over from the page that asked for a socket."""
        self._page = transport.producer
        super().makeConnection(transport)

    def onOpen(self) -> None:
        """From here on we are told when too much waits to be read, instead of the page that the socket grew from."""
        super().onOpen()
        self.transport.unregisterProducer()
        self.transport.registerProducer(self._outflow, True)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Once we have closed, nobody hears what else is said."""
        if self.state == self.STATE_OPEN and (isBinary or not self._took(payload)):
            super().onMessage(payload, isBinary)

    def onPing(self, payload: bytes) -> None:
        """Answer, and cut whoever asks on and on or does not read the answers."""
        if not self._cut:
            super().onPing(payload)
            if self._is_chatter() or self._unread() > MOST_UNREAD:
                self._abort()

    def onPong(self, payload: bytes) -> None:
        """We never asked for one; cut whoever goes on and on."""
        if not self._cut and self._is_chatter():
            self._abort()

    def hear_straight(self, taker: Taker | None) -> None:
        """From now on offer each message to ``taker`` first."""
        self._taker = taker

    def _took(self, payload: bytes) -> bool:
        """Autobahn has looked whether it is text."""
        return self._taker is not None and self.inbox.empty() and self._taker(payload.decode())

    def processData(self) -> bool:
        """One read may hold thousands of small frames: they wait as well."""
        return not self._held and bool(super().processData())

    def connectionLost(self, reason: Any) -> None:
        """Whoever was there is gone: let go of what holds this socket, or thousands would wait to be rubbish."""
        super().connectionLost(reason)
        self.inbox.nobody_fills_it()
        self._outflow.resumeProducing()
        # Autobahn's own promises, kept by now, and each with this socket as its answer.
        self.is_open = self.is_closed = None
        # The page and its one request hold each other.
        self._page.requests.clear()

    def _hold(self) -> None:
        if not self._held and self.state == self.STATE_OPEN:
            self._held = True
            self.transport.pauseProducing()

    def _go_on(self) -> None:
        if self._held:
            self._held = False
            # Not from inside the application's own waiting.
            asyncio.get_running_loop().call_soon(self._listen)

    def _listen(self) -> None:
        if not (self._held or self._cut or self.state == self.STATE_CLOSED):
            self.transport.resumeProducing()
            self.consumeData()

    # --- what goes out ----------------------------------------------------------------------

    def write_straight(self, frames: bytes) -> None:
        """Write whole frames: at once if nothing is waiting before them, and cut a reader who does not keep up.

        Twisted would ask the kernel twice more for each, to be told when it may write and to be told no longer.
        """
        if self.state != self.STATE_OPEN or self._cut:
            return
        if not self._unread():
            # If not, Twisted finds out what is wrong with it, or that it only has to wait.
            with suppress(OSError):
                frames = frames[self.transport.socket.send(frames) :]
        if frames:
            self.transport.write(frames)
        if self._unread() > MOST_UNREAD:
            self._abort()

    def serverSend(self, content: Any, binary: bool = False) -> None:
        """Write one message; a text may be longer than what we take, which autobahn would not allow."""
        if binary:
            super().serverSend(content, binary)
        else:
            self.write_straight(text_frame(content.encode()))

    async def taken(self) -> None:
        """Wait while much is unread, so that a long history does not count against whoever is reading it."""
        if self._outflow.free.is_set():
            return
        try:
            async with asyncio.timeout(READING_SECONDS):
                await self._outflow.free.wait()
        except TimeoutError:
            self._abort()

    def _abort(self) -> None:
        meters.cut()
        # Twisted ends it a moment later, and would keep what is written until then. What was read with it is let by.
        self._cut = self._held = True
        self.transport.abortConnection()

    def _unread(self) -> int:
        """Bytes."""
        transport = self.transport
        waiting = len(transport.dataBuffer) - transport.offset
        return int(waiting + transport._tempDataLen)  # noqa: SLF001  (there is no other way to know)

    # --- closing ----------------------------------------------------------------------------

    def serverClose(self, code: int | None = None) -> None:
        """Close with ``code``; 1000 when there is none."""
        if code in _RESERVED:
            self.sendCloseFrame(code=code)
        else:
            super().serverClose(code=code)

    def sendCloseFrame(self, *arguments: Any, **named: Any) -> None:
        """Say goodbye, and listen for the other's goodbye, however much was unheard before it."""
        super().sendCloseFrame(*arguments, **named)
        # A producer that waits would keep the connection from ending.
        self.transport.unregisterProducer()
        self._outflow.resumeProducing()
        self._go_on()
