"""A socket under uvicorn, and the page it grows from: read frame by frame, bounded, and cut where nobody reads."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import State

from chat import meters
from chat.protocol.straight import EXTENSION, MOST_UNREAD, Taker
from server.chatter import Chatter
from server.frames import frame_at, is_small_talk
from server.limits import FRAME_BYTES, LET_BY_BYTES, MOST_UNHEARD, READING_SECONDS

# Bytes looked at together that are no frames of somebody who was let in.
PIECE = 4096


class Socket(Chatter, WebSocketsSansIOProtocol):
    """A socket that takes whole frames as they are, and cuts a reader who does not keep up."""

    _unparsed = b""
    _taker: Taker | None = None
    #: Whether somebody is about to hear what comes before anything that is read now.
    _handing_on = False
    #: Bytes that came after we had closed.
    _late = 0
    #: The connection, and the application that answers it.
    _sides = 2

    def data_received(self, data: bytes) -> None:
        """Look at little at a time: one read may hold thousands of small frames, and each becomes a message."""
        self._late += len(data) if self.close_sent else 0
        if self._late > MOST_UNHEARD * FRAME_BYTES:
            # More than can have been on its way when we closed.
            self.transport.abort()
            return
        self._unparsed = self._unparsed + data if self._unparsed else data
        self._parse()

    def _parse(self) -> None:
        while self._unparsed and self._reads:
            if not self._knows_frames:
                piece, self._unparsed = self._unparsed[:PIECE], self._unparsed[PIECE:]
                super().data_received(piece)
            elif not self._took_frames():
                return

    @property
    def _reads(self) -> bool:
        return not self.read_paused and not self.transport.is_closing()

    def _took_frames(self) -> bool:
        """Take the whole frames that have come, each plain message by itself; False if there is none."""
        data, at = self._unparsed, 0
        while self._reads and self._knows_frames and (frame := frame_at(data, at)) is not None:
            end, text = frame
            # Once we have closed nobody hears more, and to read thousands of frames for that would hold others up.
            done = is_small_talk(data, at) if self.close_sent else text is not None and self._took(text)
            if not done:
                super().data_received(data[at:end])
            at = end
        self._unparsed = data[at:]
        return at > 0

    @property
    def _knows_frames(self) -> bool:
        """Whether the library was given whole frames alone."""
        return self.conn.state is State.OPEN or self.close_sent

    def _took(self, text: bytes) -> bool:
        """Hand a whole message on; False for what the library has something to say about."""
        if self.conn.current_size is not None:
            return False
        try:
            words = text.decode()
        except UnicodeDecodeError:
            return False
        if self._taker is None or self._handing_on or not self.queue.empty() or not self._taker(words):
            self.queue.put_nowait({"type": "websocket.receive", "text": words})
            self._read_no_more_if_full()
        return True

    def hear_straight(self, taker: Taker | None) -> None:
        """From now on offer each message to ``taker`` first."""
        self._taker = taker

    def send_receive_event_to_app(self) -> None:
        """Keep what was said for whoever hears it, and read no more once much is unheard.

        Uvicorn stops and starts reading with every message, which asks the system twice each time.
        """
        paused, self.read_paused = self.read_paused, True
        super().send_receive_event_to_app()
        self.read_paused = paused
        self._read_no_more_if_full()

    def handle_ping(self) -> None:
        """Answer, and cut whoever asks on and on or does not read the answers."""
        if self.transport.is_closing():
            return
        super().handle_ping()
        if self._is_chatter() or self.transport.get_write_buffer_size() > MOST_UNREAD:
            self._cut()

    def handle_pong(self, event: Frame) -> None:
        """Take it, and cut whoever goes on and on."""
        super().handle_pong(event)
        if self._is_chatter():
            self._cut()

    def _read_no_more_if_full(self) -> None:
        if not self.read_paused and self.queue.qsize() >= MOST_UNHEARD:
            self.read_paused = True
            self.transport.pause_reading()

    async def receive(self) -> Any:
        """Hear the next message; once all were heard, look on, and only then read on."""
        message = await self.queue.get()
        if self.read_paused and self.queue.empty():
            self.read_paused, self._handing_on = False, True
            self._parse()
            self._handing_on = False
            if not self.read_paused:
                self.transport.resume_reading()
        return message

    async def run_asgi(self) -> None:
        """Offer the straight way in and out."""
        straight = {"write": self.write_straight, "hear": self.hear_straight}
        extensions: dict[str, Any] = {**self.scope.get("extensions", {}), EXTENSION: straight}
        self.scope["extensions"] = extensions
        await super().run_asgi()
        self._let_go()

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever was there is gone."""
        super().connection_lost(exc)
        self._let_go()

    def _let_go(self) -> None:
        """Let go of the transport and the way out, which hold this socket, once neither side is left.

        And end the reading of frames: whether it waits for more or has failed, it holds what it reads for, and with
        that the request. Python would find out by itself, but hours later, when thousands have come and gone.
        """
        self._sides -= 1
        if not self._sides:
            self.conn.parser.close()
            self.conn.parser_exc = None
            del self.transport, self.scope

    async def send(self, message: Any) -> None:
        """Send when what was sent before has been taken, and cut a reader who takes nothing."""
        try:
            async with asyncio.timeout(READING_SECONDS):
                await self.writable.wait()
        except TimeoutError:
            self._cut()
        await super().send(message)
        if message["type"] == "websocket.close":
            self._parse()

    def write_straight(self, frames: bytes) -> None:
        """Write whole frames."""
        if self.close_sent or self.disconnected:
            return
        self.transport.write(frames)
        if self.transport.get_write_buffer_size() > MOST_UNREAD:
            self._cut()

    def _cut(self) -> None:
        if not self.transport.is_closing():
            meters.cut()
        self.transport.abort()


class Page(HttpToolsProtocol):
    """A request for a page, from which a socket may grow. What comes after its answer is let by for a while, unkept."""

    _let_by = 0

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._let_by = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Keep it for whoever hears it. Who goes on sending what was refused is cut, but not before they could know."""
        super().on_body(body)
        if self.cycle.response_complete:
            self._let_by += len(body)
            if self._let_by > LET_BY_BYTES:
                self.transport.close()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection on, and let go of the parser, which holds this request and is held by it."""
        super().handle_websocket_upgrade()
        del self.parser
