"""Knocking at an ASGI application by hand, and small applications to knock at."""

from collections.abc import Iterable
from typing import Any

from server.headers import Application, Receive, Scope, Send


class Heard:
    """What an application was given and what it sent."""

    def __init__(self) -> None:
        self.scope: Scope = {}
        self.sent: list[Any] = []

    async def application(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Remember how it was called."""
        self.scope = scope

    async def send(self, message: Any) -> None:
        """Take what the application under test sends."""
        self.sent.append(message)


def scope(kind: str = "http", headers: Iterable[tuple[str, str]] = (), **more: object) -> Scope:
    """A scope as a server would make it."""
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": kind, "path": "/", "headers": pairs, "client": ["10.0.0.9", 4711], "root_path": "", **more}


async def knock(application: Application, at: Scope, heard: Heard, *messages: dict[str, Any]) -> None:
    """Call ``application`` once, feeding it ``messages``."""
    waiting = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(waiting)

    await application(at, receive, heard.send)
