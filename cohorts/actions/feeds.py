"""Calendar feeds: a secret address for one person, of which only the keyed digest is kept."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cohorts import codes
from cohorts.actions.acts import record
from cohorts.clock import database_now
from cohorts.models import Feed, Seat, Staff

Holder = Staff | Seat
_TOKEN_BYTES = 32


@transaction.atomic
def make_feed(holder: Holder) -> str:
    """Give somebody a new address and return its token, the only moment it can be read; an old one stops working."""
    now = database_now()
    _end(holder, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Feed.objects.create(**_whose(holder), digest=_digest(token), made_at=now)
    if isinstance(holder, Staff):
        record(holder, "feed_made")
    return token


@transaction.atomic
def end_feed(holder: Holder) -> bool:
    """Shut somebody's feed for good; return False if there was none."""
    if not _end(holder, database_now()):
        return False
    if isinstance(holder, Staff):
        record(holder, "feed_ended")
    return True


def feed_of(holder: Holder) -> QuerySet[Feed]:
    """Return the feed of this holder that is open, if there is one."""
    return Feed.objects.filter(**_whose(holder), ended_at__isnull=True)


def feed_holder(token: str) -> Holder | None:
    """Return whose feed this is, or None once it was shut or they have left."""
    here = Feed.objects.filter(staff__left_at__isnull=True, seat__withdrawn_at__isnull=True)
    standing = here.filter(digest=_digest(token), ended_at__isnull=True)
    feed = standing.select_related("staff", "seat__cohort").first()
    return (feed.staff or feed.seat) if feed else None


def _end(holder: Holder, now: datetime) -> int:
    # Two pages at once would each make one; the constraint keeps the later out, this row in order.
    rows: QuerySet[Staff] | QuerySet[Seat] = (
        Staff.objects.all() if isinstance(holder, Staff) else Seat.objects.all()
    )  # fmt: skip
    rows.select_for_update(no_key=True).get(pk=holder.pk)
    return feed_of(holder).update(ended_at=now)


def _whose(holder: Holder) -> dict[str, Holder]:
    return {"staff": holder} if isinstance(holder, Staff) else {"seat": holder}


def _digest(token: str) -> str:
    return codes.digest(token, settings.KEYS.codes, "feed")
