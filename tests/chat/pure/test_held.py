"""Held words: decided once, by hand, and none are left when the room closes."""

from hypothesis import given

from chat.protocol import contents as c
from chat.protocol.streams import ROOM, seat_number

from .asks import Step
from .bounds import evenings
from .paper import Paper
from .steps import beginnings, steps, write


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
