"""A request under daphne, and what bounds it: what is larger than any form of ours is answered before it has come.

Twisted itself takes whatever is sent onto a disk, and daphne asks the application only once all of it is there.
"""

from io import BytesIO
from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest

from server.bodies import most
from server.limits import LET_BY_BYTES


class Request(WebRequest):
    """A request that keeps no more than a form needs, in memory; the rest is let by for a while, unkept."""

    #: Whether more came, or was to come, than is heard.
    too_much = False
    _let_by = 0
    #: Of one that is refused: whether no more of it is heard, and whether the answer was given.
    _ended = _answered = False

    def gotLength(self, length: int | None) -> None:
        """Look at what is to come, once all headers are there."""
        self.content = BytesIO()
        # The channel has no public way to say what is asked for before all of it has come.
        self._asked = self.channel._command, self.channel._path, self.channel._version  # noqa: SLF001
        self._most = most(self._asked[1].split(b"?", 1)[0].decode("latin-1"))
        if length is not None and length > self._most:
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:
        """Keep it, or let it by."""
        if not self.too_much and self.content.tell() + len(data) > self._most:
            self._refuse()
        if not self.too_much:
            self.content.write(data)
            return
        self._let_by += len(data)
        if self._let_by > LET_BY_BYTES and not self._ended:
            self._ended, self.channel.persistent = True, False
            if self._answered:
                self.channel.loseConnection()

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        """All of it has come. What was refused is being answered already."""
        if not self.too_much:
            super().requestReceived(command, path, version)
        elif not self._ended:
            self._ended = True
            if self._answered:
                super().finish()

    def finish(self) -> None:
        """End it; with a refused one wait for its end, as the answer is lost if the connection goes before."""
        self._answered = True
        if self._ended or not self.too_much:
            super().finish()

    def _refuse(self) -> None:
        self.too_much, self.content = True, BytesIO()
        # Whoever asks whether to send has their answer now.
        self.requestHeaders.removeHeader(b"Expect")
        super().requestReceived(*self._asked)


class Requests(HTTPFactory):
    """Connections whose requests are bounded."""

    def buildProtocol(self, addr: Any) -> Any:
        """Answer somebody who knocks."""
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = Request
        return protocol
