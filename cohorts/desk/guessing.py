"""Much guessing, as the desk is told of it: how much and when, for a day."""

from datetime import datetime, timedelta

from cohorts.models import Guessing

SHOWN = timedelta(days=1)
MOST = 5


def lately(now: datetime) -> list[Guessing]:
    """Return the latest ten-minute spells in which more was tried than people mistype, the newest first."""
    return list(Guessing.objects.filter(since__gt=now - SHOWN).order_by("-since", "what")[:MOST])
