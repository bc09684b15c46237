"""Doors, pauses and the rest: only what was done is undone, and what absence had shut, a facilitator's coming opens."""

from dataclasses import dataclass, field

from hypothesis import given

from chat.presence import Cover
from chat.protocol import contents as c
from chat.protocol.entry import Entry
from tests.bounds import evenings

from .asks import Step
from .paper import TIMES, Paper
from .steps import acts, beginnings, steps, write

#: A loop that says one thing may find another to say; then there is nothing left.
ROUNDS = 3


@dataclass
class Done:
    """What can be undone, as the entries say."""

    things: set[tuple[str, str]] = field(default_factory=set)

    def take(self, entry: Entry) -> bool:
        """Take an entry in; False if it undoes what was not done."""
        match entry.content:
            case c.Muted() | c.Aside() | c.Eject() | c.Paused():
                self.things.add((_UNDONE_BY[entry.kind], entry.stream))
            case c.Readmit(aside=True):
                return (entry.kind, entry.stream) in self.things
            case c.Unmuted() | c.Readmit() | c.Resumed():
                known = (entry.kind, entry.stream) in self.things
                self.things.discard((entry.kind, entry.stream))
                return known
        return True


_UNDONE_BY = {"muted": "unmuted", "aside": "readmit", "eject": "readmit", "paused": "resumed"}


@evenings(400)
@given(beginnings(), steps())
def test_only_what_was_done_is_undone(paper: Paper, evening: list[Step]) -> None:
    write(paper, evening)
    done = Done()
    assert all(done.take(entry) for entry in paper.entries)


@evenings(400)
@given(beginnings(), steps())
def test_loops_that_come_often_say_each_thing_once_and_what_they_said_is_true(
    paper: Paper, evening: list[Step]
) -> None:
    for act in acts(paper, evening):
        act.on(paper)
        for _ in range(ROUNDS):
            paper.herald()
        turn = paper.fold.turn
        paper.herald()
        assert paper.fold.turn == turn
        if paper.facts.cover is Cover.HERE and TIMES.opens_at <= paper.now < TIMES.ends_at:
            assert not shut_by_absence(paper.entries)
        if paper.now >= TIMES.closes_at:
            assert paper.fold.mark == "over"


def shut_by_absence(entries: list[Entry]) -> bool:
    """Whether the room is closed, or paused, because nobody was there to hold it."""
    doors = [entry.content for entry in entries if isinstance(entry.content, c.Phase)]
    pauses = [entry.content for entry in entries if isinstance(entry.content, c.Paused | c.Resumed)]
    closed = bool(doors) and doors[-1].absence
    return closed or (bool(pauses) and isinstance(pauses[-1], c.Paused) and pauses[-1].absence)
