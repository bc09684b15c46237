"""A look now on held words ends as a person decides on them: nothing of it is open about their author any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from chat import alarms
from chat.fold import FlagState
from chat.protocol.asks import Ask
from chat.protocol.replies import Ok
from chat.verbs.doors import Close
from chat.verbs.gone import missed, waited_for
from chat.verbs.held import Release, Return
from chat.verbs.help import Help
from chat.verbs.say import Say
from chat.verbs.staffroom import FlagDone, Reopen
from tests.bounds import evenings
from tests.chat.verdicts import judged

from .asks import Step
from .paper import SAM, SEATS, Paper
from .steps import beginnings, begun, steps, write

HARE = SEATS[2]
MEET = judged("hold", kind="meet", level="now")
DECIDED = [Release("decided", stream="seat:3", pos=1), Return("decided", stream="seat:3", pos=1, body="not here")]


def held() -> Paper:
    """An open room in which words of Hare are held that somebody should look at now."""
    paper = begun()
    assert isinstance(paper.ask(HARE, Say("words", body="meet me"), MEET), Ok)
    assert waited_for(paper.fold, 3) == ("look",)
    return paper


def does(paper: Paper, ask: Ask) -> None:
    """Sam does something about it."""
    assert isinstance(paper.ask(SAM, ask), Ok)


@pytest.mark.parametrize("decided", DECIDED, ids=["released", "returned"])
def test_whoever_leaves_after_somebody_decided_on_their_words_leaves_nothing_open(decided: Ask) -> None:
    paper = held()
    does(paper, decided)
    assert (waited_for(paper.fold, 3), paper.fold.seats[3].kept_open) == ((), False)
    paper.worker_dies()
    paper.wait(timedelta(minutes=3))
    assert missed(paper.facts) == []


@pytest.mark.parametrize("decided", DECIDED, ids=["released", "returned"])
def test_it_stays_looked_at_when_its_flag_is_finished_and_brought_back(decided: Ask) -> None:
    paper = held()
    does(paper, FlagDone("done", pos=1, outcome="we talked"))
    does(paper, decided)
    does(paper, Reopen("reopen", pos=1))
    assert (waited_for(paper.fold, 3), paper.fold.seats[3].kept_open) == ((), False)


def test_a_call_beside_it_and_other_held_words_of_theirs_stay_open() -> None:
    paper = held()
    paper.ask(HARE, Help("call", body="please"))
    paper.ask(HARE, Say("more", body="meet me tonight"), MEET)
    does(paper, DECIDED[1])
    assert waited_for(paper.fold, 3) == ("help", "look")
    does(paper, Return("second", stream="seat:3", pos=3, body="not here"))
    assert waited_for(paper.fold, 3) == ("help",)


def test_words_that_nobody_decided_on_keep_their_author_s_line_open_as_the_room_closes() -> None:
    paper = held()
    does(paper, Close("close"))
    assert (waited_for(paper.fold, 3), paper.fold.seats[3].kept_open) == (("look",), True)


@evenings(300)
@given(beginnings(), steps())
def test_own_words_that_are_open_are_those_that_alarm_until_they_are_finished(
    paper: Paper, evening: list[Step]
) -> None:
    write(paper, evening)
    for number, seat in paper.fold.seats.items():
        flags = {pos: flag for pos, flag in paper.fold.flags.items() if flag.by == number and _is_open(flag)}
        alarming = {pos for pos, flag in flags.items() if alarms._counts(paper.fold, pos, flag)}
        assert {pos for pos in flags if pos in seat.calls} == alarming
        assert seat.by_words >= {pos for pos in alarming if flags[pos].source == "guard"}


def _is_open(flag: FlagState) -> bool:
    return flag.is_call and not flag.done
