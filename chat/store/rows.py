"""Rows as the statements give and take them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from cohorts.schedule import Times


class HeadRow(NamedTuple):
    """How far a session's chain has come."""

    session_pk: int
    turn: int
    at: datetime
    digest: bytes
    seal: bytes
    data_key: bytes


class SavedEntry(NamedTuple):
    """An entry as it lies in the database, in the order of its columns."""

    session_pk: int
    turn: int
    stream: str
    pos: int
    kind: str
    author: str
    asker: str
    ref: str
    of: int | None
    at: datetime
    sealed: bytes
    hash: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A sign-in and the place it opens in one session; names and digests stay out of its repr."""

    session_pk: int
    as_id: str
    token_digest: str = field(repr=False)
    demo: bool
    expires_at: datetime
    ended_at: datetime | None
    cohort_pk: int | None
    seat: int | None
    seat_name: str | None = field(repr=False)
    taken_at: datetime | None
    withdrawn_at: datetime | None
    staff: str | None
    staff_name: str | None = field(repr=False)
    role: str | None
    left_at: datetime | None
    leading: bool | None
    #: Whether the session is for this seat, and whether this member of staff only looks into a one-to-one welcome.
    expected: bool = True
    watching: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a session is called and when it is; a coordinator may move or cancel it."""

    pk: int
    id: str
    cohort_pk: int
    times: Times
    course: str
    week: int
    title: str
    cancelled: bool = False
    welcome: bool = False
    backed: bool = False
    least_staff: int = 1
