"""Who came to a session and how long they stayed: the seats whose socket was there once its lobby had opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chat.models import Lease, PresenceRow
from chat.opened import opened
from chat.protocol.contents import Phase
from chat.protocol.streams import ROOM
from cohorts.attendance import Room, Stay

SEAT: Final = "seat:"


def rooms(sessions: Collection[int]) -> Mapping[int, Room]:
    """Return each of these sessions (rows) whose room was ever open, with how long each seat stayed; two queries.

    A room that was only closed, by a hand in its lobby or by the clock, was never open. One whose words no key opens
    any more is left out like that: nobody is thought to have missed what we cannot tell was held.
    """
    marks: dict[int, list[tuple[datetime, str]]] = {}
    for pk, at, phase in _phases(sessions):
        marks.setdefault(pk, []).append((at, phase))
    opened = {pk: said for pk, said in marks.items() if any(phase == "open" for _, phase in said)}
    stays = _stays(opened)
    return {pk: _room(said, stays.get(pk, {})) for pk, said in opened.items()}


def _phases(sessions: Collection[int]) -> Iterable[tuple[int, datetime, str]]:
    """What was said of the doors, in order."""
    for pk, entry in opened(sessions, Q(stream=ROOM, kind="phase")):
        if isinstance(entry.content, Phase):
            yield pk, entry.at, entry.content.phase


def _room(said: list[tuple[datetime, str]], stays: Mapping[int, Stay]) -> Room:
    """A room that opened again after it closed has its last end."""
    closed: datetime | None = None
    for at, phase in said:
        closed = None if phase == "open" else closed or at
    return Room(next(at for at, phase in said if phase == "open"), closed, stays)


def _stays(sessions: Collection[int]) -> Mapping[int, Mapping[int, Stay]]:
    """From their first coming in to their last going out; a short loss of the line in between does not count."""
    rows = _seats(sessions).values_list("session", "person").annotate(Min("entered_at"), Max("until"))
    found: dict[int, dict[int, Stay]] = {}
    for session, person, first, last in rows:
        found.setdefault(session, {})[int(person.removeprefix(SEAT))] = Stay(first, last)
    return found


def _seats(sessions: Collection[int]) -> QuerySet[PresenceRow]:
    """Sockets of seats that outlasted the opening of the lobby; one that lapsed ended with its worker's last sign."""
    seen = Lease.objects.filter(worker=OuterRef("worker")).values("renewed_at")
    rows = PresenceRow.objects.alias(until=Coalesce("left_at", Subquery(seen)))
    return rows.filter(session__in=sessions, person__startswith=SEAT, until__gte=F("session__opens_at")).order_by()
