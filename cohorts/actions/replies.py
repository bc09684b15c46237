"""A young person's own word on whether they come."""

from datetime import datetime

from django.db import transaction

from cohorts.models import Reply, Seat, Session


class NotAsked(Exception):
    """The evening is over, was cancelled or moved, or was never theirs; nothing was kept."""


class AnotherTime(NotAsked):
    """The evening begins at another time than the page showed on which they answered."""


def say_coming(seat: Seat, session: Session, coming: bool, now: datetime, shown: datetime | None = None) -> Reply:
    """Keep what they say; the last word counts. Raises `NotAsked`, or of that `AnotherTime`.

    `shown`: the start they said it of, where their page told; of another than the evening has now nobody asked them.
    """
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).locked()
        fresh = Session.objects.get(pk=session.pk)
        if fresh.cancelled_at is not None or fresh.closes_at <= now or not seat.belongs_to(fresh):
            raise NotAsked
        if shown is not None and shown != fresh.starts_at:
            raise AnotherTime
        said = {"coming": coming, "said_at": now, "about_at": fresh.starts_at}
        reply, _ = Reply.objects.update_or_create(seat=seat, session=fresh, defaults=said)
    return reply
