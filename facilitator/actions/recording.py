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


class Meanwhile(Exception):
    """It stands so already, by somebody who was quicker or in other words: nothing was written."""


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
    head = record.locked(concern)
    about = _corrected(head, part, corrects)
    return _write(by, concern, part, text, now, token=token, about=about, sent=_sent(corrects))


@transaction.atomic
def ask_to_follow(  # noqa: PLR0913  (each is a fact of it)
    by: Staff, concern: Concern, text: str, follow: Follow, now: datetime, *, token: str = "",
    corrects: int | None = None,
) -> RecordEntry:  # fmt: skip
    """Write what has to follow: when it is due its owner is told until they answer. What it corrects is over.

    Nobody is told of one that is done, and of which words alone were put right.
    """
    head = record.locked(concern)
    asked: dict[str, str | int] = {"owner": follow.owner.public_id, "due": follow.due.isoformat()}
    about, sent = asked | _corrected(head, Part.FOLLOW, corrects), asked | _sent(corrects)
    if (there := _written(head, _once(token, Part.FOLLOW, text, sent))) is not None:
        return there
    if corrects is not None:
        _over(by, concern, following.line_of(_entries(head), corrects), now)
    written = _write(by, concern, Part.FOLLOW, text, now, token=token, about=about, sent=sent)
    if written.number in _waiting(head):
        raise_duty(
            Kind.ADULT if concern.adult else Kind.FOLLOW_UP, Level.CONCERN, concern.session,
            ref=following.follow_ref(concern, written.number), now=now, seat=concern.seat, concern=concern,
            to=follow.owner, about_staff=concern.about_staff, due_at=follow.due,
        )  # fmt: skip
    return written


@transaction.atomic
def followed(by: Staff, concern: Concern, number: int, text: str, now: datetime, *, token: str = "") -> bool:
    """Write what came of it, and its owner is told no more, also where it was put right since `number`.

    False if that was done before: then it is kept as something that was done.
    """
    head, sent = record.locked(concern), {"of": number}
    if _written(head, _once(token, Part.FOLLOWED, text, sent)) is not None:
        return True
    line = following.line_of(_entries(head), number)
    _over(by, concern, line, now)
    if _waiting(head).isdisjoint(line):
        _write(by, concern, Part.DONE, text, now, token=token, sent=sent)
        return False
    _write(by, concern, Part.FOLLOWED, text, now, token=token, about={"of": line[-1]}, sent=sent)
    return True


@transaction.atomic
def close(by: Staff, concern: Concern, outcome: str, now: datetime, *, why_not: str = "", token: str = "") -> bool:
    """Close it with what came of it; whoever closes it has it. False if this very form did so before.

    Raises `NotReferred`, or `Meanwhile` where it is closed: then nothing was written.
    """
    once = _once(token, Part.CLOSED, outcome)
    if _written(concern, once) is not None:
        return False
    acknowledging.acknowledge(concern, by, now)
    if not record.locked(concern).is_open:
        if _written(concern, once) is not None:  # Pressed twice at once.
            return False
        raise Meanwhile
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
    """Open it again, as a new entry and as if it were raised now: nobody has it. False if this form did so before.

    `leads`: whoever does it decides of it, and so has it at once; else somebody is told as pressingly as it is. Raises
    `Meanwhile` where it is open: then nothing was written.
    """
    once = _once(token, Part.REOPENED, why)
    is_open = record.locked(concern).is_open
    if _written(concern, once) is not None:
        return False
    if is_open:
        raise Meanwhile
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
def write_beside(  # noqa: PLR0913  (each is a part of it)
    by: Staff, concern: Concern, part: Part, text: str, now: datetime, *, why_not: str = "", token: str = ""
) -> None:
    """Write with what somebody wanted to close it, or to open it again, who came second: it stands beside the first.

    How the concern stands, by now, does not change by it.
    """
    if why_not:
        _write(by, concern, Part.NOT_SENT, why_not, now, token=f"{token}-why" if token else "")
    _write(by, concern, part, text, now, token=token)


@transaction.atomic
def sign(by: Staff, concern: Concern, now: datetime, *, token: str = "") -> bool:
    """Say that one has looked at all of it; it need not be closed. Nobody is asked to any more.

    False if this very form said so before: what it was opened again for since, nobody has looked at by that.
    """
    head = record.locked(concern)
    once = _once(token, Part.SIGNED, "")
    if _written(head, once) is not None:
        return False
    for duty in acknowledging.reviews(concern):
        answer(duty, by, now)
    written = record.add(head, Part.SIGNED, "", by, now, token=once)
    note(by, "record_signed", concern, written)
    return True


def says_why(concern: Concern) -> bool:
    """Whether the record says to whom it was referred, or why it was not."""
    return concern.record.filter(part__in=SAYS_WHY).exists()


def _write(  # noqa: PLR0913  (each is a part of an entry)
    by: Staff, concern: Concern, part: Part, text: str, now: datetime, *, token: str = "",
    about: record.About | None = None, sent: record.About | None = None,
) -> RecordEntry:  # fmt: skip
    """Write it, unless this very form has; `sent`: what it said of it, where that is not what is to be written."""
    head = record.locked(concern)
    once = _once(token, part, text, about if sent is None else sent)
    if (there := _written(head, once)) is not None:
        return there
    written = record.add(head, part, text, by, now, about=about, token=once)
    note(by, "record_added", concern, written)
    return written


def _once(token: str, part: Part, text: str, about: record.About | None = None) -> str:
    """What a form that is sent again is known by: what was put right in it is more to be written, and not the same."""
    return ids.made_from(token, str(part), text, json.dumps(about or {}, sort_keys=True)) if token else ""


def _written(concern: Concern, once: str) -> RecordEntry | None:
    """What this very form wrote as it came before."""
    return concern.record.filter(token=once).first() if once else None


def _sent(corrects: int | None) -> dict[str, str | int]:
    """What a form says of what it puts right, however often that was put right since."""
    return {} if corrects is None else {"corrects": corrects}


def _corrected(concern: Concern, part: Part, number: int | None) -> dict[str, str | int]:
    """What an entry says that puts this one right: the newest of those that did before, as the page may be older."""
    if number is None:
        return {}
    line = following.line_of(concern.record.filter(part=part).order_by("number"), number)
    if part in BY_ITSELF or not line:
        raise NothingToCorrect
    return {"corrects": line[-1]}


def _over(by: Staff, concern: Concern, line: list[int], now: datetime) -> None:
    """Nobody is told of it any more, by whichever of those that put one another right."""
    refs = [following.follow_ref(concern, number) for number in line]
    for duty in Duty.objects.waiting().filter(ref__in=refs).order_by("pk"):
        answer(duty, by, now)


def _entries(concern: Concern) -> list[RecordEntry]:
    return list(concern.record.filter(part__in=(Part.FOLLOW, Part.FOLLOWED)).order_by("number"))


def _waiting(concern: Concern) -> set[int]:
    """The numbers of what has still to be done."""
    return {one.number for one in following.standing(_entries(concern))}
