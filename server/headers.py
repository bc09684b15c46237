"""What a client says about itself on the way in is not believed; what our own proxy says is, where there is one."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Each of these would let a client choose its own address, scheme, host or mount point.
CLAIMS = frozenset(
    {
        b"daphne-root-path",
        b"forwarded",
        b"x-client-ip",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
        b"x-forwarded-scheme",
        b"x-forwarded-server",
        b"x-real-ip",
        b"x-script-name",
    }
)


class Unclaimed:
    """An ASGI application whose ``client``, ``scheme`` and ``root_path`` were decided by us.

    With ``trusted_proxy`` the address is the last one of X-Forwarded-For, the only one our proxy wrote, and the scheme
    is the proxy's X-Forwarded-Proto. Everything a client put there itself stands further left or is dropped.
    """

    def __init__(self, application: Application, *, trusted_proxy: bool) -> None:
        """Stand before ``application``."""
        self.application = application
        self.trusted_proxy = trusted_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a scope without claims."""
        if scope["type"] == "lifespan":
            return await self.application(scope, receive, send)
        return await self.application(self._cleaned(scope), receive, send)

    def _cleaned(self, scope: Scope) -> Scope:
        # Nor is a header with a NUL, which no browser sends and a database refuses to look for.
        headers = [(name, value) for name, value in scope["headers"] if name not in CLAIMS and b"\0" not in value]
        cleaned = {**scope, "headers": headers, "root_path": ""}
        return {**cleaned, **_told_by_proxy(scope)} if self.trusted_proxy else cleaned


def _told_by_proxy(scope: Scope) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if address := _last(scope, b"x-forwarded-for"):
        told["client"] = [_bare(address), 0]
    if _last(scope, b"x-forwarded-proto") == "https":
        told["scheme"] = "wss" if scope["type"] == "websocket" else "https"
    return told


def _last(scope: Scope, wanted: bytes) -> str:
    values = [value for name, value in scope["headers"] if name == wanted]
    return values[-1].decode("latin-1").rpartition(",")[2].strip() if values else ""


def _bare(address: str) -> str:
    """Some proxies write the port as well, and IPv6 in brackets then; left so, everybody would count as one."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
