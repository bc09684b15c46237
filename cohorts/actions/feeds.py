"""Calendar feeds: a secret address for one member of staff, of which only the keyed digest is kept."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cohorts import codes
from cohorts.actions.acts import record
from cohorts.clock import database_now
from cohorts.models import Feed, Staff

_TOKEN_BYTES = 32


@transaction.atomic
def make_feed(staff: Staff) -> str:
    """Give somebody a new address and return its token, the only moment it can be read; an old one stops working."""
    now = database_now()
    _end(staff, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Feed.objects.create(staff=staff, digest=_digest(token), made_at=now)
    record(staff, "feed_made")
    return token


@transaction.atomic
def end_feed(staff: Staff) -> bool:
    """Shut somebody's feed for good; return False if there was none."""
    if not _end(staff, database_now()):
        return False
    record(staff, "feed_ended")
    return True


def feed_holder(token: str) -> Staff | None:
    """Return whose feed this is, or None once it was shut or they have left."""
    standing = Feed.objects.filter(digest=_digest(token), ended_at__isnull=True, staff__left_at__isnull=True)
    feed = standing.select_related("staff").first()
    return feed.staff if feed else None


def _end(staff: Staff, now: datetime) -> int:
    # Two pages at once would each make one; the constraint keeps the later out, this row in order.
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    return Feed.objects.filter(staff=staff, ended_at__isnull=True).update(ended_at=now)


def _digest(token: str) -> str:
    return codes.digest(token, settings.KEYS.codes, "feed")
