"""Everybody in a room is spoken to by the name they were given, and the guard lets that be."""

from __future__ import annotations

from chat.guard import Guard
from cohorts import names


def test_no_generated_name_is_taken_for_a_full_name(guard: Guard) -> None:
    for said in ("I am {}", "well done {}, same here"):
        stopped = [name for name in names.every() if guard.read(said.format(name.lower())).outcome != "pass"]
        assert stopped == [], said
