"""How much a request may carry: what the largest form of ours needs. More is refused early, kindly, and kept nowhere.

Each server stops keeping in its own way, and `refused` has the page; here is the bound, which is the same on both.
"""

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

from server.headers import Application, Receive, Scope, Send
from server.limits import COURSE_BYTES, FORM_BYTES

#: Where the files of a course are sent to.
COURSES: Final = "/desk/courses/"
#: Among a scope's extensions: more was sent than is heard.
TOO_MUCH: Final = "alcove.too_much"
Message = MutableMapping[str, Any]


def most(path: str) -> int:
    """Return how many bytes what is sent to this address may have."""
    return COURSE_BYTES if path == COURSES else FORM_BYTES


class Bounded:
    """An ASGI application that hears whole bodies of a size that forms have, or is told that there was more."""

    def __init__(self, application: Application) -> None:
        """Stand before `application`."""
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what was sent once it is known not to be too much."""
        if TOO_MUCH in scope.get("extensions", {}):
            return await self.application(scope, receive, send)
        carried = {name: value for name, value in scope["headers"] if name in {b"content-length", b"transfer-encoding"}}
        if not carried:
            return await self.application(scope, receive, send)
        bound = most(scope["path"])
        heard = None if _declares_more(carried, bound) else await _heard(receive, bound)
        if heard is not None:
            return await self.application(scope, _again(heard, receive), send)
        scope = {**scope, "extensions": {**scope.get("extensions", {}), TOO_MUCH: {}}}
        return await self.application(scope, _again(_part(b""), _never), send)


def _declares_more(carried: Mapping[bytes, bytes], bound: int) -> bool:
    length = carried.get(b"content-length", b"")
    return length.isdigit() and int(length) > bound


async def _heard(receive: Receive, bound: int) -> Message | None:
    """Return what was sent, in one; None if it is too much. Who goes away before the end is passed on as gone."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body += message.get("body", b"")
        if len(body) > bound:
            return None
        if not message.get("more_body", False):
            return _part(bytes(body))


def _part(body: bytes) -> Message:
    return {"type": "http.request", "body": body, "more_body": False}


def _again(first: Message, receive: Receive) -> Receive:
    """Hear this, then whatever follows."""
    left = [first]

    async def hear() -> Message:
        return left.pop() if left else await receive()

    return hear


async def _never() -> Message:
    """Ask for nothing more of what is refused: a server would tell whoever asks whether to send that they should."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}
