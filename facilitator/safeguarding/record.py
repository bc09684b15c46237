"""The record of a concern: sealing, chaining, reading back, and walking it to see that nothing was touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.db import transaction

from chat.verify import Walked
from cohorts import chain
from cohorts.models import Staff
from cohorts.seal import Unsealable, new_data_key, seal, unseal

from .models import Concern, Part, RecordEntry

START: Final = bytes(chain.DIGEST_BYTES)
#: What may be read in the record before an evening is signed off, besides the words it was raised with (care.md §7).
MINIMUM: Final = (Part.DONE, Part.TOLD)


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry of a record, opened; its text stays out of its repr."""

    number: int
    part: Part
    by: Staff
    at: datetime
    text: str = field(repr=False)


def begin(concern: Concern) -> None:
    """Give a concern that is about to be saved its key and the empty head of its chain."""
    concern.data_key = settings.KEYS.ring.wrap(new_data_key(), concern.row)
    concern.entries, concern.digest = 0, _first(concern)
    concern.seal = _head_seal(concern)


@transaction.atomic
def add(concern: Concern, part: Part, text: str, by: Staff, now: datetime) -> RecordEntry:
    """Write the next entry, under the lock of the concern; who reads of it is the caller's to decide."""
    head = Concern.objects.select_for_update(no_key=True).select_related("session", "seat", "raised_by").get(
        pk=concern.pk
    )  # fmt: skip
    sealed = seal(_key(head), text.encode(), _place(head, head.entries + 1))
    written = RecordEntry(
        concern=head, number=head.entries + 1, part=part, by=by, at=now, sealed=sealed, hash=_hash(sealed)
    )
    written.digest = _digest_after(bytes(head.digest), written)
    written.save()
    head.entries, head.digest = written.number, written.digest
    head.seal = _head_seal(head)
    head.save(update_fields=("entries", "digest", "seal"))
    return written


def read(concern: Concern) -> list[Opened]:
    """Open the record from the first entry to the last; `Unsealable` without the house's key. Reading is an act."""
    key = _key(concern)
    rows = concern.record.select_related("by").order_by("number")
    return [Opened(row.number, Part(row.part), row.by, row.at, _opened(concern, key, row)) for row in rows]


def missing(concern: Concern) -> list[Part]:
    """Return what of the least that a record holds is not in it yet."""
    there = {one.part for one in concern.record.all()}
    return [part for part in MINIMUM if part not in there]


def verify() -> Iterator[Walked]:
    """Walk every record."""
    concerns = Concern.objects.select_related("session", "seat", "raised_by").order_by("pk")
    for concern in concerns.iterator():
        yield _walk(concern)


def _walk(concern: Concern) -> Walked:
    last, digest = 0, _first(concern)
    if bytes(concern.seal) != _head_seal(concern):
        return Walked(concern.public_id, 0, "the head was changed")
    for row in concern.record.select_related("by").filter(number__lte=concern.entries).order_by("number"):
        if (wrong := _wrong(concern, row, last, digest)) is not None:
            return Walked(concern.public_id, last, wrong)
        last, digest = row.number, bytes(row.digest)
    return Walked(concern.public_id, last, _wrong_at_the_end(concern, last, digest))


def _wrong(concern: Concern, row: RecordEntry, last: int, digest: bytes) -> str | None:
    if row.number != last + 1:
        return f"entry {last + 1} is missing; the next one there is {row.number}"
    if _hash(bytes(row.sealed)) != bytes(row.hash):
        return f"the sealed words of entry {row.number} were changed"
    if _digest_after(digest, row) != bytes(row.digest):
        return f"entry {row.number} was changed, inserted or moved"
    try:
        _opened(concern, _key(concern), row)
    except Unsealable:
        return f"the words of entry {row.number} do not open"
    return None


def _wrong_at_the_end(concern: Concern, last: int, digest: bytes) -> str | None:
    if concern.entries > last:
        return f"entry {last + 1} is missing; the tail is cut, the head stands at {concern.entries}"
    if bytes(concern.digest) != digest:
        return "the head does not fit the last entry"
    now = Concern.objects.values_list("entries", flat=True).get(pk=concern.pk)
    more = now == last and concern.record.filter(number__gt=last).exists()
    return f"there are entries after the head, which stands at {last}" if more else None


def _first(concern: Concern) -> bytes:
    """Where the chain begins: with the fields of the concern itself."""
    fields = (
        concern.public_id, concern.session.public_id, concern.seat.public_id, concern.level,
        concern.raised_by.public_id, _micros(concern.raised_at),
    )  # fmt: skip
    return chain.link(settings.KEYS.chain, START, b"concern", *(one.encode() for one in fields))


def _digest_after(previous: bytes, row: RecordEntry) -> bytes:
    fields = (row.concern.public_id, str(row.number), row.part, row.by.public_id, _micros(row.at))
    return chain.link(settings.KEYS.chain, previous, b"record", *(one.encode() for one in fields), bytes(row.hash))


def _head_seal(concern: Concern) -> bytes:
    return chain.head_seal(settings.KEYS.head, f"concern/{concern.public_id}", concern.entries, bytes(concern.digest))


def _key(concern: Concern) -> bytes:
    return settings.KEYS.ring.unwrap(bytes(concern.data_key), concern.row)


def _opened(concern: Concern, key: bytes, row: RecordEntry) -> str:
    return unseal(key, bytes(row.sealed), _place(concern, row.number)).decode()


def _place(concern: Concern, number: int) -> bytes:
    return f"concern/{concern.public_id}/{number}".encode()


def _hash(sealed: bytes) -> bytes:
    return blake2b(sealed, digest_size=32).digest()


def _micros(at: datetime) -> str:
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return str((since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds)
