"""Handing a text message to whoever sends it, by a signed webhook."""

import http.client
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from cohorts.telling.outcome import MOST_SECONDS, SECONDS, Outcome, cut_off
from cohorts.webhook import Webhook, payload, signed

_BROKEN = (http.client.HTTPException, OSError, ValueError)
_TAKEN = range(200, 300)


def hand_over(hook: Webhook, public_id: str, to: str, text: str, now: datetime) -> Outcome:
    """Post one message; the same `public_id` again is the same message, which the provider sends once."""
    return post(hook, public_id, payload(to, text, now), now)


def post(hook: Webhook, public_id: str, body: bytes, now: datetime, seconds: float = MOST_SECONDS) -> Outcome:
    """Post anything, signed, in at most so many seconds; the same `public_id` again is the same thing."""
    where = urlsplit(hook.url)
    door = _door(where.scheme, where.hostname or "", where.port)
    try:
        door.connect()
    except _BROKEN:
        return Outcome.NO_ANSWER
    try:
        with cut_off(lambda: door.sock, seconds):
            path = (where.path or "/") + (f"?{where.query}" if where.query else "")
            door.request("POST", path, body, signed(hook.secret, public_id, now, body))
            status = door.getresponse().status
    except _BROKEN:
        return Outcome.UNSURE
    finally:
        door.close()
    return Outcome.TOLD if status in _TAKEN else Outcome.NO_ANSWER


def _door(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)
