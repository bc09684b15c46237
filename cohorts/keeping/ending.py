"""When a course was over, and how rows go that need nothing but to be deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Model, Q, QuerySet
from django.db.models.functions import Coalesce

from cohorts import chain
from cohorts.keeping.registry import Forget, Gone
from cohorts.models import Cohort

_START = bytes(chain.DIGEST_BYTES)


def ended_before(moment: datetime) -> QuerySet[Cohort]:
    """The cohorts whose last evening was before; where all were cancelled, the last that would have been."""
    last = Max("sessions__closes_at", filter=Q(sessions__cancelled_at__isnull=True))
    return Cohort.objects.alias(last=Coalesce(last, Max("sessions__closes_at"))).filter(last__lt=moment)


def deleting(model: type[Model]) -> Forget:
    """Return how rows of a table go that nothing else hangs on, but what goes with them."""

    def forget(rows: Sequence[Any], _: datetime) -> list[Gone]:
        digest = digest_of(model._meta.db_table, rows)  # noqa: SLF001  (Django's own way to a table's name)
        # A plain query set: rows that are written once are let go of here and nowhere else.
        QuerySet(model).filter(pk__in=[row.pk for row in rows]).delete()
        return [Gone(len(rows), digest)]

    return forget


def digest_of(what: str, rows: Iterable[Any]) -> bytes:
    """Return the keyed digest over which rows went: whoever has a backup can show later that they were among them."""
    ids = sorted(str(getattr(row, "public_id", row.pk)) for row in rows)
    return chain.link(settings.KEYS.chain, _START, b"purged", what.encode(), *(one.encode() for one in ids))
