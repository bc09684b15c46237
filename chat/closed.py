"""What the key ring closes for this room of the house, and which of its processes hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from chat import chain
from chat.models import Head, Lease, WordChange
from cohorts.keyring import Holder, column, register, register_holders


def _heads() -> QuerySet[Head]:
    there = Head.objects.exclude(data_key=b"")  # that of a session whose words are gone was destroyed
    return there.select_related("session").only("data_key", "session__public_id")


def _workers(since: datetime) -> Iterator[Holder]:
    for told in Lease.objects.filter(renewed_at__gt=since, stopped=False).values_list("ring", flat=True):
        yield Holder("worker", told)


register(column("keys of sessions", _heads, "data_key", lambda head: chain.bound_to(head.session.public_id)))
register(column("reasons of word lists", WordChange.objects.all, "data_key", lambda change: change.row))
register_holders(_workers)
