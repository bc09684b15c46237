"""The ticket of one way in: made on its first page and carried on every other, it takes one place and no second.

It does so pressed twice, sent twice by a bad line, or once more by whoever went back because no answer came: the four
words follow from the ticket under a key of the house, so whoever presses again is shown the same words, within minutes
or as long as nobody can have read them.
The ticket is signed, and nobody can make one.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing

from cohorts import codes
from cohorts.actions import sign_in

LASTS = timedelta(hours=2)
REMEMBERED = LASTS + sign_in.LASTS
"""So long it leads back to the place it took, of which the words may have come to nobody."""
_SIGNER = signing.TimestampSigner(salt="cohorts.join")
_TOKEN_BYTES = 16


def new() -> str:
    """Return a fresh ticket."""
    return _SIGNER.sign(secrets.token_urlsafe(_TOKEN_BYTES))


def kept(ticket: str) -> str:
    """Return this ticket, to be carried on, or a fresh one in place of one that is not ours or too old."""
    return ticket if words(ticket) else new()


def words(ticket: str, lasts: timedelta = LASTS) -> str | None:
    """Return the four words of a ticket, always the same; None for one that is not ours, or too old."""
    try:
        label = _SIGNER.unsign(ticket, max_age=lasts)
    except signing.BadSignature:
        return None
    return codes.repeatable(f"join {label}", settings.KEYS.codes)
