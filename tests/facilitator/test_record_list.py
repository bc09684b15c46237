"""The list of concerns: what is open stands there, however many there were since."""

from __future__ import annotations

import pytest
from django.utils import timezone

from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding import views
from facilitator.safeguarding.models import Concern, Level, State
from tests import cast
from tests.cohorts.doors import browser

pytestmark = pytest.mark.django_db


def test_an_open_concern_stays_on_the_list_however_many_were_closed_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "MOST", 1)
    evening, now = cast.evening("over"), timezone.now()
    jo = browser(evening, evening.lead)
    concern, *closed = [
        raise_afterwards(evening.volunteer, evening.session, seat, Level.NOW, "as seen", now)
        for seat in (evening.hare, evening.otter, evening.heron)
    ]
    Concern.objects.filter(pk__in=[one.pk for one in closed]).update(state=State.CLOSED)
    listed = jo.get("/staff/concerns/").content.decode()
    shown = [one for one in (concern, *closed) if one.public_id in listed]
    assert shown == [concern, closed[-1]], "and of the closed ones the newest"
