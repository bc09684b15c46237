"""The page of a room: for a seat of its cohort, and for anybody else it is not there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cohorts.models import Session, Week
from cohorts.models.session import Kind
from tests import cast
from tests.cast import Evening, Person


def _opened(evening: Evening, who: Person | None, path: str) -> int:
    browser = Client(headers={"cookie": evening.cookie(who)})
    return browser.get(path).status_code


@pytest.mark.django_db
def test_a_room_opens_for_its_seats_and_a_console_for_its_facilitators_alone() -> None:
    evening = cast.evening()
    room = reverse("chat:room", args=[evening.session.public_id])
    console = reverse("facilitator:console", args=[evening.session.public_id])
    for who, at_room, at_console in (
        (evening.otter, 200, 302), (evening.counsellor, 404, 200), (evening.volunteer, 404, 200),
        (evening.stranger, 404, 302), (evening.coordinator, 404, 404), (evening.lead, 404, 404), (None, 302, 302),
    ):  # fmt: skip
        assert (_opened(evening, who, room), _opened(evening, who, console)) == (at_room, at_console), who


@pytest.mark.django_db
def test_the_lobby_says_what_tonight_is_about_in_the_words_of_the_week() -> None:
    evening = cast.evening("lobby")
    browser = Client(headers={"cookie": evening.cookie(evening.otter)})
    room = reverse("chat:room", args=[evening.session.public_id])
    assert "What tonight is about" not in browser.get(room).content.decode(), "this week says nothing of it"
    Week.objects.filter(pk=evening.session.week_id).update(lobby=["No feeling is wrong.", "<b>You</b> can just read."])
    page = browser.get(room).content.decode()
    assert "What tonight is about" in page
    assert "<p>No feeling is wrong.</p>" in page
    assert "&lt;b&gt;You&lt;/b&gt;" in page
    Session.objects.filter(pk=evening.session.pk).update(kind=Kind.WELCOME, seat=evening.otter)
    assert "This is just you and one facilitator, in writing." in browser.get(room).content.decode()


@pytest.mark.django_db
def test_a_console_offers_the_breathers_its_role_may_give() -> None:
    evening = cast.evening()
    console = reverse("facilitator:console", args=[evening.session.public_id])
    for who, seconds in ((evening.volunteer, 300), (evening.counsellor, 86_400)):
        page = Client(headers={"cookie": evening.cookie(who)}).get(console).content.decode()
        assert f'data-longest-breather="{seconds}"' in page, who.name


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/rooms/nothing/", "/console/nothing/", "/rooms/a%00b/", "/console/a%00b/"])
def test_a_session_that_is_not_there_is_simply_not_found(path: str) -> None:
    evening = cast.evening()
    who = evening.otter if path.startswith("/rooms") else evening.counsellor
    assert _opened(evening, who, path) == 404
