"""Who is this? Only a badge that opens something, and only if it is clear whose."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import access, actions
from cohorts.actions.sign_in import LASTS
from cohorts.models import Session, SignIn
from cohorts.models.session import STAYS_BEHIND
from tests import cast

pytestmark = pytest.mark.django_db


def badges(header: str) -> list[access.Badge]:
    return access.badges({name: morsel.value for name, morsel in SimpleCookie(header).items()})


def test_a_cookie_of_ours_is_a_badge_and_others_are_not() -> None:
    found = access.badges({"alcove_abc": "token", "csrftoken": "x", "other": "y"})
    assert found == [access.Badge("abc", "token")]
    assert "token" not in repr(found)


def test_a_flood_of_cookies_is_cut() -> None:
    assert len(access.badges({f"alcove_{n}": "x" for n in range(1000)})) == access.MOST_BADGES


def test_the_only_badge_needs_no_name() -> None:
    evening, now = cast.evening(), timezone.now()
    found = access.find(badges(evening.cookie(evening.otter)), None, now)
    assert found is not None
    assert found.seat == evening.otter


def test_several_badges_need_a_name() -> None:
    evening, now = cast.evening(), timezone.now()
    several = badges(evening.cookie(evening.otter, evening.counsellor))
    assert len(access.standing(several, now)) == 2
    assert access.find(several, None, now) is None
    for who in (evening.otter, evening.counsellor):
        found = access.find(several, evening.as_id(who), now)
        assert found is not None
        assert who in {found.seat, found.staff}


def test_a_name_opens_nothing_without_its_badge() -> None:
    evening, now = cast.evening(), timezone.now()
    mine = badges(evening.cookie(evening.otter))
    assert access.find(mine, evening.as_id(evening.counsellor), now) is None
    forged = access.Badge(evening.as_id(evening.counsellor), evening.token(evening.otter))
    assert access.find([forged], None, now) is None


def test_of_several_badges_one_that_still_opens_is_enough() -> None:
    evening, now = cast.evening(), timezone.now()
    actions.withdraw(evening.badger, now)
    found = access.find(badges(evening.cookie(evening.badger, evening.otter)), None, now)
    assert found is not None
    assert found.seat == evening.otter


def test_a_sign_in_ends_by_time() -> None:
    evening, now = cast.evening(), timezone.now()
    mine = badges(evening.cookie(evening.otter))
    assert access.find(mine, None, now + LASTS - timedelta(seconds=5)) is not None
    assert access.find(mine, None, now + LASTS + timedelta(seconds=5)) is None


@pytest.mark.parametrize(("who", "page"), [("otter", "chat:room"), ("counsellor", "facilitator:console")])
def test_whoever_enters_tonights_room_stays_signed_in_as_long_as_it_may_be_open(who: str, page: str) -> None:
    evening, now = cast.evening("lobby"), timezone.now()
    person, room = getattr(evening, who), reverse(page, args=[evening.session.public_id])
    SignIn.objects.update(expires_at=now + timedelta(minutes=10))
    assert Client(headers={"cookie": evening.cookie(person)}).get(room).status_code == 200
    last = evening.session.closes_at + STAYS_BEHIND
    assert access.find(badges(evening.cookie(person)), None, last - timedelta(seconds=5)) is not None
    assert access.find(badges(evening.cookie(person)), None, last + timedelta(seconds=5)) is None
    assert access.find(badges(evening.cookie(evening.heron)), None, now + timedelta(minutes=11)) is None, "theirs alone"


def test_a_room_opened_days_too_early_or_by_somebody_signed_out_meanwhile_keeps_nobody_signed_in() -> None:
    evening, now = cast.evening("lobby"), timezone.now()
    sign_in = evening.opened[evening.otter.public_id].sign_in
    before = sign_in.expires_at
    later = evening.session
    later.opens_at, later.closes_at = now + timedelta(days=6), now + timedelta(days=6, hours=2)
    actions.outlast(sign_in, later, now)
    assert SignIn.objects.get(pk=sign_in.pk).expires_at == before
    actions.sign_out(evening.opened[evening.otter.public_id].sign_in, now)
    actions.outlast(sign_in, Session.objects.get(pk=later.pk), now)
    assert SignIn.objects.get(pk=sign_in.pk).expires_at == before


def test_signing_out_ends_one_browser_and_no_other() -> None:
    evening, now = cast.evening(), timezone.now()
    other = actions.open_for(evening.otter, now)
    assert actions.sign_out(evening.opened[evening.otter.public_id].sign_in, now)
    assert not actions.sign_out(evening.opened[evening.otter.public_id].sign_in, now)
    assert access.find(badges(evening.cookie(evening.otter)), None, now) is None
    assert access.find([access.Badge(other.sign_in.public_id, other.token)], None, now) is not None


def test_a_demo_badge_counts_only_while_the_demo_is_on(settings: Settings) -> None:
    evening, now = cast.evening(demo=True), timezone.now()
    for who in (evening.otter, evening.counsellor):
        settings.DEMO = True
        assert access.find(badges(evening.cookie(who)), None, now) is not None
        settings.DEMO = False
        assert access.find(badges(evening.cookie(who)), None, now) is None


def test_who_asks_costs_one_query_and_nobody_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evening, now = cast.evening(), timezone.now()
    claims = badges(evening.cookie(evening.otter, evening.counsellor))
    with django_assert_num_queries(1):
        found = access.find(claims, evening.as_id(evening.otter), now)
        assert found is not None
        assert found.seat is not None
        assert found.seat.cohort.public_id
    with django_assert_num_queries(0):
        assert access.find([], None, now) is None


def test_a_request_says_who_it_is_from(settings: Settings) -> None:
    evening = cast.evening()
    request = RequestFactory(headers={"cookie": evening.cookie(evening.otter, evening.heron)})
    assert access.signed_in(request.get("/mine/")) is None
    settings.DEMO = True
    found = access.signed_in(request.get("/mine/", {"as": evening.as_id(evening.heron)}))
    assert found is not None
    assert found.seat == evening.heron


def test_where_one_person_has_a_browser_to_themselves_an_address_names_nobody() -> None:
    evening = cast.evening()
    request = RequestFactory(headers={"cookie": evening.cookie(evening.otter)})
    found = access.signed_in(request.get("/mine/", {"as": evening.as_id(evening.heron)}))
    assert found is not None
    assert found.seat == evening.otter


def test_only_a_digest_of_the_token_is_kept() -> None:
    evening = cast.evening()
    kept = str(list(SignIn.objects.values()))
    assert evening.token(evening.otter) not in kept
