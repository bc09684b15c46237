"""Sealing an entry and chaining it to the one a turn before; and reading it back.

The chain is keyed BLAKE2b over the previous digest and every field, with the hash of the sealed
words in place of the words. The head carries a seal under a second key, so that a cut tail shows.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from django.conf import settings

from chat.protocol.content import Content
from chat.protocol.entry import Entry, pack, unpack
from chat.protocol.team import Erased
from chat.store import HeadRow, SavedEntry
from cohorts import chain, seal

log = logging.getLogger(__name__)

#: What the first entry of a session is chained to.
START: Final = bytes(chain.DIGEST_BYTES)
#: In the place of sealed words that were erased. It is valid only where a later entry names the turn: `chat.verify`.
NOTHING: Final = b""


def hash_of(sealed: bytes) -> bytes:
    """The hash of sealed words; it stays when the words are erased."""
    return blake2b(sealed, digest_size=32).digest()


def digest_after(previous: bytes, session: str, row: SavedEntry) -> bytes:
    """The digest of a row that follows `previous`."""
    fields = (
        session, row.turn, row.stream, row.pos, row.kind, row.author, row.asker, row.ref,
        "" if row.of is None else row.of, _micros(row.at),
    )  # fmt: skip
    encoded = (str(field).encode() for field in fields)
    return chain.link(settings.KEYS.chain, previous, *encoded, row.hash)


def close_entry(entry: Entry, session_pk: int, data_key: bytes, previous: bytes) -> SavedEntry:
    """The row of an entry: sealed under the session's key, chained to `previous`."""
    sealed = seal.seal(data_key, pack(entry.content), _place(entry.session, entry.stream, entry.pos))
    row = SavedEntry(
        session_pk, entry.turn, entry.stream, entry.pos, entry.kind, entry.author, entry.asker,
        entry.ref or "", entry.of, entry.at, sealed, hash_of(sealed), b"",
    )  # fmt: skip
    return row._replace(digest=digest_after(previous, entry.session, row))


def open_entry(row: SavedEntry, session: str, data_key: bytes) -> Entry:
    """The entry in a row, `Erased` if its words were; `cohorts.seal.Unsealable` if it is not what was put there."""
    content: Content = Erased()
    if row.sealed != NOTHING:
        content = unpack(seal.unseal(data_key, row.sealed, _place(session, row.stream, row.pos)))
    return Entry(
        session, row.turn, row.stream, row.pos, row.author, row.asker, row.ref or None, row.of, row.at, content
    )  # fmt: skip


def head_row(session: str, last: SavedEntry, wrapped: bytes) -> HeadRow:
    """The head after `last`, sealed."""
    seal_ = head_seal(session, last.turn, last.digest)
    return HeadRow(last.session_pk, last.turn, last.at, last.digest, seal_, wrapped)


def head_seal(session: str, turn: int, digest: bytes) -> bytes:
    """What the seal of a head must be."""
    return chain.head_seal(settings.KEYS.head, session, turn, digest)


def wrap(data_key: bytes, session: str) -> bytes:
    """A session's key, closed by the organisation's ring."""
    return settings.KEYS.ring.wrap(data_key, bound_to(session))


def unwrap(wrapped: bytes, session: str) -> bytes:
    """A session's key again; `cohorts.seal.Unsealable` without the ring, and the log says which session's."""
    try:
        return settings.KEYS.ring.unwrap(wrapped, bound_to(session))
    except seal.Unsealable:
        log.error("the key of session %s does not open with this key ring; `manage.py keys status` says more", session)
        raise


def bound_to(session: str) -> bytes:
    """What a session's closed key is bound to: it opens for no other session."""
    return session.encode()


def _place(session: str, stream: str, pos: int) -> bytes:
    return f"{session}/{stream}/{pos}".encode()


def _micros(at: datetime) -> int:
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds
