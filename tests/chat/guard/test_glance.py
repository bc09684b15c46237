"""The look at bits only saves time: whatever is found by trying every phrase is found with it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from chat.guard import Guard
from chat.guard.finding import Found
from chat.guard.glance import _bits

CORPUS = Path(__file__).with_name("corpus")
SOME = 150


def lines() -> list[str]:
    told = [line for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["text"] for line in random.Random(7).sample(told, SOME)]  # noqa: S311  (no secret)


def test_no_phrase_is_missed_that_trying_all_of_them_finds(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:

    def found() -> list[list[Found]]:
        return [guard._reader._finder.find(guard.plain(words), lambda: None) for words in lines()]

    quick = found()
    every = (1 << len(guard._reader._finder._ways)) - 1
    glance = guard._reader._finder._glance
    all_rows = (1 << len(glance._whose)) - 1
    monkeypatch.setattr(glance, "ways", lambda met: (every, all_rows))
    assert quick == found()
    assert sum(map(bool, quick)) > SOME // 4, "and something is found at all"


def test_texts_of_the_same_phrases_share_their_bits(guard: Guard) -> None:
    marks = [text.marks for text in guard._reader._finder._texts.values()]
    assert len(set(map(id, marks))) == len(set(map(_bits, marks))) < len(marks) // 3
