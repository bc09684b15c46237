"""Opaque public ids: what the outside may know of a row."""

import base64
import hashlib
import secrets

LENGTH = 12
_BYTES = 9


def made_from(*parts: str) -> str:
    """Return the one id, of letters and digits, that is made from these alone, and as guessable as they are."""
    whole = "\0".join(parts).encode()
    return base64.b32encode(hashlib.blake2b(whole, digest_size=10).digest()).decode()[:LENGTH].lower()


def new() -> str:
    """Return a fresh id: 12 url-safe characters, nearly 72 random bits, telling nothing of order or number.

    It begins with a letter or digit, as a command would take one that begins with a dash for an option.
    """
    while not (fresh := secrets.token_urlsafe(_BYTES))[0].isalnum():
        pass
    return fresh
