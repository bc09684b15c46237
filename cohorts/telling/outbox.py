"""The outbox: what is to be told is written down in the transaction of what it tells of."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from cohorts.actions.acts import NotInATransaction
from cohorts.models import Kind, Seat, Session, Staff, Telling, WaitingPlace

Holder = Seat | WaitingPlace | Staff
"""Whoever can be told something; staff are told about a session."""

_FIELDS = {Seat: "seat", WaitingPlace: "waiting", Staff: "staff"}


def tell(
    kind: Kind,
    holder: Holder,
    *,
    due_at: datetime,
    not_after: datetime,
    session: Session | None = None,
    occasion: str = "",
) -> None:
    """Have somebody told this once, from `due_at` on and not after `not_after` (both UTC).

    Inside the caller's transaction, or `NotInATransaction`: what is rolled back is not told. The same kind, holder,
    session and `occasion` again change nothing, however often. What it says is worked out when it is sent.
    """
    tell_all(kind, [holder], due_at=due_at, not_after=not_after, session=session, occasion=occasion)


def tell_all(
    kind: Kind,
    holders: Iterable[Holder],
    *,
    due_at: datetime,
    not_after: datetime,
    session: Session | None = None,
    occasion: str = "",
) -> None:
    """As `tell`, for several of one cohort by one statement."""
    write(planned(kind, one, due_at=due_at, not_after=not_after, session=session, occasion=occasion) for one in holders)


def planned(
    kind: Kind,
    holder: Holder,
    *,
    due_at: datetime,
    not_after: datetime,
    session: Session | None = None,
    occasion: str = "",
) -> Telling:
    """Return the row that `tell` writes, for whoever writes many."""
    return Telling(
        kind=kind, cohort_id=_cohort(holder, session), session=session, ref=ref(kind, holder, session, occasion),
        **{_FIELDS[type(holder)]: holder},
        about_at=session.starts_at if session else None, due_at=due_at, not_after=not_after, next_at=due_at,
    )  # fmt: skip


def write(rows: Iterable[Telling]) -> None:
    """Write these by one statement, inside the caller's transaction; those that are there stay as they are."""
    if not connection.in_atomic_block:
        raise NotInATransaction("have somebody told inside the transaction of what it is about")
    Telling.objects.bulk_create(rows, ignore_conflicts=True)


def untell(*kinds: Kind, session: Session | None = None, holder: Holder | None = None, occasion: str = "") -> int:
    """Take back what is not on its way yet of these kinds; return how many there were. Name a session or a holder.

    The row goes, so that the same thing can be planned again: an evening that is moved back is told anew. With the
    beginning of an `occasion` it is only what was planned with such a one.
    """
    if session is None and holder is None:
        raise ValueError("untell what: a session's, or a holder's")
    found = Telling.objects.waiting().filter(kind__in=kinds, handing_at__isnull=True)
    if session is not None:
        found = found.filter(session=session)
    if holder is not None:
        found = found.filter(**{_FIELDS[type(holder)]: holder})
    if occasion:
        found = found.filter(ref__contains=f":{session.public_id if session else ''}:{occasion}")
    return found.delete()[0]


def ref(kind: Kind, holder: Holder, session: Session | None, occasion: str) -> str:
    """Return what a telling is known by: only one of it is ever written."""
    return ":".join((kind, holder.public_id, session.public_id if session else "", occasion))


def _cohort(holder: Holder, session: Session | None) -> int:
    if not isinstance(holder, Staff):
        return holder.cohort_id
    if session is None:
        raise ValueError("staff are told about a session")
    return session.cohort_id
