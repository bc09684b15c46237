"""Held words: decided once, by hand, and none are left when the room closes."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from chat.guard import HOLD
from chat.protocol import contents as c
from chat.protocol.replies import No, Ok
from chat.protocol.streams import ROOM, seat_number
from chat.verbs.held import Release
from chat.verbs.pace import Slow
from chat.verbs.say import Say
from tests.bounds import evenings

from .asks import ASKS, Step
from .paper import KIM, SAM, SEATS, Paper
from .steps import beginnings, begun, steps, write

OTTER = SEATS[0]


@evenings(300)
@given(beginnings(), steps())
def test_what_stands_as_a_seat_s_at_another_s_asking_was_released_by_hand(paper: Paper, evening: list[Step]) -> None:
    write(paper, evening)
    of_seats = [entry for entry in paper.entries if entry.stream == ROOM and seat_number(entry.author) is not None]
    for message in (entry for entry in of_seats if entry.asker != entry.author):
        word = paper.entries[message.turn]
        assert message.asker.startswith("staff:")
        assert (word.kind, word.stream, word.asker) == ("released", message.author, message.asker)
        assert isinstance(message.content, c.Message)


@evenings(400)
@given(beginnings(), steps())
def test_held_words_are_decided_once_and_none_are_left_when_the_room_closes(paper: Paper, evening: list[Step]) -> None:
    write(paper, evening)
    decided = [
        (entry.stream, entry.of) for entry in paper.entries if isinstance(entry.content, c.Released | c.Returned)
    ]
    assert len(decided) == len(set(decided))
    held = [(entry.stream, entry.pos) for entry in paper.entries if isinstance(entry.content, c.Held)]
    assert set(decided) <= set(held)
    if paper.fold.mark in {"closing", "over"}:
        assert set(held) == set(decided)


def held_by_otter() -> Paper:
    """Words of the first seat that wait for a facilitator."""
    paper = begun()
    paper.ask(OTTER, Say("held", body="words"), HOLD)
    return paper


@pytest.mark.parametrize(
    ("verb", "fields", "code"),
    [
        ("aside", {"seat": 1, "reason": "r"}, "aside"),
        ("eject", {"seat": 1, "reason": "r"}, "aside"),
        ("pause", {}, "paused"),
        ("close", {}, "already"),
        ("return", {"stream": OTTER.key, "pos": 1, "body": "try again"}, "already"),
        ("release", {"stream": OTTER.key, "pos": 1}, "already"),
    ],
)
def test_words_are_not_released_once_their_author_or_the_room_is_silenced_nor_decided_twice(
    verb: str, fields: dict[str, Any], code: str
) -> None:
    paper = held_by_otter()
    assert isinstance(paper.ask(SAM, ASKS[verb](ref="first", **fields)), Ok)
    answer = paper.ask(KIM, Release("then", stream=OTTER.key, pos=1))
    assert isinstance(answer, No)
    assert answer.code == code


def test_words_of_somebody_who_has_withdrawn_are_not_released() -> None:
    paper = held_by_otter()
    paper.withdraw(OTTER)
    answer = paper.ask(SAM, Release("then", stream=OTTER.key, pos=1))
    assert isinstance(answer, No)
    assert answer.code == "not_found"


def test_a_release_uses_up_nobody_s_turn() -> None:
    paper = held_by_otter()
    paper.ask(SAM, Slow("slow", seconds=30))
    paper.wait(timedelta(seconds=30))
    assert isinstance(paper.ask(SAM, Release("release", stream=OTTER.key, pos=1)), Ok)
    assert isinstance(paper.ask(OTTER, Say("next", body="more words")), Ok)
