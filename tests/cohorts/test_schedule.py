"""The phase follows the clock, and staff's last word, in one direction only."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.schedule import Phase, Times, phase

pytestmark = pytest.mark.embedded

EIGHT = datetime(2026, 11, 5, 20, 0, tzinfo=UTC)
TIMES = Times(
    opens_at=EIGHT - timedelta(minutes=10),
    starts_at=EIGHT,
    ends_at=EIGHT + timedelta(hours=1),
    closes_at=EIGHT + timedelta(minutes=75),
)
ORDER = list(Phase)
MOMENTS = st.integers(-7200, 14400).map(lambda seconds: EIGHT + timedelta(seconds=seconds))
SECOND = timedelta(seconds=1)


def test_each_phase_begins_on_the_second() -> None:
    assert phase(TIMES, None, TIMES.opens_at - SECOND) == Phase.WAITING
    assert phase(TIMES, None, TIMES.opens_at) == Phase.LOBBY
    assert phase(TIMES, "open", TIMES.opens_at) == Phase.OPEN
    assert phase(TIMES, "open", TIMES.ends_at - SECOND) == Phase.OPEN
    assert phase(TIMES, "open", TIMES.ends_at) == Phase.CLOSING
    assert phase(TIMES, "open", TIMES.closes_at - SECOND) == Phase.CLOSING
    assert phase(TIMES, "open", TIMES.closes_at) == Phase.OVER


def test_a_room_nobody_opened_stays_a_lobby() -> None:
    assert phase(TIMES, None, TIMES.starts_at + timedelta(minutes=30)) == Phase.LOBBY


def test_staff_may_close_early() -> None:
    assert phase(TIMES, "closing", TIMES.starts_at) == Phase.CLOSING
    assert phase(TIMES, "closing", TIMES.closes_at) == Phase.OVER


@given(st.sampled_from([None, "open", "closing"]), MOMENTS, MOMENTS)
def test_time_alone_never_takes_a_session_back(mark: str | None, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert ORDER.index(phase(TIMES, mark, earlier)) <= ORDER.index(phase(TIMES, mark, later))


@given(MOMENTS)
def test_opening_then_closing_never_takes_a_session_back(now: datetime) -> None:
    phases = [ORDER.index(phase(TIMES, mark, now)) for mark in (None, "open", "closing")]
    assert phases == sorted(phases)


@given(st.text(max_size=8), MOMENTS)
def test_an_unknown_mark_opens_nothing(mark: str, now: datetime) -> None:
    if mark not in {"open", "closing"}:
        assert phase(TIMES, mark, now) == phase(TIMES, None, now)
