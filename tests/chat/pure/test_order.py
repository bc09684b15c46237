"""Order: dense positions and turns, a fold that takes nothing else, and the same room however its entries arrive."""

from copy import deepcopy
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chat.fold import Fold
from chat.protocol.entry import Entry
from chat.protocol.streams import ROOM, SEAT_STREAMS
from tests.bounds import evenings

from .asks import Step
from .ears import Stage, play
from .paper import EVERYBODY, Paper
from .steps import beginnings, begun, steps, write


@evenings(300)
@given(beginnings(), steps())
def test_positions_are_dense_in_each_stream_and_turns_in_the_session(paper: Paper, evening: list[Step]) -> None:
    write(paper, evening)
    assert [entry.turn for entry in paper.entries] == list(range(1, len(paper.entries) + 1))
    for stream in {entry.stream for entry in paper.entries}:
        positions = [entry.pos for entry in paper.entries if entry.stream == stream]
        assert positions == list(range(1, len(positions) + 1))
    times = [entry.at for entry in paper.entries]
    assert times == sorted(times)


@evenings(300)
@given(beginnings(), steps())
def test_no_ref_of_one_person_stands_twice(paper: Paper, evening: list[Step]) -> None:
    write(paper, evening)
    refs = [(entry.asker, entry.ref) for entry in paper.entries if entry.ref is not None]
    assert len(refs) == len(set(refs))


@evenings(300)
@given(beginnings(), steps(), st.integers(0, 80), st.integers(0, 80))
def test_a_fold_takes_the_next_entry_and_no_other(paper: Paper, evening: list[Step], after: int, wrong: int) -> None:
    write(paper, evening)
    assume(paper.entries)
    after, wrong = after % len(paper.entries), wrong % len(paper.entries)
    fold = folded(paper.entries[:after])
    before = deepcopy(fold)
    if after != wrong:
        with pytest.raises(ValueError, match="does not follow"):
            fold.apply(paper.entries[wrong])
        assert fold == before
    fold.apply(paper.entries[after])
    assert fold.turn == after + 1


@given(st.sampled_from([ROOM, *SEAT_STREAMS]), st.integers(-3, 3), st.integers(-3, 3))
def test_an_entry_that_is_off_by_any_turn_or_position_is_refused(stream: str, turns: int, places: int) -> None:
    assume(turns or places)
    paper = begun()
    fold = folded(paper.entries)
    off = Entry(
        "an-evening", fold.turn + 1 + turns, stream, fold.heads.get(stream, 0) + 1 + places, "system", "system", None,
        None, paper.now, paper.entries[0].content,
    )  # fmt: skip
    with pytest.raises(ValueError, match="does not follow"):
        fold.apply(off)


@evenings(300)
@given(beginnings(), steps(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12))
def test_a_room_is_the_same_in_whatever_pages_its_entries_arrive(
    paper: Paper, evening: list[Step], pages: list[tuple[int, int]]
) -> None:
    """Pages may overlap, come twice or too early: what was had is passed over, what leaves a gap is not taken."""
    stage = Stage(Paper(paper.now))
    write(paper, evening)
    for first, size in pages:
        page = paper.entries[first : first + size]
        fits = not page or page[-1].turn <= stage.live.turn or first <= stage.live.turn
        assert stage.live.take(page) is fits
    assert stage.live.take(paper.entries)
    assert stage.live.reading.fold == paper.fold == folded(paper.entries)


@evenings(200)
@given(beginnings(), steps(), st.integers(1, 6), st.integers(1, 6), st.integers(0, 30))
def test_what_is_sent_does_not_depend_on_what_is_still_in_memory(
    paper: Paper, evening: list[Step], kept: int, page: int, split: int
) -> None:
    sent = everything_sent(Stage(deepcopy(paper)), evening, split)
    with patch("chat.hub.ring.KEPT", kept), patch("chat.hub.listener.PAGE", page):
        assert everything_sent(Stage(paper), evening, split) == sent


def everything_sent(stage: Stage, evening: list[Step], split: int) -> list[list[str]]:
    """The frames of everybody, and of everybody once more who comes in later."""
    ears = [stage.attach(person) for person in EVERYBODY]
    for number, _ in enumerate(play(stage, evening)):
        if number == split:
            ears += [stage.attach(person) for person in EVERYBODY]
    return [ear.texts for ear in ears]


def folded(entries: list[Entry]) -> Fold:
    """The room after these."""
    fold = Fold()
    for entry in entries:
        fold.apply(entry)
    return fold
