"""What a record asks for later: who sees to it by when, read out of its entries; it stands until it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cohorts.models import Staff

from .models import Concern, Part, RecordEntry


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to be seen to; `number` is that of its entry."""

    number: int
    owner: str
    due: datetime
    concern: Concern | None = None


def standing(entries: Iterable[Any]) -> list[FollowUp]:
    """Return what stands in one record, the first due first; `entries` have a number, a part and an `about`."""
    asked: dict[int, FollowUp] = {}
    for one in entries:
        if one.part == Part.FOLLOW:
            asked.pop(one.about.get("corrects", 0), None)
            due = datetime.fromisoformat(one.about["due"])
            asked[one.number] = FollowUp(one.number, one.about["owner"], due, getattr(one, "concern", None))
        elif one.part == Part.FOLLOWED:
            asked.pop(one.about.get("of", 0), None)
    return sorted(asked.values(), key=lambda one: (one.due, one.number))


def of(owner: Staff) -> list[FollowUp]:
    """Return what one member of staff has to see to, in all records, the first due first."""
    theirs = RecordEntry.objects.filter(part=Part.FOLLOW, about__owner=owner.public_id).values("concern")
    asked = RecordEntry.objects.filter(concern__in=theirs, part__in=(Part.FOLLOW, Part.FOLLOWED))
    rows: dict[int, list[RecordEntry]] = {}
    for one in asked.select_related("concern__seat", "concern__session__cohort").order_by("concern", "number"):
        rows.setdefault(one.concern_id, []).append(one)
    found = [one for entries in rows.values() for one in standing(entries) if one.owner == owner.public_id]
    return sorted(found, key=lambda one: (one.due, one.number))
