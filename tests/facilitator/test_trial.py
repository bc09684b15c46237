"""The test alarm before an evening takes the real ways, to whoever asks and to nobody else, and ends by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cohorts.models import Act, Staff
from facilitator.safeguarding.duties import answer
from facilitator.safeguarding.models import Duty, Kind
from facilitator.safeguarding.trial import LASTS, last, let_trials_go, try_alarm
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.calling import page_of, seen, stands
from tests.facilitator.reached import Calling, calling

pytestmark = pytest.mark.django_db(transaction=True)
PRESS = "/staff/try/alarm/"


@pytest.fixture
def called(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calling]:
    with calling(settings, monkeypatch) as one:
        yield one


def how(staff: Staff) -> dict[str, tuple[bool, bool]]:
    """By way: whether it went through, and whether it failed."""
    trial = last(staff)
    assert trial is not None
    return {one.way.value: (one.told_at is not None, one.failed) for one in trial.came}


def test_it_goes_by_every_way_to_whoever_asked_and_never_climbs(called: Calling) -> None:
    jo = called.evening.lead
    duty = try_alarm(jo, called.evening.session, called.now)
    assert try_alarm(jo, called.evening.session, called.now) == duty, "pressed twice"
    called.rounds()
    assert (called.letters, called.pages) == (["jo"], ["jo"])
    assert how(jo) == {"screen": (True, False), "email": (True, False), "webhook": (True, False)}
    called.rounds(seconds=250)
    assert set(called.letters) == {"jo"}, "again, as a real one, and to nobody else"
    assert answer(duty, jo, called.now)
    called.rounds(seconds=250)
    assert called.letters == []
    assert Act.objects.filter(verb="alarm_tried", by=jo).count() == 1


def test_its_letter_says_that_it_is_a_test_and_that_nobody_waits(called: Calling) -> None:
    duty = try_alarm(called.evening.lead, called.evening.session, called.now)
    called.rounds()
    ((_, letter),) = called.post.taken
    assert letter["Subject"] == f"Alcove: a test alarm ({duty.public_id})"
    plain = letter.get_body(("plain",))
    assert plain
    assert "Nobody is waiting." in plain.get_content()
    assert "needs you" not in plain.get_content()


def test_a_way_that_does_not_go_through_is_said(called: Calling) -> None:
    called.post.how, called.pager.status = "later", 500
    try_alarm(called.evening.lead, called.evening.session, called.now)
    called.rounds()
    assert how(called.evening.lead) == {"screen": (True, False), "email": (False, True), "webhook": (False, True)}


def test_it_ends_by_itself(called: Calling) -> None:
    try_alarm(called.evening.lead, called.evening.session, called.now)
    assert let_trials_go(called.now + LASTS / 2) == 0
    assert let_trials_go(called.now + LASTS) == 1
    called.rounds(seconds=700)
    assert called.letters == []


def test_one_press_on_the_page_of_tonight_and_it_stands_on_ones_own_pages_alone() -> None:
    evening = cast.evening("waiting")
    sam, ali = browser(evening, evening.counsellor), browser(evening, evening.volunteer)
    for _ in range(2):
        assert "done=called" in submit(sam, PRESS, on="/staff/")["Location"]
    duty = Duty.objects.get(kind=Kind.TRIAL)
    assert stands(sam) == [duty.public_id]
    assert stands(ali) == []
    page = seen(sam, "/staff/")
    assert "By email not set up for you here" in page
    assert "On every page on its way" in page, "no loop has looked yet"
    assert "Nobody is waiting" in seen(sam, page_of(duty))
    assert "Read this out" not in seen(sam, page_of(duty))
    assert browser(evening, evening.volunteer).get(page_of(duty)).status_code == 404
