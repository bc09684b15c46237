"""A socket of a session. It only carries: bytes to the journal, the hub's frames to the browser.

Not Channels' own consumer: that costs a hop to a thread per event and per listener. Everything
else here is plain ASGI, so any server that speaks it will do.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from channels.routing import URLRouter
from django.urls import path

from chat import judging, meters, verbs
from chat.arrival import Arrival, note_half_signed_in, own_cursors, read_arrival
from chat.guard.across import Lines
from chat.hub import Listener
from chat.hub.listener import Claim, Resend
from chat.journal import Answer, Asked, Entered
from chat.protocol.asks import Ask
from chat.protocol.closing import Close, Gone
from chat.protocol.edge import BadAsk, Edge
from chat.protocol.replies import No, Ok, Pong
from chat.protocol.straight import ears, offered
from chat.verbs.enter import Enter
from chat.verbs.help import Help
from chat.verbs.since import Ping, Since
from chat.words import REFUSALS
from chat.worker import Worker, current

log = logging.getLogger(__name__)

#: Requests of one socket that may wait for the journal at once; then we stop reading.
MOST_IN_FLIGHT: Final = 8
STRIKES: Final = 3


class Socket:
    """One WebSocket, from accept to close."""

    def __init__(self, worker: Worker, scope: Any, receive: Any, send: Any) -> None:
        """The three things an ASGI server gives, and the worker of this process."""
        self._worker = worker
        self._scope, self._receive, self._send = scope, receive, send
        self._id = secrets.token_urlsafe(16)
        self._in_flight = self._bad = 0
        self._room = asyncio.Event()
        self._busy = False
        self._refused = False
        self._lines = Lines()

    async def run(self) -> None:
        """Accept, find out who it is, carry until one side has had enough."""
        await self._receive()
        await self._send({"type": "websocket.accept"})
        try:
            arrival = read_arrival(self._scope)
        except Gone as gone:
            await note_half_signed_in(self._scope)
            await self._close(gone.code)
            return
        try:
            await self._carry(arrival, await self._enter(arrival))
        except Gone as gone:
            await self._close(gone.code)
        finally:
            if not self._refused:
                self._worker.left(arrival.session, self._id)

    async def _enter(self, arrival: Arrival) -> Entered:
        answer = await self._worker.asked(lambda tell: Asked(arrival.session, arrival.badge, Enter(self._id), tell))
        if isinstance(answer, Entered):
            return answer
        if isinstance(answer, Gone):
            self._refused = True
            raise answer
        # Perhaps it was written all the same, so it is also written that this socket is gone.
        raise Gone(Close.TROUBLE)

    async def _carry(self, arrival: Arrival, entered: Entered) -> None:
        cursors = own_cursors(arrival.cursors, entered.person.seat)
        claim = Claim(entered.person, entered.turn, arrival.badge, self._id, cursors, offered(self._scope))
        listener = await self._worker.hub.attach(arrival.session, claim)
        pumping = asyncio.create_task(self._pump(listener))
        hear = ears(self._scope)
        hear(partial(self._take, arrival, listener))
        try:
            await self._listen(arrival, listener)
        finally:
            hear(None)
            self._worker.hub.detach(listener)
            pumping.cancel()
            await asyncio.gather(pumping, return_exceptions=True)

    # --- down -------------------------------------------------------------------------------

    async def _pump(self, listener: Listener) -> None:
        try:
            code = await listener.pump(self._send_text)
        except Exception as problem:  # noqa: BLE001  (the client comes back where it was)
            log.error("a socket could not be served: %s", type(problem).__name__)
            code = Close.TROUBLE
        await self._close(code)

    async def _send_text(self, frame: str) -> None:
        await self._send({"type": "websocket.send", "text": frame})

    async def _close(self, code: Close) -> None:
        meters.closed(code)
        await self._send({"type": "websocket.close", "code": int(code)})

    # --- up ---------------------------------------------------------------------------------

    async def _listen(self, arrival: Arrival, listener: Listener) -> None:
        while (message := await self._receive())["type"] != "websocket.disconnect":
            self._busy = True
            if listener.closing is None:
                await self._in_turn(_parsed(message.get("text")), arrival, listener)
            self._busy = False

    async def _in_turn(self, heard: Ask | BadAsk, arrival: Arrival, listener: Listener) -> None:
        if (ask := self._admitted(heard, arrival, listener)) is None:
            return
        if _is_call(ask):
            await self._worker.paces.turn_to_call(arrival.session, listener.person)
        while self._in_flight >= MOST_IN_FLIGHT:
            self._room.clear()
            await self._room.wait()
        self._ask(ask, arrival, listener)

    def _take(self, arrival: Arrival, listener: Listener, text: str) -> bool:
        """Hear at once what need not wait, unless something said before it still does; see `chat.protocol.straight`."""
        # Who is being closed may still send thousands of frames in one read: the inbox, which drops them, has a bound.
        if self._busy or self._in_flight >= MOST_IN_FLIGHT or listener.closing is not None:
            return False
        try:
            heard = _parsed(text)
            if _is_call(heard):
                return False
            if (ask := self._admitted(heard, arrival, listener)) is not None:
                self._ask(ask, arrival, listener)
        except Exception as problem:  # noqa: BLE001  (the client comes back and asks again)
            log.error("a request could not be heard: %s", type(problem).__name__)
            listener.close(Close.TROUBLE)
        return True

    def _admitted(self, heard: Ask | BadAsk, arrival: Arrival, listener: Listener) -> Ask | None:
        """The request, if the journal has to be asked."""
        listener.heard_at = time.monotonic()
        if self._worker.paces.floods(arrival.session, listener.person, listener.heard_at):
            listener.close(Close.TOO_FAST)
        elif isinstance(heard, BadAsk):
            self._refuse(heard, listener)
        elif isinstance(heard, Ping):
            listener.answer(Pong(heard.ref))
        else:
            return heard
        return None

    def _ask(self, ask: Ask, arrival: Arrival, listener: Listener) -> None:
        self._in_flight += 1
        verb, person = verbs.verb_for(ask), listener.person
        verdict = judging.judged(ask, verb, person, self._lines)
        # Words of danger go to the facilitators, at the pace of what is meant for them.
        to_staff = verdict.outcome == "divert"
        over = self._worker.paces.over(arrival.session, person, verb, time.monotonic(), to_staff=to_staff)
        self._worker.journal.ask(
            Asked(
                arrival.session, arrival.badge, ask, verdict=verdict, over_pace=over, claims=person.key,
                tell=lambda answer: self._told(ask, answer, listener, paid=over is None, to_staff=to_staff),
            )
        )  # fmt: skip

    def _told(self, ask: Ask, answer: Answer, listener: Listener, *, paid: bool, to_staff: bool) -> None:
        """The journal has answered, after the commit. `paid`: the request was counted against their pace."""
        self._in_flight -= 1
        self._room.set()
        if paid and isinstance(answer, No) and answer.code == "busy":
            verb = verbs.verb_for(ask)
            self._worker.paces.give_back(listener.live.id, listener.person, verb, to_staff=to_staff)
        if isinstance(answer, Gone):
            listener.revoke(answer.code)
        elif isinstance(answer, Ok) and isinstance(ask, Since):
            listener.answer(Resend(ask.stream, ask.pos, answer))
        elif isinstance(answer, Ok | No):
            listener.answer(answer)

    def _refuse(self, bad: BadAsk, listener: Listener) -> None:
        self._bad += bad.strikes
        meters.refused(bad.code)
        listener.answer(No(bad.ref, bad.code, str(REFUSALS[bad.code])))
        if self._bad >= STRIKES:
            listener.close(Close.BAD_FRAMES, after_the_rest=True)


def _parsed(text: str | None) -> Ask | BadAsk:
    try:
        return EDGE.parse(text)
    except BadAsk as bad:
        # Not as it was raised: it would hold who called, and so itself, what was said and this socket.
        return BadAsk(bad.code, bad.ref, strikes=bad.strikes)


def _is_call(heard: Ask | BadAsk) -> bool:
    """A call for help that says something goes at the pace of hands."""
    return isinstance(heard, Help) and heard.body is not None


def application_for(worker: Callable[[], Worker]) -> URLRouter:
    """The ASGI application of the sockets of one worker."""

    async def session_socket(scope: Any, receive: Any, send: Any) -> None:
        serving = worker()
        serving.wait_for(asyncio.current_task())
        await Socket(serving, scope, receive, send).run()

    return URLRouter([path("ws/sessions/<str:session>/", cast("Any", session_socket))])


EDGE: Final = Edge(verbs.known_asks())
application = application_for(current)
