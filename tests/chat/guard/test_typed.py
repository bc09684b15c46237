"""Most messages only need to be split; that must never part other words than looking at every letter does."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.guard import typed
from chat.guard.letters import plainly

SIGNS = "ab1 '!?.,-_:/&@$#*|(\n\u0301\u00e9\x1f"


def words_and_places(words: str) -> tuple[list[str], list[str]]:
    letters, _ = plainly(words)
    return typed.words_in(letters, typed.signs_in(letters)), [word for word, _ in typed.placed_in(letters)]


@given(st.text(alphabet=SIGNS, max_size=30) | st.text(max_size=30))
@example("don't, rock'n'roll 'quoted' dogs' o''clock")
@example("k!ll !mportant wow!! ok!fine")
@example("w/o s/h a&e 10/10 h*rt $ad :smile")
def test_words_are_the_same_however_they_are_told_apart(words: str) -> None:
    split, looked_at = words_and_places(words)
    assert split == looked_at


@pytest.mark.parametrize(
    "words", ["i got 73 on my test, ok?", "it's mum's turn! finally (again)", "so - that was it. we went home\n"]
)
def test_ordinary_talk_is_only_split(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(typed, "_WORD", re.compile("(?!)"))
    split, looked_at = words_and_places(words)
    assert split
    assert not looked_at
