"""What a record asks for later: who sees to it by when, read out of its entries; it stands until it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cohorts.models import Staff

from .acknowledging import FOLLOW, REVIEW
from .models import Concern, Duty, Part, RecordEntry


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to be seen to; `number` is that of its entry."""

    number: int
    owner: str
    due: datetime
    concern: Concern | None = None


def standing(entries: Iterable[Any]) -> list[FollowUp]:
    """Return what stands in one record, the first due first; `entries` have a number, a part and an `about`.

    However often one was put right it is one thing, as the newest has it. Words that are put right once it is done
    leave it done; who is to see to it or by when is asked anew.
    """
    entries = list(entries)
    began = lines(entries)
    asked: dict[int, FollowUp] = {}
    done = set[int]()
    for one in entries:
        if one.part == Part.FOLLOW:
            line, before = began[one.number], asked.get(began[one.number])
            due = datetime.fromisoformat(one.about["due"])
            asked[line] = FollowUp(one.number, one.about["owner"], due, getattr(one, "concern", None))
            if before is not None and (before.owner, before.due) != (asked[line].owner, due):
                done.discard(line)
        elif one.part == Part.FOLLOWED:
            done.add(began.get(one.about.get("of", 0), 0))
    waiting = [one for line, one in asked.items() if line not in done]
    return sorted(waiting, key=lambda one: (one.due, one.number))


def lines(entries: Iterable[Any]) -> dict[int, int]:
    """Return of each entry the number of the first of those that put one another right, its own if there is none."""
    began: dict[int, int] = {}
    for one in entries:
        began[one.number] = began.get(one.about.get("corrects", 0), one.number)
    return began


def line_of(entries: Iterable[Any], number: int) -> list[int]:
    """Return the numbers of all that put one another right together with this one, the one that counts last."""
    began = lines(entries)
    return [one for one, line in began.items() if line == began.get(number)]


def of(owner: Staff) -> list[FollowUp]:
    """Return what one member of staff has to see to, in all records, the first due first."""
    found = [one for one in _in_records(_owned_by(owner)) if one.owner == owner.public_id]
    return sorted(found, key=lambda one: (one.due, one.number))


def in_hand(staff: Staff) -> frozenset[int]:
    """Return the concerns of which they have something that is not done: a review, or a follow-up to come or told of.

    They have what they answered, and what is theirs to see to. Two questions, however many there are.
    """
    signed = RecordEntry.objects.filter(concern=OuterRef("concern"), part=Part.SIGNED, at__gte=OuterRef("raised_at"))
    answered = Duty.objects.filter(answered_by=staff, concern__isnull=False)
    follows, reviews = Q(ref__startswith=FOLLOW), Q(ref__startswith=REVIEW) & ~Exists(signed)
    refs = dict[str, int](answered.filter(follows | reviews).values_list("ref", "concern"))
    found = {concern for ref, concern in refs.items() if ref.startswith(REVIEW)}
    for one in _in_records(_owned_by(staff) | Q(concern__in=answered.filter(follows).values("concern"))):
        if one.concern and (one.owner == staff.public_id or follow_ref(one.concern, one.number) in refs):
            found.add(one.concern.pk)
    return frozenset(found)


def follow_ref(concern: Concern, number: int) -> str:
    """What the duty to see to one thing is known by."""
    return f"{FOLLOW}{concern.public_id}:{number}"


def _owned_by(owner: Staff) -> Q:
    """The records in which something was to be seen to by them."""
    theirs = RecordEntry.objects.filter(part=Part.FOLLOW, about__owner=owner.public_id)
    return Q(concern__in=theirs.values("concern"))


def _in_records(which: Q) -> list[FollowUp]:
    """What stands in each of these records."""
    asked = RecordEntry.objects.filter(which, part__in=(Part.FOLLOW, Part.FOLLOWED))
    rows: dict[int, list[RecordEntry]] = {}
    for one in asked.select_related("concern__seat", "concern__session__cohort").order_by("concern", "number"):
        rows.setdefault(one.concern_id, []).append(one)
    return [one for entries in rows.values() for one in standing(entries)]
