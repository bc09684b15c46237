"""Three addresses for whoever watches over a running house.

They stand before everything else: no host, no cookie and no origin is needed, and nothing in them is private.

/healthz   this process does its work                          200 or 503: start it anew
/readyz    so does everything it needs, one entry a part       200 or 503: tell somebody; wait before the next one
/metrics   what is counted, for this machine and its private network; the world finds nothing here
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from server import metrics
from server.headers import Application, Receive, Scope, Send
from server.health import Health, Report

Answer = tuple[int, str, bytes]


class Watched:
    """An ASGI application that can be looked after."""

    def __init__(self, application: Application, health: Health) -> None:
        """Stand before `application`, outside of whatever rewrites a scope."""
        self.application, self._health = application, health
        self._answers: dict[str, Callable[[], Awaitable[Answer]]] = {
            "/healthz": self._alive,
            "/readyz": self._ready,
            "/metrics": self._metrics,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        ask = self._answers.get(scope["path"]) if scope["type"] == "http" else None
        if ask is None or (ask == self._metrics and not metrics.may_see(scope)):
            await self.application(scope, receive, send)
        elif scope["method"] in {"GET", "HEAD"}:
            await _say(send, await ask(), whole=scope["method"] == "GET")
        else:
            await _say(send, (405, "text/plain", b""), whole=True)

    async def _alive(self) -> Answer:
        return _told(self._health.alive())

    async def _ready(self) -> Answer:
        return _told(await self._health.ready())

    async def _metrics(self) -> Answer:
        report = await self._health.ready()
        return 200, metrics.TYPE, await asyncio.to_thread(metrics.page, report)


def _told(report: Report) -> Answer:
    parts = {name: asdict(part) for name, part in report.parts.items()}
    body = json.dumps({"ok": report.ok, "parts": parts}, indent=2).encode() + b"\n"
    return 200 if report.ok else 503, "application/json", body


async def _say(send: Send, answer: Answer, *, whole: bool) -> None:
    status, kind, body = answer
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body if whole else b""})
