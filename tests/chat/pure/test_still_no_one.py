"""Whoever called reads that nobody is free yet only while that is true: not while somebody writes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat.protocol import contents as c
from chat.protocol.asks import Ask
from chat.protocol.replies import Ok
from chat.verbs.announce import LONG
from chat.verbs.held import Return
from chat.verbs.help import Help
from chat.verbs.say import Say
from chat.verbs.staffroom import FlagDone, Settle, Take
from chat.verbs.whisper import Whisper
from chat.verbs.worry import Worry

from .paper import SAM, SEATS, Paper
from .steps import DIVERT, begun

OTTER, HARE = SEATS[0], SEATS[2]
SOON = timedelta(seconds=30)


def called(paper: Paper, ref: str) -> int:
    """Hare calls, and where that stands in their own stream."""
    answer = paper.ask(HARE, Help(ref, body="please"))
    assert isinstance(answer, Ok)
    return answer.pos or 0


def does(paper: Paper, ask: Ask) -> None:
    """Sam does something about it."""
    assert isinstance(paper.ask(SAM, ask), Ok)


def told(paper: Paper) -> list[int | None]:
    """The calls of Hare of which they read by now that nobody is free yet."""
    paper.herald()
    waits = [entry for entry in paper.entries if isinstance(entry.content, c.Waiting) and entry.stream == "seat:3"]
    return [entry.of for entry in waits if isinstance(entry.content, c.Waiting) and entry.content.what == "help"]


def test_a_facilitator_who_writes_without_having_taken_the_call_is_somebody() -> None:
    paper = begun()
    called(paper, "first")
    paper.wait(SOON)
    does(paper, Whisper("word", body="I am here", seat=3))
    paper.wait(LONG)
    assert told(paper) == []
    again = called(paper, "again")
    paper.wait(LONG - SOON)
    assert told(paper) == []
    paper.wait(SOON)
    assert told(paper) == [again], "nobody wrote since"


def test_one_who_wrote_past_the_end_is_somebody_too() -> None:
    paper = begun(minutes=74)
    called(paper, "first")
    paper.wait(timedelta(minutes=1))
    does(paper, Whisper("word", body="I am here", seat=3))
    paper.wait(LONG)
    paper.herald()
    assert told(paper) == []


@pytest.mark.parametrize("minutes", [0, 74])
def test_a_call_that_was_finished_waits_for_nobody_also_past_the_end(minutes: int) -> None:
    paper = begun(minutes=minutes)
    called(paper, "first")
    paper.wait(timedelta(minutes=1, seconds=30))
    does(paper, FlagDone("done", pos=1, outcome="we talked"))
    paper.wait(LONG)
    paper.herald()
    assert told(paper) == []


def test_words_of_danger_that_somebody_decided_on_wait_for_nobody() -> None:
    paper = begun()
    answer = paper.ask(HARE, Say("words", body="tonight"), DIVERT)
    assert isinstance(answer, Ok)
    does(paper, Return("back", stream="seat:3", pos=answer.pos or 0, body="I read this. Are you safe?"))
    paper.wait(LONG)
    assert told(paper) == []


def test_whoever_calls_again_while_the_one_who_took_their_call_has_only_just_come_is_not_told() -> None:
    paper = begun()
    called(paper, "first")
    paper.wait(SOON)
    does(paper, Take("take", pos=1))
    paper.wait(LONG - SOON)
    called(paper, "second")
    paper.wait(LONG)
    assert told(paper) == [], "they read that Sam is here"
    third = called(paper, "third")
    paper.wait(LONG)
    assert told(paper) == [third], "Sam took the first so long ago that this one rings"


def test_whoever_called_again_and_was_written_nothing_is_told_as_others_hear_of_it() -> None:
    paper = begun()
    called(paper, "first")
    paper.wait(SOON)
    does(paper, Take("take", pos=1))
    paper.wait(2 * SOON)
    second = called(paper, "second")
    paper.wait(LONG + LONG - SOON)
    assert told(paper) == []
    paper.wait(SOON)
    assert told(paper) == [second], "Sam is here no more, it seems"


@pytest.mark.parametrize("ends", [FlagDone("ends", pos=1, outcome="safe"), Settle("ends", seat=3, outcome="talked")])
def test_a_call_after_the_one_that_was_taken_is_over_is_a_new_one(ends: Ask) -> None:
    paper = begun()
    called(paper, "first")
    does(paper, Take("take", pos=1))
    paper.wait(SOON)
    does(paper, ends)
    again = called(paper, "again")
    paper.wait(LONG)
    assert told(paper) == [again]


def test_what_somebody_reads_is_the_same_though_a_worry_about_them_was_taken() -> None:
    paper = begun()
    paper.ask(OTTER, Worry("worry", about="person", seat=3))
    does(paper, Take("take", pos=1))
    call = called(paper, "first")
    paper.wait(LONG)
    assert told(paper) == [call]
