"""After a seal was opened: saying that the young person was told, or why not, and reviewing it. Each is taken once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from cohorts.actions import record as act
from cohorts.models import Role, Staff

from . import record
from .models import TELLS, How, Opening, OpeningStep, Part, Step


class AlreadyDone(Exception):
    """Somebody was quicker."""


class NotYourOwn(Exception):
    """What one opened oneself another lead reviews, where there is one."""


def tell(opening: Opening, by: Staff, how: How, words: str, now: datetime) -> None:
    """Write down that the young person was told, with which words, or why not. Raises `AlreadyDone`.

    A reason not to tell is no end: told later, it stands there too.
    """
    step = Step.TOLD if how in TELLS else Step.NOT_TOLD
    with transaction.atomic():
        if OpeningStep.objects.filter(opening=opening, step=Step.TOLD).exists():
            raise AlreadyDone
        entry = record.add(opening.concern, Part.WISH, f"{step.label}: {how.label}.\n{words}", by, now).number
        _take(opening, step, by, now, how)
        act(
            by, "opening_told", session=opening.concern.session, opening=opening.public_id, how=str(how), entry=entry,
            at=now.isoformat(),
        )  # fmt: skip


def review(opening: Opening, by: Staff, now: datetime) -> None:
    """Mark it as reviewed, as an act that says whether it was one's own. Raises `AlreadyDone` or `NotYourOwn`."""
    own = opening.by_id == by.pk
    if own and other_leads(by):
        raise NotYourOwn
    with transaction.atomic():
        _take(opening, Step.REVIEWED, by, now)
        act(
            by, "opening_reviewed", session=opening.concern.session, opening=opening.public_id, own=own,
            at=now.isoformat(),
        )  # fmt: skip


def other_leads(by: Staff) -> bool:
    """Whether the house has another lead who can come in."""
    return Staff.objects.ready().filter(role=Role.LEAD).exclude(pk=by.pk).exists()


def _take(opening: Opening, step: Step, by: Staff, now: datetime, how: How | None = None) -> None:
    try:
        with transaction.atomic():
            OpeningStep(opening=opening, step=step, by=by, at=now, how=how or "").save()
    except IntegrityError:
        raise AlreadyDone from None
