"""Who came to a session: the seats whose socket was there once its lobby had opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, F, Q, QuerySet

from chat.models import EntryRow, PresenceRow
from chat.protocol.streams import ROOM

SEAT = "seat:"


def seats_by_session(sessions: Collection[int]) -> Mapping[int, int]:
    """Count the seats that came to each of these sessions (rows), by one query; who they were is not said."""
    return dict(_seats(sessions).values_list("session").annotate(Count("person", distinct=True)))


def who_came(sessions: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return the numbers of the seats that came, for each of these sessions whose room staff opened; two queries."""
    marks = EntryRow.objects.filter(session__in=sessions, stream=ROOM, kind="phase", asker__startswith="staff:")
    found: dict[int, set[int]] = {session: set() for session in marks.values_list("session", flat=True).distinct()}
    for session, person in _seats(found).values_list("session", "person").distinct():
        found[session].add(int(person.removeprefix(SEAT)))
    return {session: frozenset(numbers) for session, numbers in found.items()}


def _seats(sessions: Collection[int]) -> QuerySet[PresenceRow]:
    there = Q(left_at__isnull=True) | Q(left_at__gte=F("session__opens_at"))
    return PresenceRow.objects.filter(there, session__in=sessions, person__startswith=SEAT).order_by()
