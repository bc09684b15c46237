"""Writing in a record, having what follows done, closing and opening again, signing: each with its act in one step."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cohorts import ids
from cohorts.actions import record as act
from cohorts.actions.stops import stop_messages
from cohorts.models import Cause, Staff
from facilitator.safeguarding import acknowledging, following, record
from facilitator.safeguarding.duties import answer, raise_duty
from facilitator.safeguarding.models import BY_ITSELF, STOPS, Concern, Duty, Kind, Level, Part, RecordEntry, State

#: What says that nobody outside has to be told, or who was.
SAYS_WHY = frozenset({Part.REFERRED, Part.NOT_SENT})


class NothingToCorrect(Exception):
    """There is no such entry of that part in the record, or one that nobody wrote."""


class NotReferred(Exception):
    """Not closed: nobody outside was told, and nothing says why."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Who sees to what a record asks for, by when."""

    owner: Staff
    due: datetime


def note(by: Staff, verb: str, concern: Concern, entry: RecordEntry | None = None) -> None:
    """Write an act; of a record about an adult none, as whoever is named may read acts: its own chain says all."""
    if concern.adult:
        return
    if entry is None:
        act(by, verb, session=concern.session, concern=concern.public_id)
    else:
        act(by, verb, session=concern.session, concern=concern.public_id, part=str(entry.part), number=entry.number)


@transaction.atomic
def add_to_record(  # noqa: PLR0913  (each is a part of an entry)
    by: Staff, concern: Concern, part: Part, text: str, now: datetime, *, token: str = "", corrects: int | None = None
) -> RecordEntry:
    """Write something more, as an act that says which part and none of its words; the same form again is one entry.

    Sent again with something else in it, it is another. Raises `NothingToCorrect`.
    """
    return _write(by, concern, part, text, now, token=token, about=_corrected(concern, part, corrects))


@transaction.atomic
def ask_to_follow(  # noqa: PLR0913  (each is a fact of it)
    by: Staff, concern: Concern, text: str, follow: Follow, now: datetime, *, token: str = "",
    corrects: int | None = None,
) -> RecordEntry:  # fmt: skip
    """Write what has to follow: when it is due its owner is told until they answer. What it corrects is over."""
    corrected = _corrected(concern, Part.FOLLOW, corrects)
    if corrects is not None:
        _over(by, concern, corrects, now)
    about: record.About = {"owner": follow.owner.public_id, "due": follow.due.isoformat(), **corrected}
    written = _write(by, concern, Part.FOLLOW, text, now, token=token, about=about)
    raise_duty(
        Kind.ADULT if concern.adult else Kind.FOLLOW_UP, Level.CONCERN, concern.session,
        ref=following.follow_ref(concern, written.number), now=now, seat=concern.seat, concern=concern, to=follow.owner,
        about_staff=concern.about_staff, due_at=follow.due,
    )  # fmt: skip
    return written


@transaction.atomic
def followed(by: Staff, concern: Concern, number: int, text: str, now: datetime, *, token: str = "") -> bool:
    """Write what came of it, and its owner is told no more; False if that was done before."""
    _over(by, concern, number, now)
    record.locked(concern)
    if number not in {one.number for one in following.standing(_entries(concern))}:
        return False
    _write(by, concern, Part.FOLLOWED, text, now, token=token, about={"of": number})
    return True


@transaction.atomic
def close(by: Staff, concern: Concern, outcome: str, now: datetime, *, why_not: str = "", token: str = "") -> bool:
    """Close it with what came of it; whoever closes it has it. False if it is closed, or was by this very form.

    Raises `NotReferred`: then nothing was written.
    """
    once = _once(token, Part.CLOSED, outcome)
    if _is_written(concern, once):
        return False
    acknowledging.acknowledge(concern, by, now)
    if not record.locked(concern).is_open:
        return False
    if why_not:
        _write(by, concern, Part.NOT_SENT, why_not, now, token=f"{token}-why" if token else "")
    if not says_why(concern):
        raise NotReferred
    record.add(concern, Part.CLOSED, outcome, by, now, token=once)
    Concern.every.filter(pk=concern.pk).update(state=State.CLOSED, changed_at=now)
    note(by, "concern_closed", concern)
    return True


@transaction.atomic
def reopen(by: Staff, concern: Concern, why: str, now: datetime, *, leads: bool, token: str = "") -> bool:
    """Open it again, as a new entry and as if it were raised now: nobody has it. False if it is open, or was so before.

    `leads`: whoever does it decides of it, and so has it at once; else somebody is told as pressingly as it is.
    """
    once = _once(token, Part.REOPENED, why)
    if record.locked(concern).is_open or _is_written(concern, once):
        return False
    written = record.add(concern, Part.REOPENED, why, by, now, token=once)
    anew = {"state": State.OPEN, "changed_at": now, "acknowledged_at": None, "acknowledged_by": None}
    Concern.every.filter(pk=concern.pk).update(**anew)
    note(by, "concern_reopened", concern)
    if concern.level in STOPS and concern.seat is not None and not concern.adult:
        stop_messages(concern.seat, Cause.CONCERN, now)
    if not leads:
        raise_duty(
            Kind.ADULT if concern.adult else Kind.CONCERN, Level(concern.level), concern.session,
            ref=f"reopened:{concern.public_id}:{written.number}", now=now, seat=concern.seat, concern=concern,
            about_staff=concern.about_staff,
        )  # fmt: skip
    elif acknowledging.have(concern, by, now):
        note(by, "concern_acknowledged", concern)
    return True


@transaction.atomic
def sign(by: Staff, concern: Concern, now: datetime, *, token: str = "") -> None:
    """Say that one has looked at all of it; it need not be closed. Nobody is asked to any more."""
    for duty in acknowledging.reviews(concern):
        answer(duty, by, now)
    head = record.locked(concern)
    if token and head.record.filter(token=token).exists():
        return
    written = record.add(head, Part.SIGNED, "", by, now, token=token)
    note(by, "record_signed", concern, written)


def says_why(concern: Concern) -> bool:
    """Whether the record says to whom it was referred, or why it was not."""
    return concern.record.filter(part__in=SAYS_WHY).exists()


def _write(  # noqa: PLR0913  (each is a part of an entry)
    by: Staff, concern: Concern, part: Part, text: str, now: datetime, *, token: str = "",
    about: record.About | None = None,
) -> RecordEntry:  # fmt: skip
    head = record.locked(concern)
    once = _once(token, part, text, about)
    if once and (there := head.record.filter(token=once).first()) is not None:
        return there
    written = record.add(head, part, text, by, now, about=about, token=once)
    note(by, "record_added", concern, written)
    return written


def _once(token: str, part: Part, text: str, about: record.About | None = None) -> str:
    """What a form that is sent again is known by: what was put right in it is more to be written, and not the same."""
    return ids.made_from(token, str(part), text, json.dumps(about or {}, sort_keys=True)) if token else ""


def _is_written(concern: Concern, once: str) -> bool:
    """Whether this very form came before. Whatever was decided since is not undone by its coming once more."""
    return bool(once) and concern.record.filter(token=once).exists()


def _corrected(concern: Concern, part: Part, number: int | None) -> dict[str, int]:
    if number is None:
        return {}
    if part in BY_ITSELF or not concern.record.filter(part=part, number=number).exists():
        raise NothingToCorrect
    return {"corrects": number}


def _over(by: Staff, concern: Concern, number: int, now: datetime) -> None:
    for duty in Duty.objects.waiting().filter(ref=following.follow_ref(concern, number)):
        answer(duty, by, now)


def _entries(concern: Concern) -> list[RecordEntry]:
    return list(concern.record.filter(part__in=(Part.FOLLOW, Part.FOLLOWED)).order_by("number"))
