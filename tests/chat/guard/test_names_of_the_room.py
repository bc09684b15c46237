"""Everybody in a room is spoken to by the name they were given, and the guard lets that be."""

from __future__ import annotations

import pytest

from chat.guard import Guard
from chat.guard.lexicon import shipped
from cohorts import names


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(shipped(), budget=10)


def test_no_generated_name_is_taken_for_a_full_name(guard: Guard) -> None:
    for said in ("I am {}", "well done {}, same here"):
        stopped = [name for name in names.every() if guard.read(said.format(name.lower())).outcome != "pass"]
        assert stopped == [], said
