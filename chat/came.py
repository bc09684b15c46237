"""How many young people came to a session: the seats whose socket was there once its lobby had opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, F, Q

from chat.models import PresenceRow


def seats_by_session(sessions: Collection[int]) -> Mapping[int, int]:
    """Count the seats that came to each of these sessions (rows), by one query; who they were is not said."""
    there = Q(left_at__isnull=True) | Q(left_at__gte=F("session__opens_at"))
    rows = PresenceRow.objects.filter(there, session__in=sessions, person__startswith="seat:")
    return dict(rows.order_by().values_list("session").annotate(Count("person", distinct=True)))
