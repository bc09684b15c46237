"""Changing the word lists. Each verb happens whole or not at all, under the lock of the edition, and is an act.

Adding is easy. What would hide danger waits for a second person, and one of the two is the safeguarding lead; taking
an addition out again is the same. Bringing a rule of the release back never waits. Acts name ids, never words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, cast

from django.db import transaction
from django.db.models import F

from chat.guard.lexicon import Change, shipped
from chat.guard.phrases import BadPhrase
from chat.guard.verdict import Kind
from chat.models import State, What, WordChange, WordEdition
from chat.models.word_change import LONGEST_NUMBER, LONGEST_PHRASE, OWN
from chat.wordlists import changes, reasons
from chat.wordlists.changes import DANGER, THE_ONE
from chat.wordlists.refusals import ListsChanged, NoRoom, NotThere, NotYours, SaidAlready
from chat.wordlists.two import check_second, may_write
from cohorts.actions.acts import record
from cohorts.models import Staff

MOST: Final = 500
"""Phrases of one house; more than that nobody looks through, and every process compiles them all."""


def add_phrase(by: Staff, kind: Kind, phrase: str, reason: str, now: datetime) -> WordChange:
    """Put a phrase into a class, in force at once. Raises `BadPhrase`, `SaidAlready`, `NoRoom`, `NotYours`."""
    if len(phrase) > LONGEST_PHRASE:
        raise BadPhrase(f"A phrase has at most {LONGEST_PHRASE} characters.")
    # Reading all lists takes a moment, and whoever speaks in a room must not wait for a lock that long.
    changes.lexicon((Change("add", kind, None, phrase),))
    ships = {rule.id for rule in shipped().rules.values() if rule.kind == kind and phrase in rule.phrases}
    with transaction.atomic():
        _locked(by)
        standing = WordChange.objects.standing().filter(what=What.ADD)
        off = WordChange.objects.standing().filter(what=What.OFF, rule__in=ships).count()
        if len(ships) > off or standing.filter(kind=kind, phrase=phrase).exists():
            raise SaidAlready
        if standing.count() >= MOST:
            raise NoRoom
        added = WordChange(what=What.ADD, state=State.STANDS, kind=kind, phrase=phrase, asked_by=by, asked_at=now)
        _kept(added, reason)
        _next_edition()
        record(by, "words_added", change=added.public_id, kind=kind)
    return added


@transaction.atomic
def weaken(by: Staff, what: What, rule: str, reason: str, missed: int, now: datetime) -> WordChange:
    """Switch a rule off, lower it, or take an addition out: at once, or asked for where it would hide danger.

    `missed` is how many sentences of the release would be taken more lightly, as whoever asks has read.
    Raises `NotThere`, `SaidAlready`, `NotYours`.
    """
    _locked(by)
    kind = _kind_of(what, rule)
    if WordChange.objects.filter(what=what, rule=rule, state__in=(State.WAITS, State.STANDS)).exists():
        raise SaidAlready
    asked = WordChange(what=what, kind=kind, rule=rule, missed=missed, asked_by=by, asked_at=now)
    asked.state = State.WAITS if kind in DANGER else State.STANDS
    asked.phrase = _addition(rule).phrase if what == What.OUT else ""
    _kept(asked, reason)
    if asked.state == State.WAITS:
        _note(by, "words_weakening_asked", asked, missed)
    else:
        _take_effect(asked, by, now)
        _note(by, "words_weakened", asked, missed)
    return asked


@transaction.atomic
def confirm(by: Staff, public_id: str, answer: str, seen: int | None, missed: int, now: datetime) -> WordChange:
    """Let what somebody else asked for come into force.

    `missed` is how many sentences of the release would be taken more lightly, as they have read it of the edition
    `seen`: by other lists it would be more, or less, than what they confirm.
    Raises `NotThere`, `AnotherPerson`, `WithoutTheLead`, `ListsChanged`, `NotYours`.
    """
    _locked(by)
    asked = _waiting(public_id)
    check_second(by, asked)
    if seen != changes.edition():
        raise ListsChanged
    if asked.what == What.OUT:
        _kind_of(What.OUT, asked.rule)
    asked.state, asked.second, asked.second_at = State.STANDS, by, now
    reasons.put(asked, "answer", answer)
    asked.save()
    _take_effect(asked, by, now)
    _note(by, "words_weakened", asked, missed)
    return asked


@transaction.atomic
def decline(by: Staff, public_id: str, answer: str, now: datetime) -> WordChange:
    """Leave the lists as they are: a second person's word, or whoever asked takes it back. Raises `NotThere`."""
    _locked(by)
    asked = _waiting(public_id)
    if asked.asked_by_id == by.pk:
        asked.state, asked.ended_by, asked.ended_at = State.ENDED, by, now
    else:
        asked.state, asked.second, asked.second_at = State.DECLINED, by, now
    reasons.put(asked, "answer", answer)
    asked.save()
    _note(by, "words_weakening_declined", asked)
    return asked


@transaction.atomic
def restore(by: Staff, public_id: str, now: datetime) -> None:
    """Have a rule of the release work as it came, at once. Raises `NotThere`, `NotYours`."""
    _locked(by)
    standing = WordChange.objects.weakening().standing().filter(public_id=public_id).first()
    if standing is None:
        raise NotThere
    _end(standing, by, now)
    _next_edition()
    _note(by, "words_restored", standing)


@transaction.atomic
def restore_all(by: Staff, now: datetime) -> int:
    """Have every rule of the release work as it came, at once; what was added stays. Return how many there were."""
    _locked(by)
    standing = list(WordChange.objects.weakening().standing().order_by("pk"))
    for one in standing:
        _end(one, by, now)
    if standing:
        _next_edition()
        record(by, "words_all_restored", count=len(standing))
    return len(standing)


def _locked(by: Staff) -> None:
    """One at a time for the whole house, and judged by what they are now."""
    WordEdition.objects.bulk_create([WordEdition(pk=THE_ONE)], ignore_conflicts=True)
    WordEdition.objects.select_for_update().get(pk=THE_ONE)
    by.refresh_from_db(fields=["role", "left_at"])
    if not may_write(by):
        raise NotYours


def _next_edition() -> None:
    WordEdition.objects.filter(pk=THE_ONE).update(number=F("number") + 1)


def _waiting(public_id: str) -> WordChange:
    found = WordChange.objects.waiting().select_related("asked_by").filter(public_id=public_id).first()
    if found is None:
        raise NotThere
    return found


def _kind_of(what: What, rule: str) -> Kind:
    """The class of a rule that is there to be weakened like this."""
    if what == What.OUT:
        return cast("Kind", _addition(rule).kind)
    if what not in {What.OFF, What.LOWER} or rule not in shipped().rules:
        raise NotThere
    return shipped().rules[rule].kind


def _addition(rule: str) -> WordChange:
    found = addition(rule)
    if found is None:
        raise NotThere
    return found


def addition(rule: str) -> WordChange | None:
    """The addition in force that is called this."""
    return WordChange.objects.standing().filter(what=What.ADD, pk=_number(rule)).first()


def _number(rule: str) -> int:
    """Which addition a rule of this house is; 0, which none is, for anything else."""
    text = rule.removeprefix(OWN)
    fits = rule.startswith(OWN) and text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER
    return int(text) if fits else 0


def _take_effect(change: WordChange, by: Staff, now: datetime) -> None:
    if change.what == What.OUT:
        _end(_addition(change.rule), by, now)
        _end(change, by, now)
    _next_edition()


def _end(change: WordChange, by: Staff, now: datetime) -> None:
    change.state, change.ended_by, change.ended_at = State.ENDED, by, now
    change.save(update_fields=["state", "ended_by", "ended_at"])


def _kept(change: WordChange, reason: str) -> None:
    reasons.put(change, "reason", reason)
    change.save()


def _note(by: Staff, verb: str, change: WordChange, missed: int | None = None) -> None:
    """Write the act: ids and numbers, never words."""
    record(by, verb, change=change.public_id, what=change.what, kind=change.kind, rule=change.rule, missed=missed)
