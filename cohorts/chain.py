"""Chaining: each entry's digest covers the one before it, so that a change anywhere shows."""

import hashlib

DIGEST_BYTES = 32
_LENGTH_BYTES = 8


def link(key: bytes, previous: bytes, *fields: bytes) -> bytes:
    """Return the digest of one entry: keyed BLAKE2b-256 over the previous digest and every field.

    Each part goes in behind its length, so no two different lists of fields ever read alike.
    """
    mixed = hashlib.blake2b(key=key, person=b"alcove.link", digest_size=DIGEST_BYTES)
    for part in (previous, *fields):
        mixed.update(len(part).to_bytes(_LENGTH_BYTES))
        mixed.update(part)
    return mixed.digest()


def head_seal(key: bytes, session: str, turn: int, digest: bytes) -> bytes:
    """Return the seal on a session's newest turn, under a key of its own, so that a cut tail shows."""
    mixed = hashlib.blake2b(key=key, person=b"alcove.head", digest_size=DIGEST_BYTES)
    for part in (session.encode(), turn.to_bytes(_LENGTH_BYTES), digest):
        mixed.update(len(part).to_bytes(_LENGTH_BYTES))
        mixed.update(part)
    return mixed.digest()
