"""Whoever was finished with too early comes in again, as long as somebody may be stayed with that night."""

from __future__ import annotations

from datetime import timedelta

from chat.protocol.closing import Close, Gone
from chat.protocol.replies import No, Ok
from chat.verbs.enter import Enter
from chat.verbs.staffroom import Settle
from chat.verbs.stay import Stay
from chat.verbs.whisper import Whisper
from cohorts.models.session import STAYS_BEHIND

from .paper import SAM, SEATS, TIMES, Paper
from .steps import begun

HARE = SEATS[2]


def settled() -> Paper:
    """Past the end Hare wrote once more, in the moment in which Sam finished with them."""
    paper = begun(minutes=70)
    paper.ask(HARE, Whisper("word", body="still here?"))
    paper.wait(timedelta(minutes=10))
    assert isinstance(paper.ask(HARE, Whisper("another", body="he is back")), Ok)
    assert isinstance(paper.ask(SAM, Settle("settle", seat=3, outcome="talked")), Ok)
    gone = paper.ask(HARE, Enter("too late"))
    assert isinstance(gone, Gone)
    assert gone.code is Close.OVER
    return paper


def test_whoever_wrote_as_they_were_finished_with_is_brought_back_by_undoing_it() -> None:
    paper = settled()
    assert isinstance(paper.ask(SAM, Stay("undo", seat=3)), Ok)
    assert isinstance(paper.ask(HARE, Enter("again")), Ok)
    assert isinstance(paper.ask(SAM, Whisper("answer", body="I read it. I am here.", seat=3)), Ok)
    assert isinstance(paper.ask(HARE, Whisper("thanks", body="thank you")), Ok)


def test_once_the_night_is_over_nobody_is_brought_back() -> None:
    for early, kind in ((timedelta(milliseconds=1), Ok), (timedelta(0), No)):
        paper = settled()
        paper.wait(TIMES.closes_at + STAYS_BEHIND - early - paper.now)
        assert isinstance(paper.ask(SAM, Stay("undo", seat=3)), kind)
