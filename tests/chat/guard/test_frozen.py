"""How the guard does on messages that no rule was written for. It may get better and never worse unnoticed.

Half of these were written to look like what they are not, and of them the goals are not reached for every class;
test_goals.py has them of many hands that wrote as young people do. What is reached stands in docs/guard.md and here.
"""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from chat.guard import Guard, cases
from chat.guard.cases import CALM, Score

#: Of each class, how many in a hundred come out right at least.
REACHED = {
    "imminent": 91,
    "disclosure": 97,
    "encourage": 90,
    "meet": 87,
    "tips": 88,
    "bullying": 78,
    "contact": 84,
    "tool": 100,
    "method": 95,
    "low": 97,
    "ordinary": 93,
    "swearing": 100,
}
#: How many who are calm or low are met with the alarm for danger at most.
DIVERTED = 3
#: How many of an everyday evening's calm messages are kept back at most; three in a hundred, the goal, are seven.
KEPT = 5
CORPUS = Path(__file__).parent / "corpus"
EVERYDAY = Path(__file__).with_name("everyday.jsonl")


@pytest.fixture(scope="module")
def scores(guard: Guard) -> dict[str, Score]:
    return cases.judged(guard, cases.frozen())


@pytest.mark.parametrize("kind", sorted(REACHED))
def test_it_does_no_worse_than_it_did(scores: dict[str, Score], kind: str) -> None:
    assert scores[kind].share * 100 >= REACHED[kind]


def test_nobody_who_is_low_is_met_with_an_alarm(scores: dict[str, Score]) -> None:
    diverted = [case.id for kind in CALM for case, outcome in scores[kind].missed if outcome == "divert"]
    assert len(diverted) <= DIVERTED


def test_of_an_everyday_evening_little_is_kept_back_and_plain_danger_is_found(guard: Guard) -> None:
    # Written by a hand that nothing was tuned or learnt on; its dangers are told plainly.
    with EVERYDAY.open(encoding="utf-8") as lines:
        said = [json.loads(line) for line in lines]
    calm, danger = ([one for one in said if (one["class"] in CALM) == quiet] for quiet in (True, False))
    kept = [guard.read(one["text"]).outcome for one in calm]
    assert sum(outcome != "pass" for outcome in kept) <= KEPT
    # The goal of the whole guard: of two hundred calm messages at most one is met with the alarm for danger.
    assert kept.count("divert") <= 0.005 * len(calm)
    assert sum(guard.read(one["text"]).outcome != "pass" for one in danger) >= 0.97 * len(danger)


def test_no_case_of_the_corpus_is_a_frozen_one() -> None:
    texts = {case.text for case in cases.frozen()}
    for file in sorted(CORPUS.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            assert texts.isdisjoint(case.text for case in cases.read(lines)), file.name


@pytest.mark.parametrize(
    "piece",
    [
        *("tonight ", "a b c ", "i", "k1ll ", "0 7 7 ", "a.b@ ", "🔪", "é", "É", "k*ll ", "/road r ", "S99🔪a"),
        *("j o @ e . c  ", "1 9  l a n e  "),
    ],
)
def test_twice_the_words_never_cost_four_times_the_work(guard: Guard, piece: str) -> None:
    def least(length: int) -> float:
        words, took = (piece * length)[:length], []
        for _ in range(5):
            since = time.process_time()
            guard.read(words)
            took.append(time.process_time() - since)
        return min(took)

    assert least(2000) < 8 * least(500) + 0.001


def test_a_report_names_what_is_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(
        '{"id": "a", "text": "im actually going to kill myself", "class": "imminent", "expect": "divert"}\n'
        '{"id": "b", "text": "what a quiet evening", "class": "imminent", "expect": ["divert", "hold"]}\n'
    )
    call_command("guard", report=file)
    told = capsys.readouterr().out
    assert "imminent     recall        0.500  (1 of 2 as they should be)" in told
    assert "imminent b: pass, not divert or hold: what a quiet evening" in told


def test_lines_are_answered_one_by_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("what a quiet evening\nim actually going to kill myself\n"))
    call_command("guard")
    calm, grave = capsys.readouterr().out.splitlines()
    assert '"outcome": "pass"' in calm
    assert '"outcome": "divert", "class": "imminent", "level": "now"' in grave


def test_a_file_that_holds_no_cases_is_named_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "a", "text": "hello", "class": "ordinary", "expect": "pass"}\n{"id": "b"}\n')
    with pytest.raises(CommandError, match=r"cases.jsonl cannot be read: line 2 is no case"):
        call_command("guard", report=file)
