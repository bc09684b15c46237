"""The team of an evening is told how its concerns stand, whoever changed that and from which page.

A page writes no entry of a room; the loops say what has become true. Of a worry about an adult nobody is told anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, cast

from django.db.models.functions import Coalesce
from django.utils import timezone

from chat.others import register
from chat.protocol.asks import Ask
from chat.protocol.team import Concerned, Stands
from facilitator.verbs.stands import ConcernStands

from .models import Concern

#: What could not be said for so long, as a room's key is gone, is not tried for ever.
TRIED_FOR: Final = timedelta(days=1)
MOST: Final = 50


def to_say(now: datetime | None = None) -> list[tuple[str, Ask]]:
    """Return the sessions in whose staff stream it is to be said, and what."""
    since = (now or timezone.now()) - TRIED_FOR
    untold = Concern.objects.untold().alias(stood=Coalesce("changed_at", "raised_at")).filter(stood__gt=since)
    found = untold.select_related("session", "seat").order_by("pk")[:MOST]
    return [(one.session.public_id, _said(one)) for one in found if one.seat is not None]


def _said(concern: Concern) -> ConcernStands:
    ref = f"{concern.public_id} {concern.stands[0]} {concern.since:%Y%m%dT%H%M%S.%f}"
    number = concern.seat.number if concern.seat else 0
    level, stands = cast("Concerned", concern.level), cast("Stands", str(concern.stands))
    return ConcernStands(ref, number, level, stands, concern.public_id)


register(to_say)
