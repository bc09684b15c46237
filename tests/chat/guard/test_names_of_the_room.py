"""Everybody in a room is spoken to by the name they were given, and the guard lets that be."""

from __future__ import annotations

import pytest

from chat.guard import Guard
from cohorts import names


def test_no_generated_name_is_taken_for_a_full_name(guard: Guard) -> None:
    for said in ("I am {}", "well done {}, same here"):
        stopped = [name for name in names.every() if guard.read(said.format(name.lower())).outcome != "pass"]
        assert stopped == [], said


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("night Amber Otter, https://t.me/pebblemoss night Coral Fox", "night Amber Otter, ••• night Coral Fox"),
        ("well done Amber Otter, text 07911 123456 and well done Coral Fox",
         "well done Amber Otter, text ••• and well done Coral Fox"),
    ],
)  # fmt: skip
def test_what_stands_between_two_names_is_no_name(guard: Guard, said: str, offered: str) -> None:
    verdict = guard.read(said)
    assert (verdict.outcome, verdict.suggestion) == ("mask", offered)


def test_a_cruel_word_between_two_names_is_read(guard: Guard) -> None:
    assert guard.read("amber otter go kill yourself coral fox").outcome == "block"


@pytest.mark.parametrize("said", ["hi {} {}", "well done {}, and {} too", "night {} night {}", "{}: yes. {}: no"])
def test_two_names_beside_each_other_are_nobodys_full_name(guard: Guard, said: str) -> None:
    every = [*names.every()]
    pairs = zip(every, every[len(every) // 2 :], strict=False)
    assert [both for both in pairs if guard.read(said.format(*both)).outcome != "pass"] == []
