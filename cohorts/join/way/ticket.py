"""The ticket of one way in: made on its first page and carried on every other, it takes one place and no second.

It does so pressed twice, sent twice by a bad line, or once more by whoever went back because no answer came: the four
words follow from the ticket under a key of the house, so whoever presses again within minutes is shown the same words.
The ticket is signed, and nobody can make one.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing

from cohorts import codes

LASTS = timedelta(hours=2)
_SIGNER = signing.TimestampSigner(salt="cohorts.join")
_TOKEN_BYTES = 16


def new() -> str:
    """Return a fresh ticket."""
    return _SIGNER.sign(secrets.token_urlsafe(_TOKEN_BYTES))


def kept(ticket: str) -> str:
    """Return this ticket, to be carried on, or a fresh one in place of one that is not ours or too old."""
    return ticket if words(ticket) else new()


def words(ticket: str) -> str | None:
    """Return the four words of a ticket, always the same; None for one that is not ours, or too old."""
    try:
        label = _SIGNER.unsign(ticket, max_age=LASTS)
    except signing.BadSignature:
        return None
    return codes.repeatable(f"join {label}", settings.KEYS.codes)
