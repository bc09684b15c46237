"""Pages: open to anybody, or to a seat alone, and none that names what the course is about."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import access, actions, urls
from cohorts.models import Session
from cohorts.models.session import STAYS_BEHIND, Outcome
from tests import cast
from tests.cohorts.doors import browser

PUBLIC = ["/", "/help/", "/families/", "/today/", "/in/"]
NAMING = re.compile(r"harm|hurt|risk|suicid|crisis|mental|cut", re.IGNORECASE)

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = pytest.mark.embedded


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_may_read_it_and_nothing_stays(address: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = browser().get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_it_is_the_same_for_whoever_reads(address: str) -> None:
    evening = cast.evening()
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    mine, anybodys = (
        token.sub(b"", client.get(address).content) for client in (browser(evening, evening.otter), browser())
    )
    assert mine == anybodys


@pytest.mark.parametrize("address", [*PUBLIC[:-1], "/mine/", "/demo/x/"])
def test_public_pages_are_only_read(address: str) -> None:
    client = browser()
    client.handler.enforce_csrf_checks = False
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", PUBLIC)
def test_no_title_or_icon_names_it(address: str) -> None:
    page = browser().get(address).content.decode()
    head = page[: page.index("</head>")]
    assert re.search("<title>[^<]+</title>", head)
    assert not NAMING.search(head)


def test_no_address_names_it() -> None:
    assert not NAMING.search(" ".join(str(pattern.pattern) for pattern in urls.urlpatterns))
    assert get_resolver().resolve("/in/").app_name == "cohorts"


def test_the_neutral_page_says_only_the_day() -> None:
    page = browser().get("/today/").content.decode()
    words = re.sub("<[^>]+>", " ", page[page.index("<body") :]).split()
    assert len(words) <= 6
    assert "href" not in page[page.index("<body") :]


@pytest.mark.django_db
def test_ones_own_page_shows_the_next_session() -> None:
    evening = cast.evening("waiting")
    response = browser(evening, evening.otter).get("/mine/")
    context = response.context
    assert (context["name"], context["zone"]) == ("Teal Otter", "Europe/London")
    assert (context["session"], context["phase"], context["room_url"]) == (evening.session, "waiting", "")
    assert context["sign_out_url"] == "/leave/"


@pytest.mark.django_db
@pytest.mark.parametrize("phase", ["lobby", "open", "closing"])
def test_ones_own_page_leads_into_a_room_that_is_on(phase: str) -> None:
    evening = cast.evening(phase)
    response = browser(evening, evening.otter).get("/mine/")
    assert response.context["room_url"] == f"/rooms/{evening.session.public_id}/"


@pytest.mark.django_db
def test_after_the_last_session_there_is_none() -> None:
    evening = cast.evening("over")
    response = browser(evening, evening.otter).get("/mine/")
    assert response.status_code == 200
    assert (response.context["session"], response.context["room_url"]) == (None, "")


@pytest.mark.django_db
def test_a_private_word_kept_open_is_found_again_past_the_end() -> None:
    evening, now = cast.evening("over"), timezone.now()
    cast.session(evening.cohort, "over", now - timedelta(hours=2))
    client = browser(evening, evening.otter)
    response = client.get("/mine/")
    address = response.context["room_before_url"]
    assert address == f"/rooms/{evening.session.public_id}/"
    assert f'href="{address}"' in response.content.decode()
    assert "Nobody from the course reads here" not in response.content.decode()
    assert "We read it when one of us is back, perhaps not tonight." in response.content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("since", "stays"), [(STAYS_BEHIND, False), (STAYS_BEHIND - timedelta(minutes=1), True)])
def test_the_way_back_goes_when_nothing_can_be_open_any_more(since: timedelta, stays: bool) -> None:
    evening, now = cast.evening("over"), timezone.now()
    evening.session.closes_at = now - since
    evening.session.opens_at = evening.session.starts_at = now - since - timedelta(hours=2)
    evening.session.ends_at = now - since
    evening.session.save()
    response = browser(evening, evening.otter).get("/mine/")
    assert bool(response.context["room_before_url"]) is stays
    assert ("Nobody from the course reads here" in response.content.decode()) is not stays


@pytest.mark.django_db
def test_a_later_holder_of_a_number_is_not_led_to_what_was_before_them() -> None:
    evening, now = cast.evening("over"), timezone.now()
    actions.withdraw(evening.badger, now)
    later = actions.take_seat(evening.cohort, "Copper Crane", now).seat
    opened = actions.open_for(later, now)
    client = browser()
    client.cookies[access.cookie_name(opened.sign_in.public_id)] = opened.token
    assert later.number == evening.badger.number
    assert client.get("/mine/").context["room_before_url"] == ""
    assert client.get(f"/rooms/{evening.session.public_id}/").status_code == 404


@pytest.mark.both
@pytest.mark.django_db
def test_the_session_that_is_on_comes_before_the_next() -> None:
    evening, now = cast.evening("open"), timezone.now()
    cast.session(evening.cohort, "waiting", now)
    cast.session(evening.cohort, "waiting", now - timedelta(days=7))
    response = browser(evening, evening.otter).get("/mine/")
    assert response.context["session"] == evening.session


@pytest.mark.django_db
def test_in_the_demo_every_address_says_who_is_meant(settings: Settings) -> None:
    settings.DEMO = True
    evening = cast.evening(demo=True)
    named = f"?as={evening.as_id(evening.heron)}"
    response = browser(evening, evening.otter, evening.heron).get(f"/mine/{named}")
    assert response.context["name"] == "Amber Heron"
    assert response.context["room_url"] == f"/rooms/{evening.session.public_id}/{named}"
    assert response.context["sign_out_url"] == f"/leave/{named}"


@pytest.mark.django_db
def test_nobody_and_somebody_gone_are_asked_for_their_words() -> None:
    evening = cast.evening()
    actions.withdraw(evening.badger, timezone.now())
    for client in (browser(), browser(evening, evening.badger), browser(evening, evening.otter, evening.heron)):
        response = client.get("/mine/")
        assert (response.status_code, response["Location"]) == (303, "/in/")


@pytest.mark.django_db
def test_staff_are_led_to_their_own_place() -> None:
    evening = cast.evening()
    assert browser(evening, evening.lead).get("/mine/")["Location"] == "/staff/"
    assert browser(evening, evening.counsellor).get("/mine/")["Location"] == f"/console/{evening.session.public_id}/"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "ways"), [("/", 2), ("/help/", 2), ("/families/", 2), ("/in/", 3)])
def test_it_leads_away_to_where_the_house_says(address: str, ways: int, settings: Settings) -> None:
    settings.LEAVE_URL = "https://weather.example.org/"
    page = browser().get(address).content.decode()
    assert 'data-leave="https://weather.example.org/"' in page
    assert page.count('href="https://weather.example.org/"') == ways, "the cover, where there is one, has its own"


@pytest.mark.django_db
def test_a_room_called_off_before_it_opened_leads_to_ones_own_page_which_says_so() -> None:
    evening = cast.evening("waiting")
    client, room = browser(evening, evening.otter), f"/rooms/{evening.session.public_id}/"
    assert client.get(room).status_code == 200
    Session.objects.filter(pk=evening.session.pk).update(cancelled_at=timezone.now())
    answer = client.get(room)
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")
    assert "We do not meet on this evening. You did nothing wrong." in client.get("/mine/").content.decode()
    assert browser(evening, evening.stranger).get(room).status_code == 404


@pytest.mark.django_db
def test_an_evening_that_nobody_could_hold_is_not_said_to_be_on_and_its_private_word_stays_in_reach() -> None:
    evening, now = cast.evening("open"), timezone.now()
    later = cast.session(evening.cohort, "waiting", now + timedelta(days=7))
    tonight = Session.objects.filter(pk=evening.session.pk)
    client, room = browser(evening, evening.otter), f'href="/rooms/{evening.session.public_id}/"'
    tonight.update(outcome=Outcome.NOT_HELD)
    response = client.get("/mine/")
    page = response.content.decode()
    assert "We could not meet tonight" in page
    assert "It’s us, not you. Your place stays yours." in page
    assert f"{room}>If you wrote to us privately, it is here.</a>" in page
    assert (page.count(room), "Tonight, " in page) == (1, False)
    assert (response.context["session"], response.context["room_url"]) == (later, "")
    assert [one.following for one in response.context["evenings"]] == [False, True]
    later.delete()
    assert "No more evenings are planned" not in client.get("/mine/").content.decode(), "this one may be made up for"
    tonight.update(outcome="")
    page = client.get("/mine/").content.decode()
    assert ("We could not meet" in page, page.count(room), "Tonight, " in page) == (False, 1, True)
