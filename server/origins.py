"""A socket opens only for pages of our own.

A browser sends cookies with a socket from any page at all and says where that page came from. The whole origin counts:
scheme, host and port.
"""

from collections.abc import Collection

from server.headers import Application, Receive, Scope, Send

# A socket refused before it was accepted looks like a broken network to the page; accepted and closed, it has a reason.
NOT_SIGNED_IN = 4401


class OwnOrigins:
    """Closes every socket that a page of another origin, or no page at all, asked for."""

    def __init__(self, application: Application, allowed: Collection[str]) -> None:
        """``allowed`` holds origins as a browser writes them, such as ``https://alcove.example.org``."""
        self.application = application
        self.allowed = frozenset(origin.encode("ascii") for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or accept and close."""
        origins = [value.lower() for name, value in scope["headers"] if name == b"origin"]
        if len(origins) == 1 and origins[0] in self.allowed:
            return await self.application(scope, receive, send)
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": NOT_SIGNED_IN})
        return None
