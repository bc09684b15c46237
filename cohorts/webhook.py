"""A signed webhook, as https://www.standardwebhooks.com describes it: whoever gets it knows that it is ours, and when.

Pure: no clock, no network.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where text messages go, and the secret both sides sign with."""

    url: str = field(repr=False)
    secret: bytes = field(repr=False)


def payload(to: str, text: str, now: datetime) -> bytes:
    """Return what is posted."""
    told = {"type": "text.send", "timestamp": now.isoformat(), "data": {"to": to, "text": text}}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def signed(secret: bytes, public_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers by which the other side knows that it comes from here, and when."""
    name, at = f"msg_{public_id}", str(int(now.timestamp()))
    mark = hmac.digest(secret, b".".join((name.encode(), at.encode(), body)), hashlib.sha256)
    return {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(mark).decode()}",
    }
