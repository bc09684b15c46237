"""The lists of concerns: what is open stands there however much was closed since, and whatever is closed is found."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding import adult_views, views
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.models import Concern, Level, State
from tests import cast
from tests.cohorts.doors import browser

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def raised(evening: cast.Evening) -> list[Concern]:
    """One that is open, then two that are closed by now."""
    concern, *closed = [
        raise_afterwards(evening.volunteer, evening.session, seat, Level.NOW, "as seen", timezone.now())
        for seat in (evening.hare, evening.otter, evening.heron)
    ]
    Concern.objects.filter(pk__in=[one.pk for one in closed]).update(state=State.CLOSED)
    return [concern, *closed]


def test_an_open_concern_stays_on_the_list_however_many_were_closed_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "A_PAGE", 1)
    evening = cast.evening("over")
    jo, (concern, *closed) = browser(evening, evening.lead), raised(evening)
    listed = jo.get("/staff/concerns/").content.decode()
    shown = [one for one in (concern, *closed) if one.public_id in listed]
    assert shown == [concern, closed[-1]], "and of the closed ones the newest"


def test_one_that_was_closed_long_ago_is_on_a_later_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 1)
    evening = cast.evening("over")
    jo, (concern, oldest, newest) = browser(evening, evening.lead), raised(evening)
    first = jo.get("/staff/concerns/").content.decode()
    assert "Page 1 of 2" in first
    assert 'Closed <span class="count">2</span>' in first
    onward = NEXT.search(first)
    assert onward
    assert onward[1] == "?page=2#closed"
    later = jo.get("/staff/concerns/", {"page": 2}).content.decode()
    assert [one.public_id in later for one in (concern, oldest, newest)] == [True, True, False]
    assert jo.get("/staff/concerns/", {"page": "none"}).status_code == 200


def test_a_worry_about_an_adult_stays_on_the_list_while_it_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adult_views, "A_PAGE", 1)
    evening = cast.evening("over")
    jo = browser(evening, evening.lead)
    concern, *closed = [
        from_staff(evening.counsellor, evening.volunteer, evening.session, Level.URGENT, "as seen", timezone.now())
        for _ in range(3)
    ]
    Concern.every.filter(pk__in=[one.pk for one in closed]).update(state=State.CLOSED)
    for page, there in ((1, [True, False, True]), (2, [True, True, False])):
        listed = jo.get("/staff/adults/", {"page": page}).content.decode()
        assert [one.public_id in listed for one in (concern, *closed)] == there
