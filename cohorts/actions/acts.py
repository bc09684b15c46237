"""Writing down what staff did, in the transaction in which they did it."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from cohorts import ledger
from cohorts.clock import database_now
from cohorts.models import Act, ActHead, Cohort, Session, Staff
from cohorts.models.act import HOUSE

LONGEST = 80
"""Characters a value may have: room for an id, a date or a choice, none for what somebody said."""
About = str | int | bool | None
LONGEST_VERB = 40
_VERB = re.compile(r"[a-z]+(_[a-z]+)*")


class NotInATransaction(RuntimeError):
    """An act was to be written apart from what it tells of."""


def record(
    by: Staff | None, verb: str, *, cohort: Cohort | None = None, session: Session | None = None, **about: About
) -> Act:
    """Write an act at the end of its chain: that of the cohort (a session's is its cohort's), else the house's.

    Inside the caller's transaction, or `NotInATransaction`. It locks the cohort, or the end of the house's chain,
    until that commits, so take the locks of sessions before it and record what concerns the house last. `about` holds
    ids, dates, numbers and choices only, never words, names or contacts; `ValueError` for what cannot be one.
    """
    if not _in_a_transaction():
        raise NotInATransaction("record an act inside the transaction of what was done")
    _check(verb, about)
    of = session.cohort if session else cohort
    if cohort and of != cohort:
        raise ValueError("a session of another cohort")
    head, last, clock = _locked_head(of)
    act = Act(
        chain=head.chain, number=head.number + 1, at=max(clock, last or clock), by=by, verb=verb, cohort=of,
        session=session, about=about,
    )  # fmt: skip
    act.digest = ledger.digest_after(bytes(head.digest), act)
    act.save()
    _move(head, act)
    return act


def lock_house() -> None:
    """Take the lock of the house, after those of sessions and cohorts, inside the caller's transaction.

    For what nobody may decide on at the same time as somebody else, and what belongs to no cohort.
    """
    if not _in_a_transaction():
        raise NotInATransaction("lock the house inside the transaction of what is done under it")
    _locked_head(None)


def _in_a_transaction() -> bool:
    return connection.in_atomic_block


def _check(verb: str, about: Mapping[str, object]) -> None:
    if not _VERB.fullmatch(verb) or len(verb) > LONGEST_VERB:
        raise ValueError("a verb is lower-case words joined by _")
    for name, value in about.items():
        if not isinstance(value, str | int | None) or len(str(value)) > LONGEST or "\0" in str(value):
            raise ValueError(f"{name} cannot be kept in an act")


def _locked_head(of: Cohort | None) -> tuple[ActHead, datetime | None, datetime]:
    """Return the end of the chain, locked, when its last act was, and the database's time, read behind the lock.

    An act is never earlier than the one before. That one's time is chained; what the head says of it is not.
    """
    chain = of.public_id if of else HOUSE
    if of:
        Cohort.objects.select_for_update(no_key=True).only("pk").get(pk=of.pk)
    heads = ActHead.objects.filter(chain=chain).select_for_update(no_key=True)
    head = heads.first() or _begun(heads, chain)
    last = Act.objects.filter(chain=chain, number=head.number).values_list("at", flat=True).first()
    return head, last, database_now()


def _begun(heads: QuerySet[ActHead], chain: str) -> ActHead:
    """Lay the start of a chain; of two who would, the later finds it there."""
    start = ActHead(chain=chain, number=0, at=database_now(), digest=ledger.START)
    start.seal = ledger.head_seal(chain, 0, ledger.START)
    ActHead.objects.bulk_create([start], ignore_conflicts=True)
    return heads.get()


def _move(head: ActHead, act: Act) -> None:
    seal = ledger.head_seal(act.chain, act.number, bytes(act.digest))
    ActHead.objects.filter(chain=head.chain).update(number=act.number, at=act.at, digest=act.digest, seal=seal)
