"""The chains of acts: what each act's digest covers, and walking them to see that none was touched.

What this cannot see is a chain put back to an older day together with its head, or taken away with it whole: for that
the heads have to be kept somewhere else as well.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Max

from cohorts import chain, chains
from cohorts.models import Act, ActHead

START = bytes(chain.DIGEST_BYTES)
_KIND = b"act"


@dataclass(frozen=True, slots=True)
class Walked:
    """A chain, how many acts of it were read, and what is wrong with the first bad one, in words, or None."""

    chain: str
    acts: int
    wrong: str | None


def digest_after(previous: bytes, act: Act) -> bytes:
    """Return the digest of an act that follows `previous`."""
    fields = (
        *(act.chain, str(act.number), str(_micros(act.at)), act.by.public_id if act.by else "", act.verb),
        *(act.cohort.public_id if act.cohort else "", act.session.public_id if act.session else ""),
        json.dumps(act.about, sort_keys=True, separators=(",", ":")),
    )
    return chain.link(settings.KEYS.chain, previous, _KIND, *(field.encode() for field in fields))


def head_seal(name: str, number: int, digest: bytes) -> bytes:
    """Return what the seal of a chain's head must be; that of no session is ever the same."""
    return chain.head_seal(settings.KEYS.head, f"acts/{name}", number, digest)


def verify() -> Iterator[Walked]:
    """Walk every chain of acts. Also while people work: what comes after a head was read is not looked at."""
    heads = {head.chain: head for head in ActHead.objects.order_by("chain")}
    upto = dict(Act.objects.order_by().values_list("chain").annotate(Max("number")))
    acts = Act.objects.select_related("by", "cohort", "session").filter(chain__in={*heads, *upto})
    rows = acts.order_by("chain", "number").iterator(chunk_size=500)
    empty = dict.fromkeys(heads)
    for name, chained in groupby(rows, key=lambda act: act.chain):
        empty.pop(name, None)
        yield _walk(name, heads.get(name), chained)
    yield from (_walk(name, heads[name], iter(())) for name in empty)


def heads() -> Iterator[chains.Standing]:
    """Where each chain of acts stands."""
    for head in ActHead.objects.filter(number__gt=0):
        yield chains.Standing(head.chain, head.number, head.at, bytes(head.digest))


def digest_at(name: str, number: int) -> bytes | None:
    """Return the digest of one act as it stands, or None if there is none of that number."""
    found = Act.objects.filter(chain=name, number=number).values_list("digest", flat=True).first()
    return None if found is None else bytes(found)


def _walk(name: str, head: ActHead | None, acts: Iterator[Act]) -> Walked:
    if head and bytes(head.seal) != head_seal(name, head.number, bytes(head.digest)):
        return Walked(name, 0, "the head was changed")
    last, digest, after = 0, START, False
    for act in acts:
        if after := head is not None and act.number > head.number:
            break
        if act.number != last + 1:
            return Walked(name, last, f"act {last + 1} is missing; the next one there is {act.number}")
        digest = digest_after(digest, act)
        if bytes(act.digest) != digest:
            return Walked(name, last, f"act {act.number} was changed, inserted or moved")
        last = act.number
    return Walked(name, last, _wrong_at_the_end(head, last, digest) or (_after(head) if head and after else None))


def _wrong_at_the_end(head: ActHead | None, last: int, digest: bytes) -> str | None:
    if head is None:
        return "the head is missing"
    if head.number > last:
        return f"act {last + 1} is missing; the tail is cut, the head stands at {head.number}"
    return None if bytes(head.digest) == digest else "the head does not fit the last act"


def _after(head: ActHead) -> str | None:
    """Acts past a head are wrong only if the head has stayed where it was."""
    now = ActHead.objects.filter(chain=head.chain).values_list("number", flat=True).first()
    return f"there are acts after the head, which stands at {head.number}" if now == head.number else None


def _micros(at: datetime) -> int:
    since = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


chains.register("acts", chains.Chains(heads, digest_at))
