"""Looking ahead to an evening's start: whether so many facilitators are there that it may open (care.md §6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q

from chat import came
from chat.models import Lease, PresenceRow
from chat.presence import LAPSES_AFTER
from chat.verbs.unusual import ALONE_AFTER
from cohorts.actions.acts import record
from cohorts.lost_evenings import lost
from cohorts.models import Kind, Role, Session, Shift, Staff, Telling
from cohorts.models.session import Kind as Meeting
from cohorts.telling.outbox import tell_all, untell
from cohorts.telling.unheld import whom

#: So long before the start they should be there; then the others are told.
BEFORE: Final = timedelta(minutes=15)
#: A welcome is looked at only as it begins, as its lobby is short; then, and for a while, somebody must be there.
WELCOME_BEFORE: Final = timedelta(minutes=2)
WELCOME_WITHIN: Final = timedelta(minutes=5)
#: So long after the start it is still told, by a loop that was away.
WITHIN: Final = timedelta(minutes=40)
STAFF: Final = "staff:"


def staff_here(sessions: Collection[int], now: datetime) -> Mapping[int, frozenset[str]]:
    """Return who of staff is in each of these rooms (rows) at this moment, by public id; one query."""
    sockets = PresenceRow.objects.filter(
        session__in=sessions, person__startswith=STAFF, left_at__isnull=True,
        worker__in=Lease.objects.filter(stopped=False, renewed_at__gt=now - LAPSES_AFTER).values("worker"),
    )  # fmt: skip
    found: dict[int, set[str]] = {pk: set() for pk in sessions}
    for pk, person in sockets.order_by().values_list("session", "person").distinct():
        found[pk].add(person.removeprefix(STAFF))
    return {pk: frozenset(people) for pk, people in found.items()}


def unheld(sessions: Collection[int], now: datetime) -> Mapping[int, datetime | None]:
    """Return those of these rooms (rows) in which nobody of staff is, and since when, if anybody was; three queries.

    Also of those whose worker went without a word: since its last sign of life, as in `chat.presence`.
    """
    gone: dict[int, datetime | None] = {pk: None for pk, people in staff_here(sessions, now).items() if not people}
    if not gone:
        return gone
    rows = PresenceRow.objects.filter(session__in=gone, person__startswith=STAFF).order_by()
    sockets = list(rows.values_list("session", "worker", "left_at"))
    seen = dict(
        Lease.objects.filter(worker__in={worker for _, worker, _ in sockets}).values_list("worker", "renewed_at")
    )
    for pk, worker, left_at in sockets:
        last, before = left_at or seen.get(worker), gone[pk]
        if last is not None:
            gone[pk] = last if before is None else max(before, last)
    return gone


def tell_of_too_few(now: datetime) -> int:
    """Tell the partner, the observers and the coordinators of evenings that lack staff, once; return how many.

    So of a welcome somebody picked, as it begins and nobody of staff is there.
    Of one that was moved since it is told anew: its start is part of what the letter is known by. What could not leave
    yet, as after an outage of the post, is taken back once enough are there, or it is known how the evening went.
    """
    _take_back_short(now)
    told = Telling.objects.filter(kind=Kind.SHORT, due_at__gt=now - BEFORE, about_at=F("session__starts_at"))
    evenings = Q(kind=Meeting.GROUP, starts_at__gt=now, starts_at__lte=now + BEFORE, least_staff__gt=1)
    welcomes = Q(
        kind=Meeting.WELCOME, seat__isnull=False, outcome="", starts_at__gt=now - WELCOME_WITHIN,
        starts_at__lte=now + WELCOME_BEFORE,
    )  # fmt: skip
    soon = list(
        Session.objects.planned()
        .filter(evenings | welcomes, cohort__demo=False)
        .exclude(pk__in=told.values("session"))
        .order_by("pk")
    )
    here = staff_here([session.pk for session in soon], now)
    short = [session for session in soon if too_few(session, here[session.pk])]
    for session in short:
        others = whom(session, but=here[session.pk])
        tell_all(
            Kind.SHORT, others, session=session, due_at=now, not_after=session.ends_at, occasion=_occasion(session)
        )  # fmt: skip
        record(None, "staff_missing", session=session, here=len(here[session.pk]))
    return len(short)


def _take_back_short(now: datetime) -> None:
    waiting = Telling.objects.waiting().filter(kind=Kind.SHORT, not_after__gt=now).values("session")
    doubtful = list(Session.objects.filter(pk__in=waiting).order_by("pk"))
    here = staff_here([session.pk for session in doubtful], now) if doubtful else {}
    for session in doubtful:
        if session.outcome:
            untell(Kind.SHORT, session=session)
        elif not too_few(session, here[session.pk]):
            # What tells of a no stays: whoever fell ill may still have the page open.
            untell(Kind.SHORT, session=session, occasion=_occasion(session))


def _occasion(session: Session) -> str:
    """What the letters that tell of who is in the room are known by; those of a no have another."""
    return str(int(session.starts_at.timestamp()))


def tell_of_one(now: datetime) -> int:
    """Tell the observers of evenings to which one seat came that they have to watch, once; return how many.

    Whoever stands behind the one who holds it counts as one of them; without any it is the safeguarding leads. What
    could not leave before somebody else came, or the room closed, is taken back.
    """
    late = (
        Session.objects.evenings()
        .planned()
        .filter(starts_at__lte=now - ALONE_AFTER, starts_at__gt=now - WITHIN, outcome="", cohort__demo=False)
    )
    told = Telling.objects.filter(kind=Kind.ALONE).values("session")
    waiting = {session.pk: session for session in late.exclude(pk__in=told).order_by("pk")}
    unsent = Telling.objects.waiting().filter(kind=Kind.ALONE, not_after__gt=now).values("session")
    doubtful = {session.pk: session for session in Session.objects.filter(pk__in=unsent).order_by("pk")}
    held = came.rooms([*waiting, *doubtful])
    one_came = {pk for pk, room in held.items() if len(room.stays) == 1 and room.closed_at is None}
    if one_came:  # whoever else came is not in a backup
        one_came -= lost(one_came)
    for pk in doubtful.keys() - one_came:
        untell(Kind.ALONE, session=doubtful[pk])
    alone = [session for pk, session in waiting.items() if pk in one_came]
    for session in alone:
        tell_all(Kind.ALONE, _who_watches(session), session=session, due_at=now, not_after=session.ends_at)
    return len(alone)


def _who_watches(session: Session) -> list[Staff]:
    watching = Shift.objects.standing().filter(session=session, watching=True).values("staff")
    found = Staff.objects.here().filter(Q(pk__in=watching) | Q(pk=session.backed_by_id)).order_by("pk")
    return list(found) or list(Staff.objects.ready().filter(role=Role.LEAD, demo=False).order_by("pk"))


def too_few(session: Session, here: Collection[str]) -> bool:
    """Whether those who are there (public ids), observers not counted, are fewer than the room asks for."""
    holding = Shift.objects.standing().filter(session=session, watching=False, staff__public_id__in=here)
    return holding.count() < session.least_staff
