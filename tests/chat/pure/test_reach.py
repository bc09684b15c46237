"""Reaching the facilitators: nothing a room can be set to stands in the way of help, a private word or a worry."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat.protocol import contents as c
from chat.protocol import team as t
from chat.protocol.asks import Ask
from chat.protocol.entry import SYSTEM
from chat.protocol.replies import Ok
from chat.protocol.script import Answer
from tests.bounds import evenings

from .asks import ASKS, Step
from .paper import TIMES, Paper
from .steps import beginnings, steps, write


@evenings(300)
@given(beginnings(), steps(), st.sampled_from(["help", "whisper", "worry", "checkin"]), st.sampled_from([0, 80]))
def test_from_the_lobby_until_it_is_settled_staff_can_be_reached(
    paper: Paper, evening: list[Step], verb: str, minutes: int
) -> None:
    """No mute, aside, pause, slow, mode or closed door stands in the way; only having been put out does."""
    write(paper, evening)
    paper.wait(timedelta(minutes=minutes))
    during = TIMES.opens_at <= paper.now < TIMES.closes_at
    past = paper.now >= TIMES.closes_at
    for person in [person for person in paper.roster.values() if person.seat is not None]:
        open_to_them = during or (past and unanswered(paper, person.key))
        reached = isinstance(paper.ask(person, reach(verb)), Ok)
        assert reached is (open_to_them and not person.left and not put_out(paper, person.key))


def put_out(paper: Paper, key: str) -> bool:
    """Whether somebody was ejected and not readmitted since."""
    turns = [entry.kind for entry in paper.entries if entry.stream == key and entry.kind in {"eject", "readmit"}]
    return turns[-1:] == ["eject"]


def reach(verb: str) -> Ask:
    """A call, a private word or a worry."""
    fields: dict[str, dict[str, str]] = {
        "help": {}, "whisper": {"body": "please"}, "worry": {"about": "person", "body": "somebody"},
        "checkin": {"when": "in", "body": "please"},
    }  # fmt: skip
    return ASKS[verb](ref="reach", **fields[verb])


def unanswered(paper: Paper, key: str) -> bool:
    """Whether something of theirs is open: the last word between us was theirs, a call nobody has finished, or
    somebody stays behind with them.

    Past the end an answer or a finished flag closes nothing: only settling does.
    """
    return _waits(paper, key) or _is_stayed_with(paper, key) or bool(_open_calls(paper, key))


def _waits(paper: Paper, key: str) -> bool:
    waiting = False
    for entry in (entry for entry in paper.entries if entry.stream == key):
        match entry.content:
            case c.Whisper() if entry.author == key or entry.at < TIMES.closes_at:
                waiting = entry.author == key
            case c.CheckedIn(body=str()) | Answer(body=str()):
                waiting = True
            case c.Settled():
                waiting = False
    return waiting


def _is_stayed_with(paper: Paper, key: str) -> bool:
    theirs = [entry.content for entry in paper.entries if entry.stream == key]
    last = next((content for content in reversed(theirs) if isinstance(content, c.Stay | c.Settled)), None)
    return isinstance(last, c.Stay)


def _open_calls(paper: Paper, key: str) -> set[int]:
    """Where the calls of theirs stand in `staff` that nobody has finished: held words somebody decided on are none."""
    called, open_ = set[int](), set[int]()
    of_held: dict[int, int] = {}
    for entry in paper.entries:
        match entry.content:
            case t.Flag(source="help" | "guard", level="now") if entry.content.by is not None and entry.asker == key:
                called.add(entry.pos)
                open_.add(entry.pos)
                if entry.content.source == "guard" and not entry.content.diverted:
                    of_held[entry.content.of_pos or 0] = entry.pos
            case c.Released() | c.Returned() if entry.stream == key and entry.author != SYSTEM:
                called.discard(of_held.get(entry.of or 0, 0))
                open_.discard(of_held.get(entry.of or 0, 0))
            case t.FlagDone() if entry.at < TIMES.closes_at:
                open_.discard(entry.of or 0)
            case t.Reopened() if entry.of in called:
                open_.add(entry.of or 0)
            case c.Settled() if entry.stream == key:
                open_.clear()
    return open_
