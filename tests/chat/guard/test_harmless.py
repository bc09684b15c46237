"""Harmless senses take their own words from the scale, and never spare what else points at danger."""

from __future__ import annotations

import pytest

from chat.guard import Guard
from chat.guard.harmless import senses
from chat.guard.lexicon import Change, Rule, shipped

SENSES = tuple(senses().rules.values())
#: Only words weigh in these, and without its sense each would be kept back.
SPARED = (
    "did it save what i wrote",
    "gtg in a bit, back for the last bit",
    "scrolled up too far and now i cant get back down to the end",
)


@pytest.mark.parametrize("sense", SENSES, ids=[sense.id for sense in SENSES])
def test_a_sense_spares_its_cases_and_not_the_others(guard: Guard, sense: Rule) -> None:
    assert [text for text in sense.fires if guard.read(text).outcome != "pass"] == []
    assert [text for text in sense.quiet if guard.read(text).outcome == "pass"] == []


@pytest.mark.parametrize("sense", SENSES, ids=[sense.id for sense in SENSES])
def test_a_sense_has_a_reason_and_cases_on_both_sides(sense: Rule) -> None:
    assert sense.reason.endswith(".")
    assert len(sense.fires) >= 2
    assert sense.quiet
    assert "{grave}" in sense.unless


def test_no_sense_is_a_rule() -> None:
    assert not senses().rules.keys() & shipped().rules.keys()


@pytest.mark.parametrize("text", SPARED)
def test_what_only_words_weigh_passes_with_a_mark_for_staff(guard: Guard, text: str) -> None:
    verdict = guard.read(text)
    assert (verdict.outcome, verdict.level) == ("pass", "soon")
    assert verdict.rule == "imminent.weighed"
    assert verdict.reply is None


@pytest.mark.parametrize("text", SPARED)
@pytest.mark.parametrize(
    "danger",
    [
        "im on the bridge and im going to jump",
        "ive taken all the pills",
        "goodbye forever, you wont see me again",
        "my note is on the table, ive said sorry to them all",
    ],
)
def test_danger_beside_a_sense_is_met_as_before(guard: Guard, text: str, danger: str) -> None:
    assert guard.read(f"{text}. {danger}").outcome != "pass"
    assert guard.read(f"{danger}. {text}").outcome != "pass"


def test_what_an_organisation_watches_for_is_not_spared() -> None:
    changed = Guard(shipped().changed([Change("add", "bullying", phrase="what i wrote")]))
    assert changed.read("did it save what i wrote").outcome != "pass"


def test_of_home_every_word_counts(guard: Guard) -> None:
    assert guard.read("mum is calling me but dad says if i tell her he'll do it to my sister too").outcome != "pass"
