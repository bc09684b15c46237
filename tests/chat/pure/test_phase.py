"""The phase: the times, the last mark, the clock; the same to the server and to the page."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cohorts.schedule import Phase, Times, phase
from tests.bounds import evenings

from .asks import Step
from .node import run
from .paper import EIGHT, Paper
from .steps import acts, beginnings, steps

MARKS = st.sampled_from([None, "open", "closing", "over"])
#: Minutes to the opening of the lobby, then the length of lobby, room and stay-behind.
LENGTHS = st.tuples(st.integers(-200, 200), *[st.integers(0, 90)] * 3)
NOW = st.integers(-220 * 60, 220 * 60).map(lambda seconds: EIGHT + timedelta(seconds=seconds)) | st.just(EIGHT)
ALLOWED = {
    Phase.WAITING: {Phase.LOBBY, Phase.OPEN},
    Phase.LOBBY: {Phase.OPEN, Phase.CLOSING},
    Phase.OPEN: {Phase.CLOSING},
    Phase.CLOSING: {Phase.OPEN, Phase.OVER},
    Phase.OVER: set[Phase](),
}


def times(lengths: tuple[int, ...]) -> Times:
    """Four moments in order."""
    moments = [EIGHT + timedelta(minutes=sum(lengths[:count])) for count in (1, 2, 3, 4)]
    return Times(*moments)


@evenings(500)
@given(LENGTHS, MARKS, NOW)
def test_the_phase_is_what_the_times_say_and_between_them_what_staff_said_last(
    lengths: tuple[int, ...], mark: str | None, now: datetime
) -> None:
    when = times(lengths)
    found = phase(when, mark, now)
    assert (found is Phase.OVER) is (now >= when.closes_at)
    assert (found is Phase.WAITING) is (now < when.opens_at and now < when.closes_at)
    if when.ends_at <= now < when.closes_at and now >= when.opens_at:
        assert found is Phase.CLOSING
    if when.opens_at <= now < when.ends_at:
        assert found == {"open": Phase.OPEN, "closing": Phase.CLOSING}.get(mark or "", Phase.LOBBY)


def test_the_page_finds_the_same_phase() -> None:
    asked: list[dict[str, object]] = []
    expected: list[str] = []

    @evenings(1000)
    @given(LENGTHS, MARKS, NOW)
    def gather(lengths: tuple[int, ...], mark: str | None, now: datetime) -> None:
        when = times(lengths)
        names = ("opens_at", "starts_at", "ends_at", "closes_at")
        moments = {name: getattr(when, name).isoformat() for name in names}
        asked.append({"times": moments, "mark": mark, "now": now.timestamp() * 1000})
        expected.append(phase(when, mark, now).value)

    gather()
    found = run("models/phase.js", "phase", "given.map(({ times, mark, now }) => phase(times, mark, now))", asked)
    assert found == expected


@evenings(300)
@given(beginnings(), steps())
def test_an_evening_goes_forward_but_for_a_door_that_is_opened_again(paper: Paper, evening: list[Step]) -> None:
    """By staff, or by the coming of those whose absence had closed it; one that has ended is never opened again."""
    for act in acts(paper, evening):
        before, turn = paper.facts.phase, paper.fold.turn
        paper.wait(act.wait)
        waited = paper.facts.phase
        assert list(Phase).index(before) <= list(Phase).index(waited)
        replace(act, wait=timedelta(0)).on(paper)
        if waited is not paper.facts.phase:
            assert paper.facts.phase in ALLOWED[waited]
            assert any(entry.kind == "phase" for entry in paper.entries[turn:])
