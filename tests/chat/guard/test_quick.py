"""A quick look lets go of what says nothing, and never of anything else."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.guard import Guard, shipped
from chat.guard.contacts import idle
from chat.guard.lexicon import Change
from chat.guard.quick import compiled
from chat.guard.quick.sight import LEADS_NOWHERE, NOTHING, SAYS_NO_PHRASE, WEIGHS_LITTLE
from chat.guard.reading import _NOTHING, Reader
from chat.guard.verdict import TABLE
from chat.guard.weights import NONE, WEIGHED, packed, unpacked, unpacked_all
from tests.chat.guard.few_rules import few_rules

ROOT = Path(__file__).parents[3]
#: What words are made of that nobody may let go: each stands beside what is around it in another way.
NEAR = """
i a u n me arm mum nan's it'll don't couldn't there's two ten canteen gone 6 15 100 6pm at in on the live street road
close lane smith jones emily jack is my name called cut cuts cutting burn kill myself die tonight goodbye pills bridge
meet add snap insta discord com co dot gg okay yeah same lol cake xqzzy brownies school want to not never birthday
hurt hurting and today really long fine tea dog class from green hill k y s O'Neil Emily LOL Jack ONE dont im
"""
PARTING = (
    " ",
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "! ",
    "? ",
    ".",
    "!",
    "-",
    " - ",
    "  ",
    "\n",
    "'",
    " '",
    "; ",
    " .",
    ") ",
    "(",
    ":",
)
MESSAGES = st.lists(st.tuples(st.sampled_from(NEAR.split()), st.sampled_from(PARTING)), min_size=1, max_size=14)

pytestmark = pytest.mark.skipif(compiled.load() is None, reason="nothing compiles the look here")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shipped()._reader


def let_go(reader: Reader, words: str) -> bool:
    """Whether these words are let go after the quick look."""
    return reader.sure_of(words) == NOTHING


def is_true(reader: Reader, words: str) -> bool:
    """Whether what the quick look is sure of is so, by the reader's own steps."""
    sure, plain = reader.sure_of(words), reader.plain(words)
    return not (
        (sure & SAYS_NO_PHRASE and reader._finder.find(plain, idle))
        or (sure & LEADS_NOWHERE and reader._contacts.find(words, plain))
        or (sure & WEIGHS_LITTLE and not reader._scale.light(reader._scale.load(plain), plain))
    )


def said() -> Iterator[str]:
    """Messages of many people, dangerous and not."""
    folders = ROOT.glob("tests/learning/unheard/*.jsonl"), ROOT.glob("tests/learning/sessions/*.jsonl")
    files = [*chain(*folders), ROOT / "tests/chat/guard/everyday.jsonl"]
    for file in files:
        yield from (json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines())


def test_of_all_that_people_say_what_a_look_is_sure_of_is_so(reader: Reader) -> None:
    everything = list(said())
    assert sum(let_go(reader, words) for words in everything) > 2_500
    assert [words for words in everything if not is_true(reader, words)] == []


@settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MESSAGES)
def test_of_any_row_of_words_and_signs_what_a_look_is_sure_of_is_so(
    reader: Reader, parts: list[tuple[str, str]]
) -> None:
    words = "".join(word + parting for word, parting in parts)
    assert is_true(reader, words)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=210))
def test_any_letters_at_all_may_be_looked_at(reader: Reader, words: str) -> None:
    assert is_true(reader, words)


@given(st.lists(st.lists(st.integers(-(2**31), 2**31 - 1), min_size=len(WEIGHED), max_size=len(WEIGHED))))
def test_what_many_pieces_weigh_is_read_at_once_as_it_is_one_by_one(many: list[list[int]]) -> None:
    assert [*unpacked_all(map(packed, many))] == [*chain.from_iterable(many)]
    assert [unpacked(packed(each)) for each in many] == many


def test_most_of_what_is_said_of_an_evening_and_says_nothing_is_let_go(reader: Reader) -> None:
    lines = (ROOT / "tests/chat/guard/everyday.jsonl").read_text(encoding="utf-8").splitlines()
    said = [json.loads(line)["text"] for line in lines]
    nothing = [words for words in said if reader.read(words, idle) is _NOTHING]
    assert sum(let_go(reader, words) for words in nothing) > len(nothing) / 2


def test_a_word_that_an_organisation_adds_is_not_let_go(reader: Reader) -> None:
    words = "we had pancakes and it was alright"
    own = Change("add", "imminent", phrase="pancakes")
    theirs = Reader(few_rules().changed([own]), TABLE, NONE, quick=True)
    assert let_go(reader, words)
    assert not theirs.sure_of(words) & SAYS_NO_PHRASE


def test_a_phone_that_writes_curly_marks_is_looked_at_as_well(reader: Reader) -> None:
    assert let_go(reader, "it’s fine, i don’t mind")


def test_without_weights_there_is_nothing_to_let_go_by() -> None:
    bare = Reader(few_rules(), TABLE, NONE, quick=True)
    assert bare.sure_of("we had pancakes and it was alright") == LEADS_NOWHERE | SAYS_NO_PHRASE


def test_where_nothing_could_be_compiled_the_guard_decides_the_same(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [each for each in said() if len(each) <= 200][:400]
    decided = [reader.read(each, idle).verdict for each in words]
    monkeypatch.setattr(reader, "_look", None)
    assert [reader.read(each, idle).verdict for each in words] == decided


def test_a_guard_that_was_kept_has_its_look(reader: Reader) -> None:
    again: Guard = pickle.loads(pickle.dumps(shipped()))  # noqa: S301  (made in this line)
    assert let_go(again._reader, "we had pancakes and it was alright")


def test_where_marks_part_what_is_said_a_look_alone_lets_nothing_go(monkeypatch: pytest.MonkeyPatch) -> None:
    guard, words = shipped().within(10), "i´want´to´die´tonight"
    really = guard._reader.sure_of
    monkeypatch.setattr(guard._reader, "sure_of", lambda each: NOTHING if each == words else really(each))
    assert guard.read(words).outcome == "divert"
