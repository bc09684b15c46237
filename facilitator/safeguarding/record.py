"""The record of a concern: sealing, chaining, reading back, and walking it to see that nothing was touched."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cohorts import chain, chains
from cohorts.keeping import PURGED
from cohorts.models import Act, Staff
from cohorts.models.act import HOUSE
from cohorts.seal import Unsealable, new_data_key, seal, unseal
from cohorts.walks import Walked

from .models import Concern, Part, RecordEntry, State

log = logging.getLogger(__name__)

#: Ids, numbers and dates that an entry carries beside its words: which one it corrects, who follows up by when.
About = Mapping[str, str | int]
START: Final = bytes(chain.DIGEST_BYTES)
#: What may be read in the record before an evening is signed off, besides the words it was raised with (care.md §7).
MINIMUM: Final = (Part.DONE, Part.TOLD)
#: What stands in place of words that are not as they were sealed: the others of that record are read all the same.
LOST: Final = _("These words do not open any more. Tell whoever runs the server: “a record is not as it was written”.")


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry of a record, opened; its text stays out of its repr."""

    number: int
    part: Part
    by: Staff | None
    at: datetime
    text: str = field(repr=False)
    about: About = field(default_factory=dict)
    #: Its words do not open; `text` says so.
    lost: bool = False

    @property
    def corrects(self) -> int | None:
        """The number of the entry this one puts right, if it does."""
        corrected = self.about.get("corrects")
        return corrected if isinstance(corrected, int) else None


def begin(concern: Concern) -> None:
    """Give a concern that is about to be saved its key and the empty head of its chain."""
    concern.data_key = settings.KEYS.ring.wrap(new_data_key(), concern.row)
    concern.entries, concern.digest = 0, _first(concern)
    concern.seal = _head_seal(concern)


@transaction.atomic
def add(  # noqa: PLR0913  (each is a part of an entry)
    concern: Concern, part: Part, text: str, by: Staff | None, now: datetime,
    *, about: About | None = None, token: str = "",
) -> RecordEntry:  # fmt: skip
    """Write the next entry, under the lock of the concern; who reads of it is the caller's to decide.

    With the `token` of a form it is written once: sent again, it is the entry there is. `ValueError` if that is of
    another part: nobody must take something for written that is not.
    """
    head = locked(concern)
    if token and (there := RecordEntry.objects.filter(concern=head, token=token).first()) is not None:
        if there.part != part:
            raise ValueError("a form that wrote another part of this record")
        return there
    sealed = seal(_key(head), text.encode(), _place(head, head.entries + 1))
    written = RecordEntry(
        concern=head, number=head.entries + 1, part=part, by=by, at=now, about=dict(about or {}), token=token,
        sealed=sealed, hash=_hash(sealed),
    )  # fmt: skip
    written.digest = _digest_after(bytes(head.digest), written)
    written.save()
    head.entries, head.digest = written.number, written.digest
    head.seal = _head_seal(head)
    head.save(update_fields=("entries", "digest", "seal"))
    return written


def locked(concern: Concern) -> Concern:
    """Take the lock of a concern, and return it as it stands behind it."""
    rows = Concern.every.select_for_update(no_key=True, of=("self",))
    return rows.select_related("session", "seat", "raised_by", "about_staff").get(pk=concern.pk)


def read(concern: Concern) -> list[Opened]:
    """Open the record from the first entry to the last; reading is an act.

    `Unsealable` without the house's key. One entry alone that does not open says that it does not, and shuts no other.
    """
    key = _key(concern)
    rows = concern.record.select_related("by").order_by("number")
    return [_read(concern, key, row) for row in rows]


def opens(concern: Concern) -> bool:
    """Whether there is the key to it; without a line in the log, for whoever looks again and again."""
    try:
        settings.KEYS.ring.unwrap(bytes(concern.data_key), concern.row)
    except Unsealable:
        return False
    return True


def missing(concern: Concern) -> list[Part]:
    """Return what of the least that a record holds is not in it yet."""
    there = {one.part for one in concern.record.all()}
    lacks = [part for part in MINIMUM if part not in there]
    return lacks if there & {Part.WORDS, Part.SEEN} else [Part.SEEN, *lacks]


def is_signed(concern: Concern) -> bool:
    """Whether the lead has looked at all of it since it was last opened; `concern.record` is best read along."""
    signed = False
    for one in sorted(concern.record.all(), key=lambda each: each.number):
        signed = one.part == Part.SIGNED or (signed and one.part != Part.REOPENED)
    return signed


def verify() -> Iterator[Walked]:
    """Walk every record."""
    related = ("session", "seat", "raised_by", "about_staff", "acknowledged_by")
    concerns = Concern.every.select_related(*related).order_by("pk")
    for concern in concerns.iterator():
        yield walk(concern)


def heads() -> Iterator[chains.Standing]:
    """Where each record stands."""
    rows = Concern.every.filter(entries__gt=0).annotate(last=Max("record__at"))
    for name, number, at, digest, raised in rows.values_list("public_id", "entries", "last", "digest", "raised_at"):
        yield chains.Standing(name, number, at or raised, bytes(digest))


def digest_at(name: str, number: int) -> bytes | None:
    """What stands at a number of a record, or None."""
    found = RecordEntry.objects.filter(concern__public_id=name, number=number).values_list("digest", flat=True).first()
    return None if found is None else bytes(found)


def gone_by_rule(since: datetime) -> int:
    """How many records went since then because their years were over, by the acts that say so."""
    # What their digests cover is what we read, not what the store makes of it when it is asked for one value.
    acts = Act.objects.filter(chain=HOUSE, verb=PURGED).values_list("at", "about")
    return sum(int(about["count"]) for at, about in acts if at >= since and about.get("what") == "records")


def walk(concern: Concern) -> Walked:
    """See that one record is as it was written."""
    last, digest, stood = 0, _first(concern), _Stood()
    if bytes(concern.seal) != _head_seal(concern):
        return Walked(concern.public_id, 0, "the head was changed")
    for row in concern.record.select_related("by").filter(number__lte=concern.entries).order_by("number"):
        if (wrong := _wrong(concern, row, last, digest)) is not None:
            return Walked(concern.public_id, last, wrong)
        last, digest = row.number, bytes(row.digest)
        stood.after(row)
    return Walked(concern.public_id, last, _wrong_at_the_end(concern, last, digest) or stood.unlike(concern))


@dataclass(slots=True)
class _Stood:
    """How a concern stands by what its record says; the columns for lists must say the same."""

    state: State = State.OPEN
    had_by: int | None = None
    had_at: datetime | None = None

    def after(self, row: RecordEntry) -> None:
        if row.part in {Part.CLOSED, Part.REOPENED}:
            self.state = State.CLOSED if row.part == Part.CLOSED else State.OPEN
            if row.part == Part.REOPENED:
                self.had_by = self.had_at = None
        elif row.part == Part.HAVE and self.had_at is None:
            self.had_by, self.had_at = row.by_id, row.at

    def unlike(self, concern: Concern) -> str | None:
        now = Concern.every.values_list("entries", flat=True).get(pk=concern.pk)
        if now != concern.entries:
            return None  # written while we walked
        if concern.state != self.state:
            return "it does not stand as its record says"
        had = (concern.acknowledged_by_id, concern.acknowledged_at)
        return None if had == (self.had_by, self.had_at) else "who has it is not as its record says"


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
    now = Concern.every.values_list("entries", flat=True).get(pk=concern.pk)
    more = now == last and concern.record.filter(number__gt=last).exists()
    return f"there are entries after the head, which stands at {last}" if more else None


def _first(concern: Concern) -> bytes:
    """Where the chain begins: with the fields of the concern itself."""
    fields: tuple[str, ...] = (
        concern.public_id, concern.session.public_id, concern.seat.public_id if concern.seat else "", concern.level,
        concern.raised_by.public_id if concern.raised_by else "", _micros(concern.raised_at),
    )  # fmt: skip
    if concern.adult:
        fields = (*fields, "adult", concern.about_staff.public_id if concern.about_staff else "")
    return chain.link(settings.KEYS.chain, START, b"concern", *(one.encode() for one in fields))


def _digest_after(previous: bytes, row: RecordEntry) -> bytes:
    by = row.by.public_id if row.by else ""
    fields: tuple[str, ...] = (row.concern.public_id, str(row.number), row.part, by, _micros(row.at))
    if row.about:
        fields = (*fields, json.dumps(row.about, sort_keys=True))
    return chain.link(settings.KEYS.chain, previous, b"record", *(one.encode() for one in fields), bytes(row.hash))


def _head_seal(concern: Concern) -> bytes:
    return chain.head_seal(settings.KEYS.head, f"concern/{concern.public_id}", concern.entries, bytes(concern.digest))


def _key(concern: Concern) -> bytes:
    try:
        return settings.KEYS.ring.unwrap(bytes(concern.data_key), concern.row)
    except Unsealable:
        log.error(
            "the key of record %s does not open with this key ring; `manage.py keys status` says more",
            concern.public_id,
        )
        raise


def _read(concern: Concern, key: bytes, row: RecordEntry) -> Opened:
    try:
        text, lost = _opened(concern, key, row), False
    except Unsealable:
        text, lost = str(LOST), True
    return Opened(row.number, Part(row.part), row.by, row.at, text, row.about, lost)


def _opened(concern: Concern, key: bytes, row: RecordEntry) -> str:
    return unseal(key, bytes(row.sealed), _place(concern, row.number)).decode()


def _place(concern: Concern, number: int) -> bytes:
    return f"concern/{concern.public_id}/{number}".encode()


def _hash(sealed: bytes) -> bytes:
    return blake2b(sealed, digest_size=32).digest()


def _micros(at: datetime) -> str:
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return str((since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds)


chains.register("record", chains.Chains(heads, digest_at, gone_by_rule))
