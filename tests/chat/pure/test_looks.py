"""A look that finds only signs of life tells nobody anything, and all hear what they would if each were told of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.hub.live import LiveRoom
from chat.presence import PresenceRow
from chat.protocol.closing import Close
from tests.bounds import evenings

from .ears import Ear, Stage
from .paper import KIM, SAM, SEATS
from .steps import begun

#: Five people on two workers; the first is of staff.
PEOPLE = (SAM, KIM, *SEATS[:3])
Change = tuple[str, int]

changes = st.lists(
    st.tuples(
        st.sampled_from(
            ["renew", "renew", "wait", "wait", "look", "look", "tell", "leave", "come", "away", "own", "stop"]
        ),
        st.integers(0, 20),
    ),
    max_size=40,
)


class Evening:
    """The rows as the database has them, and a room that looks at them."""

    def __init__(self) -> None:
        paper = begun(present="nobody")
        self.now, self._paper, self._came = paper.now, paper, 0
        self.rows: dict[str, PresenceRow] = {}
        self._worker: dict[str, int] = {}
        for number in range(len(PEOPLE)):
            self.come(number)
        paper.sockets = dict(self.rows)
        self.stage = Stage(paper)
        self.ears = [self.stage.attach(SAM), self.stage.attach(SEATS[0])]

    def come(self, number: int) -> None:
        self._came += 1
        socket = f"socket {self._came}"
        person = PEOPLE[number % len(PEOPLE)].presence
        self.rows[socket] = PresenceRow("an-evening", person, socket, self.now, None, None, self.now, stopped=False)
        self._worker[socket] = self._came % 2

    def step(self, change: Change) -> None:
        """Something happens; `change` says what, and how long, to whom or by which worker."""
        name, number = change
        if name in {"leave", "away"}:
            here = [socket for socket, row in self.rows.items() if row.left_at is None]
            if here:
                self._change(here[number % len(here)], name)
        else:
            getattr(self, name)(number)
        for ear in self.ears:
            ear.listen()

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def renew(self, worker: int) -> None:
        for socket in self._of(worker):
            self.rows[socket] = replace(self.rows[socket], seen_at=self.now)

    def stop(self, worker: int) -> None:
        for socket in self._of(worker) if worker > 15 else ():
            self.rows[socket] = replace(self.rows[socket], stopped=True)

    def own(self, _: int = 0) -> None:
        self.stage.live.saw(list(self.rows.values()))

    def look(self, _: int = 0) -> None:
        self.stage.live.saw_on_a_look(list(self.rows.values()), self.stage.live.sightings, self.now)

    def tell(self, _: int = 0) -> None:
        if self.stage.live.presence_changed:
            self.stage.live.tell_people(self.now)

    def _change(self, socket: str, name: str) -> None:
        row = self.rows[socket]
        away = None if row.away_at else self.now
        self.rows[socket] = replace(row, left_at=self.now) if name == "leave" else replace(row, away_at=away)

    def _of(self, worker: int) -> list[str]:
        return [socket for socket in self.rows if self._worker[socket] == worker % 2]

    def settle(self) -> None:
        """Everything is looked at and told."""
        self.look()
        self.tell()
        for ear in self.ears:
            ear.listen()


def said(ear: Ear) -> dict[str, dict[str, object]]:
    """How each person stands by what was heard of them last."""
    lines = [line for frame in ear.frames if frame["type"] in {"welcome", "people"} for line in frame["people"]]
    return {line["name"]: line for line in lines}


def here(ear: Ear) -> set[str]:
    """Who is here, by what was heard last."""
    return {name for name, line in said(ear).items() if line["present"]}


@evenings(400)
@given(changes)
def test_who_is_told_hears_the_same_as_if_every_look_were_told_of(evening: Sequence[Change]) -> None:
    quick, thorough = Evening(), Evening()
    for change in evening:
        quick.step(change)
        with patch.object(LiveRoom, "_stands_as_told", return_value=False):
            thorough.step(change)
    quick.settle()
    with patch.object(LiveRoom, "_stands_as_told", return_value=False):
        thorough.settle()
    for one, other in zip(quick.ears, thorough.ears, strict=True):
        assert said(one) == said(other)


def test_while_all_are_here_a_look_leaves_nothing_to_tell() -> None:
    evening = Evening()
    evening.settle()
    evening.wait(3)
    evening.renew(0)
    evening.renew(1)
    evening.look()
    assert not evening.stage.live.presence_changed
    assert {row.seen_at for row in evening.stage.live.reading.sockets} == {evening.now}


@pytest.mark.parametrize("silent_for", [15, 16, 40])
def test_whoever_seemed_gone_and_is_back_is_told_of_both_times(silent_for: int) -> None:
    evening = Evening()
    evening.settle()
    everybody = here(evening.ears[0])
    evening.wait(silent_for)
    evening.renew(0)
    evening.settle()
    assert set() < here(evening.ears[0]) < everybody
    evening.renew(1)
    evening.settle()
    assert here(evening.ears[0]) == everybody


def test_whoever_seemed_gone_only_when_it_was_told_is_told_of_as_back() -> None:
    evening = Evening()
    evening.settle()
    everybody = here(evening.ears[0])
    evening.come(4)
    evening.wait(14)
    evening.look()
    evening.wait(2)
    evening.tell()
    evening.renew(0)
    evening.renew(1)
    evening.settle()
    assert here(evening.ears[0]) == everybody


def test_whoever_came_six_times_at_once_has_five_left_after_a_look_though_it_finds_nothing_new() -> None:
    evening = Evening()
    live, tabs = evening.stage.live, [evening.stage.attach(SEATS[4]) for _ in range(6)]
    coming = {tab.listener for tab in tabs}
    live.listeners -= coming  # they are written down together, and none listens yet
    for socket in (tab.listener.socket for tab in tabs):
        evening.rows[socket] = replace(evening.rows["socket 1"], person=SEATS[4].presence, socket=socket)
    evening.own()
    evening.settle()
    live.listeners |= coming
    evening.look()
    for tab in tabs:
        tab.listen()
    assert [tab.closed for tab in tabs] == [Close.TOO_MANY, *[None] * 5]
