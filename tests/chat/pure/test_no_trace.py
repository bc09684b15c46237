"""Worry leaves no trace: a seat is sent the same bytes whether or not anybody is worried about anybody."""

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from chat.guard import PASS
from chat.person import Person
from chat.protocol.contents import Held
from chat.protocol.streams import STAFF, seat_number
from chat.protocol.team import Flag
from chat.verbs.held import Release, Return
from chat.verbs.say import Say
from chat.verbs.staffroom import FlagDone, Reopen, Take
from tests.bounds import evenings
from tests.chat.verdicts import judged

from .asks import Step
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
            calm.play(in_calm(act, worried.paper, calm.paper, reader) if kept else silence(act))
        theirs, sams, theirs_in_calm, sams_in_calm = ears
        told.append(len(sams.texts) - len(sams_in_calm.texts))
        assert theirs.texts == theirs_in_calm.texts
        assert theirs.closed == theirs_in_calm.closed

    compare()
    assert sum(told) > len(told), "staff hardly heard of anything that a seat might have"


def worried_evening(stage: Stage, evening: Iterable[Step], reader: Person) -> list[tuple[Act, bool]]:
    """Play the evening, and say of each act whether it also belongs to the calm one.

    Nobody speaks while a mode holds their words: those are held, and that answer to one's own words may differ. Nor is
    anything let into the room that was meant for the facilitators.
    """
    played: list[tuple[Act, bool]] = []
    for act in acts(stage.paper, evening):
        if is_kept_out(act, stage.paper):
            played.append((silence(act), True))
        else:
            played.append((act, not is_worry(act, stage.paper, reader)))
        stage.play(played[-1][0])
    return played


def is_kept_out(act: Act, paper: Paper) -> bool:
    """Whether it is left out of both evenings, as said above."""
    if isinstance(act.ask, Release):
        return diverted(paper, act.ask)
    return isinstance(act.ask, Say) and bool(act.person.seat) and paper.fold.mode_for(act.person.number) != "open"


def is_worry(act: Act, paper: Paper, reader: Person) -> bool:
    """Whether this is somebody's worry, or staff among themselves: a mode, a note, what becomes of a flag.

    A call for help is openly somebody's own, as are words that were diverted, and so is what becomes of them. So is all
    that the reader asks. A look now at the reader's own words keeps their stream open until it is done; who took it is
    nothing to them.
    """
    if act.person.key == reader.key and act.kind != "+guard":
        return False
    if isinstance(act.ask, Take | FlagDone | Reopen):
        flag = paper.fold.flags.get(act.ask.pos)
        keeps_open = flag is not None and flag.is_call and flag.by == reader.seat and not isinstance(act.ask, Take)
        return flag is None or not (flag.was_told or keeps_open)
    return act.kind in {"mode", "note", "worry", "+guard"}


def in_calm(act: Act, worried: Paper, calm: Paper, reader: Person) -> Act:
    """What is done in its place where the guard sees nothing in anybody's words.

    Others' words that it kept from the room are not said there, and what it only marked or held bears no flag. Of the
    reader's own, what is held, refused or diverted is an answer to them, and stays.
    """
    if isinstance(act.ask, Take | FlagDone | Reopen | Release | Return) and act.person.seat is None:
        return same_words(act, worried, calm)
    if not isinstance(act.ask, Say):
        # Past the end a look now keeps a private word open until somebody has looked.
        own_now = act.person.key == reader.key and act.verdict.level == "now"
        return act if own_now else replace(act, verdict=PASS)
    if act.verdict.outcome == "pass":
        return replace(act, verdict=PASS)
    if act.person.key == reader.key:
        return act
    is_held = act.verdict.outcome == "hold" or (act.verdict.outcome == "swap" and act.ask.as_is)
    return replace(act, verdict=judged("hold")) if is_held else silence(act)


def same_words(act: Act, worried: Paper, calm: Paper) -> Act:
    """Flags and held words stand elsewhere in their streams when others are not there; what they are about is the same.

    If it is not there at all nothing is done.
    """
    ask = act.ask
    if not isinstance(ask, Take | FlagDone | Reopen | Release | Return):
        return act
    stream = ask.stream if isinstance(ask, Release | Return) else STAFF
    asked = next((asked for asked, pos in places(worried, stream).items() if pos == ask.pos), None)
    pos = places(calm, stream).get(asked)
    return silence(act) if pos is None else replace(act, ask=structs.replace(ask, pos=pos))


def places(paper: Paper, stream: str) -> dict[object, int]:
    """Where the flags and held words of a stream stand, by the request that they came of.

    One that was refused kept no ref: it is known by who asked it and when, and which of theirs it was at that moment.
    """
    found: dict[object, int] = {}
    refused: Counter[tuple[str, datetime]] = Counter()
    for first, *others in paper.requests:
        by_whom = first.asker, first.at
        refused[by_whom] += first.ref is None
        asked = first.ref or (*by_whom, refused[by_whom])
        for entry in (first, *others):
            if entry.stream == stream and isinstance(entry.content, Flag | Held):
                found[asked] = entry.pos
    return found


def diverted(paper: Paper, ask: Release) -> bool:
    """Whether these words are for the facilitators."""
    number = seat_number(ask.stream)
    held = None if number is None else paper.fold.seats[number].held.get(ask.pos)
    return held is not None and held.content.help


def silence(act: Act) -> Act:
    """The same time passes, and nothing is done."""
    return Act(act.wait, "+silence")
