"""since, ping: what a socket needs to stay whole. Nothing is written."""

from __future__ import annotations

from chat.facts import Facts
from chat.person import ANYONE
from chat.protocol.asks import Ask, From, StreamName

from .outcome import Done, Refused, Request
from .registry import verb


class Since(Ask, frozen=True, tag="since"):
    """The entries of a stream after a position, again."""

    stream: StreamName
    pos: From


class Ping(Ask, frozen=True, tag="ping"):
    """Ask whether the server is there."""


@verb(Since, ANYONE, remembered=False, gentle=True)
def since(facts: Facts, request: Request[Since]) -> Done:
    """May the asker hear that stream? The socket then sends it, as it sends everything."""
    if request.ask.stream not in facts.heard_by(request.person):
        raise Refused("not_found")
    return Done()


@verb(Ping, ANYONE, remembered=False, urgent=True)
def ping(facts: Facts, request: Request[Ping]) -> Done:
    """Answered by the socket itself; known here so that the vocabulary has it."""
    return Done()
