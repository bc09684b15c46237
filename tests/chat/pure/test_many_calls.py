"""However often one young person calls: the same alarm as if every flag were walked, at the cost of a few."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat import alarms
from chat.alarms import Alarm
from chat.facts import Facts
from chat.fold import Calls, FlagState
from chat.protocol import contents as c
from chat.protocol import team as t
from chat.protocol.asks import Ask
from chat.protocol.streams import STAFF
from chat.verbs import Draft
from chat.verbs.announce import LONG
from chat.verbs.gone import waited_for
from chat.verbs.help import Help
from chat.verbs.staffroom import FlagDone, Reopen, Settle, Take
from chat.verbs.whisper import Whisper
from tests.bounds import evenings

from .paper import SAM, SEATS, Paper
from .steps import begun

HARE = SEATS[2]
MANY = 3000
DEEDS = ("call", "call", "call", "guard", "take", "done", "reopen", "settle", "word", "leave", "wait", "wait")


def called(times: int) -> Paper:
    """An open room in which Hare has called so often with words, a moment apart."""
    paper = begun()
    for number in range(times):
        paper.wait(timedelta(milliseconds=30))
        paper.ask(HARE, Help(f"call {number}", body="please"))
    return paper


def waits(paper: Paper) -> list[tuple[int | None, c.Waiting]]:
    return [(entry.of, entry.content) for entry in paper.entries if isinstance(entry.content, c.Waiting)]


def walked(facts: Facts) -> frozenset[Alarm]:
    """The alarms of a room as whoever walks all its flags finds them."""
    groups: dict[object, list[FlagState]] = {}
    for pos, flag in facts.room.flags.items():
        if alarms._counts(facts.room, pos, flag):
            groups.setdefault(alarms._whose(flag) or f"flag {pos}", []).append(flag)
    return frozenset(alarm for flags in groups.values() for alarm in alarms._one_of(facts, flags, Calls()))


class Counted(dict[int, FlagState]):
    """Flags that know how often one was looked at."""

    looked = 0

    def __getitem__(self, pos: int) -> FlagState:
        self.looked += 1
        return super().__getitem__(pos)


@evenings(300)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 60), st.integers(0, 150)), max_size=40))
def test_the_alarms_are_those_that_walking_every_flag_finds(steps: list[tuple[str, int, int]]) -> None:
    paper = begun()
    for number, (deed, which, seconds) in enumerate(steps):
        pos = which % (max(paper.fold.flags, default=0) + 1)
        asks: dict[str, Ask] = {
            "take": Take(f"{number}", pos=pos, also=tuple(paper.fold.flags)[: which % 4]),
            "done": FlagDone(f"{number}", pos=pos, outcome="seen"),
            "reopen": Reopen(f"{number}", pos=pos), "settle": Settle(f"{number}", seat=3, outcome="talked"),
            "word": Whisper(f"{number}", body="here", seat=3),
        }  # fmt: skip
        if deed == "call":
            paper.ask(SEATS[which % 3], Help(f"{number}", body="please"))
        elif deed == "guard":
            paper.write(Draft(STAFF, t.Flag("now", "guard", repeats=which % 2 == 0, by=3, seat=3)))
        elif deed == "leave":
            paper.worker_dies()
        elif deed == "wait":
            paper.wait(timedelta(seconds=seconds))
        else:
            paper.ask(SAM, asks[deed])
        assert alarms.waiting(paper.facts) == walked(paper.facts)


def test_thousands_of_calls_are_looked_for_by_looking_at_a_few() -> None:
    paper = called(MANY)
    flags = paper.fold.flags = Counted(paper.fold.flags)
    (alarm,) = alarms.waiting(paper.facts)
    assert (alarm.seat, alarm.pos) == (3, 1), "the first of them"
    assert waited_for(paper.fold, 3) == ("help",)
    paper.wait(LONG)
    paper.herald()
    assert flags.looked < 20


def test_whoever_called_thousands_of_times_is_told_once_that_nobody_has_come() -> None:
    paper = called(MANY)
    for _ in range(100):
        paper.wait(timedelta(seconds=3))
        paper.herald()
    ((of, content),) = waits(paper)
    assert content.what == "help"
    assert of is not None


def test_whoever_calls_again_after_they_were_told_is_told_again_and_of_the_newest() -> None:
    paper = called(1)
    paper.wait(timedelta(seconds=90))
    paper.ask(HARE, Help("second", body="still here"))
    paper.wait(timedelta(seconds=40))
    paper.herald()
    for number in range(3):
        paper.ask(HARE, Help(f"third {number}", body="please"))
    paper.wait(LONG)
    paper.herald()
    paper.herald()
    assert [of for of, _ in waits(paper)] == [1, 6]


def test_thousands_of_calls_that_somebody_answered_are_passed_over_by_looking_at_a_few() -> None:
    paper = called(MANY)
    paper.ask(SAM, Take("take", pos=1))
    paper.ask(SAM, Whisper("word", body="here", seat=3))
    flags = paper.fold.flags = Counted(paper.fold.flags)
    paper.wait(LONG)
    for _ in range(3):
        paper.herald()
    assert waits(paper) == []
    assert flags.looked < 20
