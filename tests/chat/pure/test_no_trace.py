"""Worry leaves no trace: a seat is sent the same bytes whether or not anybody is worried about anybody."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from chat.person import Person
from chat.protocol.streams import STAFF
from chat.protocol.team import Flag
from chat.verbs.say import Say
from chat.verbs.staffroom import FlagDone, Reopen, Take

from .asks import Step
from .bounds import evenings
from .ears import Stage
from .paper import SAM, SEATS, Paper
from .steps import Act, acts, beginnings, steps


def test_what_a_seat_is_sent_is_the_same_without_anybody_s_worry() -> None:
    told: list[int] = []

    @evenings(500)
    @given(beginnings(), steps(), st.sampled_from(SEATS))
    def compare(paper: Paper, evening: list[Step], reader: Person) -> None:
        calm = Stage(deepcopy(paper))
        worried = Stage(paper)
        ears = [stage.attach(person) for stage in (worried, calm) for person in (reader, SAM)]
        for act, kept in worried_evening(worried, evening, reader):
            calm.play(same_call(act, worried.paper, calm.paper) if kept else silence(act))
        theirs, sams, theirs_in_calm, sams_in_calm = ears
        told.append(len(sams.texts) - len(sams_in_calm.texts))
        assert theirs.texts == theirs_in_calm.texts
        assert theirs.closed == theirs_in_calm.closed

    compare()
    assert sum(told) > len(told), "staff hardly heard of anything that a seat might have"


def worried_evening(stage: Stage, evening: Iterable[Step], reader: Person) -> list[tuple[Act, bool]]:
    """Play the evening, and say of each act whether it also belongs to the calm one.

    Nobody speaks while a mode holds their words: those are held, and that answer to one's own words may differ.
    """
    played: list[tuple[Act, bool]] = []
    for act in acts(stage.paper, evening):
        if isinstance(act.ask, Say) and act.person.seat and stage.paper.fold.mode_for(act.person.seat) != "open":
            played.append((silence(act), True))
        else:
            played.append((act, not is_worry(act, stage.paper, reader)))
        stage.play(played[-1][0])
    return played


def is_worry(act: Act, paper: Paper, reader: Person) -> bool:
    """Whether this is somebody's worry, or staff among themselves: a mode, a note, what becomes of a flag.

    A call for help is openly somebody's own, and so is what becomes of it. So is all that the reader asks.
    """
    if act.person.key == reader.key and act.kind != "+guard":
        return False
    if isinstance(act.ask, Take | FlagDone | Reopen):
        flag = paper.fold.flags.get(act.ask.pos)
        return flag is None or flag.source != "help"
    return act.kind in {"mode", "note", "worry", "+guard"}


def same_call(act: Act, worried: Paper, calm: Paper) -> Act:
    """A flag stands elsewhere in the staff's stream when others are not there; its call is the same."""
    if not isinstance(act.ask, Take | FlagDone | Reopen) or act.person.seat is not None:
        return act
    flag = next(flag for flag, pos in flags(worried).items() if pos == act.ask.pos)
    return replace(act, ask=structs.replace(act.ask, pos=flags(calm)[flag]))


def flags(paper: Paper) -> dict[Flag, int]:
    """Where each flag stands among staff."""
    among_staff = (entry for entry in paper.entries if entry.stream == STAFF)
    return {entry.content: entry.pos for entry in among_staff if isinstance(entry.content, Flag)}


def silence(act: Act) -> Act:
    """The same time passes, and nothing is done."""
    return Act(act.wait, "+silence")
