"""Every rule does what its own cases say, says why it is there, and points at what it saw."""

from __future__ import annotations

import pytest

from chat.guard import Guard
from chat.guard.lexicon import Change, Rule, shipped
from chat.guard.verdict import KINDS
from chat.guard.weights import NONE

RULES = tuple(shipped().rules.values())


def fired(guard: Guard, text: str) -> set[str]:
    return {hit.rule for hit in guard.read(text).hits}


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_fires_on_its_cases_and_is_quiet_on_the_others(guard: Guard, rule: Rule) -> None:
    assert [text for text in rule.fires if rule.id not in fired(guard, text)] == []
    assert [text for text in rule.quiet if rule.id in fired(guard, text)] == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_has_a_reason_and_cases_on_both_sides(rule: Rule) -> None:
    assert rule.kind in KINDS
    assert rule.reason.endswith(".")
    assert len(rule.fires) >= 2
    assert rule.quiet


def test_it_points_at_the_words_as_they_were_typed(guard: Guard) -> None:
    typed = "ok so… gonna unаlive myself 2nite"
    hits = [hit for hit in guard.read(typed).hits if hit.rule == "imminent.means-to-die"]
    assert "unаlive" in typed[hits[0].start : hits[0].end]


def test_what_an_organisation_adds_is_read_from_then_on(guard: Guard) -> None:
    changed = shipped().changed([Change("add", "meet", phrase="the old (mill|bakery)")])
    assert Guard(changed).read("see u at the old mill").kind == "meet"
    assert guard.read("see u at the old mill").kind is None
    assert changed.version != shipped().version


def test_a_rule_that_is_off_is_silent_and_a_lowered_one_does_one_step_less() -> None:
    words, rule = "im actually going to kill myself", "imminent.means-to-die"
    assert rule not in fired(Guard(shipped().changed([Change("off", "imminent", rule)])), words)
    # What they weigh would keep them back all the same.
    lowered = Guard(shipped().changed([Change("lower", "imminent", rule)]), weights=NONE).read(words)
    assert (lowered.outcome, lowered.level) == ("hold", "soon")


def test_no_verdict_shows_words_by_accident(guard: Guard) -> None:
    assert "kill" not in repr(guard.read("im going to kill myself tonight"))
