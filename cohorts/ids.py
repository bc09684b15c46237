"""Opaque public ids: what the outside may know of a row."""

import secrets

LENGTH = 12
_BYTES = 9


def new() -> str:
    """Return a fresh id: 12 url-safe characters, nearly 72 random bits, telling nothing of order or number.

    It begins with a letter or digit, as a command would take one that begins with a dash for an option.
    """
    while not (fresh := secrets.token_urlsafe(_BYTES))[0].isalnum():
        pass
    return fresh
