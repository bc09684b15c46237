"""Opaque public ids: what the outside may know of a row."""

import secrets

LENGTH = 12
_BYTES = 9


def new() -> str:
    """Return a fresh id: 12 url-safe characters, 72 random bits, telling nothing of order or number."""
    return secrets.token_urlsafe(_BYTES)
