"""What takes speech away takes it at once: judged from the entries alone, not by the fold that decided them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat.presence import Cover
from chat.protocol import contents as c
from chat.protocol.entry import Entry
from chat.protocol.replies import Ok
from chat.protocol.streams import ROOM, seat_number
from tests.bounds import evenings

from .asks import ASKS, SECRET, Step
from .paper import SAM, TIMES, Paper
from .steps import Act, acts, beginnings, begun, plan, steps, write


@dataclass
class Silences:
    """Who may not be heard in the room, as its entries say."""

    muted: dict[str, datetime] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    paused: bool = False
    open: bool = False

    def hold(self, entry: Entry) -> str | None:
        """Why nothing of this author may stand here, or None."""
        if not self.open or entry.at >= TIMES.ends_at:
            return "closed"
        if self.paused:
            return "paused"
        if entry.author in self.outside:
            return "outside"
        if entry.asker == entry.author and entry.at < self.muted.get(entry.author, entry.at):
            return "muted"
        return None

    def take(self, entry: Entry) -> None:
        """What an entry changes."""
        match entry.content:
            case c.Muted(until=until):
                self.muted[entry.stream] = until
            case c.Unmuted():
                self.muted.pop(entry.stream, None)
            case c.Aside() | c.Eject():
                self.outside.add(entry.stream)
            case c.Readmit(aside=False):
                self.outside.discard(entry.stream)
            case c.Paused():
                self.paused = True
            case c.Resumed():
                self.paused = False
            case c.Phase(phase=mark):
                self.open = mark == "open"


def words_of_seats(entries: list[Entry]) -> list[Entry]:
    """What stands in the room as some seat's own: messages and reactions."""
    return [entry for entry in entries if entry.stream == ROOM and seat_number(entry.author) is not None]


@evenings(800)
@given(beginnings(), steps())
def test_nothing_of_a_seat_stands_where_it_was_silenced(paper: Paper, evening: list[Step]) -> None:
    write(paper, evening)
    silences = Silences()
    for entry in paper.entries:
        if entry in words_of_seats([entry]):
            assert silences.hold(entry) is None
        silences.take(entry)


STOPS = ("mute", "aside", "eject", "pause", "close")
TALK = ("say", "say", "say", "react", "whisper", "help", "worry", "since", "away", "back", "+again", "+enter", "+leave")


@evenings(700)
@given(steps(16), st.sampled_from(STOPS), st.integers(1, 8), steps(mixes=[TALK], waits=(0, 0, 1, 300)))
def test_after_a_stop_its_target_floods_in_vain(before: list[Step], stop: str, target: int, flood: list[Step]) -> None:
    paper = begun()
    write(paper, before)
    aimed = {"seat": target, "reason": SECRET} | ({"seconds": 600} if stop == "mute" else {})
    answer = paper.ask(SAM, ASKS[stop](ref="stop", **(aimed if stop in STOPS[:3] else {})))
    if not isinstance(answer, Ok):
        return
    stopped_at = paper.fold.turn
    for number, step in enumerate(flood):
        by_a_seat(plan(step._replace(who=(target - 1, step.who)[step.pick % 2]), paper, [], 1000 + number)).on(paper)
    silenced = {f"seat:{target}"} if stop in STOPS[:3] else {f"seat:{number}" for number in range(1, 9)}
    assert not [entry for entry in words_of_seats(paper.entries[stopped_at:]) if entry.author in silenced]


def by_a_seat(act: Act) -> Act:
    """Nobody of staff asks anything, nor comes in, which might open what their absence had closed."""
    return replace(act, ask=None, kind="+silence") if act.person.is_staff else act


@evenings(500)
@given(beginnings(), steps())
def test_while_nobody_holds_the_room_no_seat_is_heard_in_it(paper: Paper, evening: list[Step]) -> None:
    """A minute's grace, then every word is held, then nothing is said; whether or not a loop has announced it."""
    for act in acts(paper, evening):
        paper.wait(act.wait)
        cover, turn = paper.facts.cover, paper.fold.turn
        replace(act, wait=timedelta(0)).on(paper)
        heard = [entry for entry in words_of_seats(paper.entries[turn:]) if entry.asker == entry.author]
        if cover in {Cover.PAUSE, Cover.CLOSE}:
            assert not heard
        if cover is Cover.HOLD:
            assert not [entry for entry in heard if isinstance(entry.content, c.Message)]
