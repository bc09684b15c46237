"""The page before a session: who works it and is there, who is missing, standing behind one alone, a test letter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from chat.models import Lease, PresenceRow
from cohorts.actions import say_coming
from cohorts.models import Act, Kind, Seat, Session, Shift, Staff, Telling, Week
from cohorts.telling.outbox import tell_all
from facilitator.views import MOST_LISTED
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser, submit

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
PAGE = "/staff/"
MISSING, BEHIND = "One facilitator is missing.", "I stand behind them tonight"


@pytest.fixture
def evening() -> Evening:
    """An evening that asks for two, twelve minutes before its start."""
    found = cast.evening("waiting")
    now = timezone.now()
    times = dict(zip(("opens_at", "starts_at", "ends_at", "closes_at"), (2, 12, 72, 87), strict=True))
    moments = {name: now + timedelta(minutes=minutes) for name, minutes in times.items()}
    Session.objects.filter(pk=found.session.pk).update(least_staff=2, **moments)
    return found


def is_there(evening: Evening, who: Staff) -> None:
    """Somebody has the room open on a worker that lives."""
    Lease.objects.update_or_create(worker="w", defaults={"renewed_at": timezone.now()})
    PresenceRow.objects.create(
        session=evening.session, person=f"staff:{who.public_id}", worker="w", socket=who.public_id,
        entered_at=timezone.now(),
    )  # fmt: skip


def seen(client: Client) -> str:
    """The page as text, in one line."""
    return re.sub(r"\s+", " ", strip_tags(client.get(PAGE).content.decode()))


def stand(evening: Evening) -> str:
    return f"/staff/evenings/{evening.session.public_id}/stand/"


def test_it_shows_who_works_who_is_there_what_they_said_and_what_to_watch_out_for(evening: Evening) -> None:
    Week.objects.update(watch_outs=["comparing how bad it is"], prepare=["the wave, drawn"])
    Shift.objects.filter(staff=evening.volunteer).update(confirmed_at=timezone.now())
    is_there(evening, evening.volunteer)
    page = seen(browser(evening, evening.counsellor))
    assert "Sam (you) leads · not in the room yet · has not answered" in page
    assert "Ali second · in the room · said yes" in page
    assert "comparing how bad it is" in page
    assert "the wave, drawn" in page
    assert MISSING in page
    is_there(evening, evening.counsellor)
    assert MISSING not in seen(browser(evening, evening.counsellor))
    Lease.objects.update(renewed_at=timezone.now() - timedelta(minutes=1))
    assert "2 facilitators are missing." in seen(browser(evening, evening.counsellor)), "their worker is dead"
    Session.objects.filter(pk=evening.session.pk).update(starts_at=timezone.now() + timedelta(minutes=40))
    assert "missing." not in seen(browser(evening, evening.counsellor)), "there is still time"


def test_it_shows_who_is_expected_and_what_makes_it_easier_to_its_facilitators_alone(evening: Evening) -> None:
    now = timezone.now()
    for seat, coming in ((evening.otter, True), (evening.heron, True), (evening.wren, False)):
        say_coming(seat, evening.session, coming, now)
    Seat.objects.filter(pk=evening.hare.pk).update(ease=["slower", "screen_reader"])
    page = seen(browser(evening, evening.counsellor))
    assert "Who is expected 2 said yes, 1 cannot come (Coral Wren), 5 did not say." in page
    assert "Indigo Hare: more time to write, uses a screen reader" in page
    for other in (evening.coordinator, evening.lead):
        elsewhere = seen(browser(evening, other))
        assert "Sam leads" in elsewhere, "they see that there is a session"
        assert "more time to write" not in elsewhere
        assert "Coral Wren" not in elsewhere


def test_what_was_noted_last_time_is_there_for_whoever_holds_the_next_evening_and_for_nobody_else(
    evening: Evening,
) -> None:
    last = cast.session(evening.cohort, "over", timezone.now())
    cast.shift(last, evening.volunteer)
    after = f"/staff/evenings/{last.public_id}/after/"
    ali = browser(evening, evening.volunteer)
    assert submit(ali, f"{after}notes/", {"handover": "ask Otter about the dog"}, on=after).status_code == 303
    assert "ask Otter about the dog" in seen(browser(evening, evening.counsellor))
    assert "ask Otter about the dog" not in seen(browser(evening, evening.lead))
    assert f"Sign off: {last.title}" in seen(ali)


@pytest.mark.both
def test_the_lead_or_an_observer_stands_behind_one_who_is_alone_and_nobody_else_does(evening: Evening) -> None:
    jo, sam, ali = (browser(evening, who) for who in (evening.lead, evening.counsellor, evening.volunteer))
    assert BEHIND not in seen(jo), "nobody is there whom they could stand behind"
    is_there(evening, evening.volunteer)
    assert BEHIND in seen(jo)
    assert BEHIND not in seen(sam)
    assert submit(sam, stand(evening), {"do": "behind"}, on="/shifts/").status_code == 404
    assert submit(jo, stand(evening), {"do": "behind"}, on=PAGE).status_code == 303
    assert Session.objects.get(pk=evening.session.pk).backed_by == evening.lead
    assert "Jo stands behind whoever is alone." in seen(ali)
    Shift.objects.filter(staff=evening.counsellor).update(leading=False, watching=True)
    assert submit(sam, stand(evening), {"do": "back"}, on=PAGE).status_code == 303
    assert Session.objects.get(pk=evening.session.pk).backed_by == evening.lead, "only one's own word is taken back"
    assert submit(sam, stand(evening), {"do": "behind"}, on=PAGE).status_code == 303
    assert submit(sam, stand(evening), {"do": "back"}, on=PAGE).status_code == 303
    assert Session.objects.get(pk=evening.session.pk).backed_by is None
    verbs = list(Act.objects.order_by("pk").values_list("verb", "by__name"))
    assert verbs == [("session_backed", "Jo"), ("session_backed", "Sam"), ("session_not_backed", "Sam")]


def test_times_for_a_welcome_that_nobody_picked_warn_nobody_and_hide_no_evening(evening: Evening) -> None:
    before = timezone.now() + timedelta(minutes=5)
    offered = [
        Session(
            cohort=evening.cohort, week=evening.session.week, kind="welcome", opens_at=before, starts_at=before,
            ends_at=before + timedelta(minutes=20), closes_at=before + timedelta(minutes=25), least_staff=1,
        )
        for _ in range(MOST_LISTED + 1)
    ]  # fmt: skip
    Session.objects.bulk_create(offered)
    jo = browser(evening, evening.lead)
    assert [one.session for one in jo.get(PAGE).context["tonights"]] == [evening.session, evening.elsewhere]
    picked = Session.objects.welcomes().first()
    assert picked is not None
    Session.objects.filter(pk=picked.pk).update(seat=evening.otter)
    assert picked in [one.session for one in jo.get(PAGE).context["tonights"] if one.warns]


def test_however_many_meet_tonight_each_stands_there(evening: Evening) -> None:
    now = timezone.now()
    Session.objects.bulk_create(
        Session(
            cohort=evening.cohort, week=evening.session.week, opens_at=now, starts_at=now,
            ends_at=now + timedelta(minutes=60), closes_at=now + timedelta(minutes=75), least_staff=1,
        )
        for _ in range(MOST_LISTED)
    )  # fmt: skip
    page = browser(evening, evening.lead).get(PAGE)
    assert evening.session in [one.session for one in page.context["tonights"]]
    assert not page.context["sessions"]


def test_an_evening_that_was_called_off_says_so_and_nobody_stands_behind_it_any_more(evening: Evening) -> None:
    is_there(evening, evening.volunteer)
    jo = browser(evening, evening.lead)
    assert BEHIND in seen(jo)
    Session.objects.filter(pk=evening.session.pk).update(outcome="not_held")
    assert "Called off." in seen(jo)
    assert BEHIND not in seen(jo)
    assert "done=late" in submit(jo, stand(evening), {"do": "behind"}, on=PAGE)["Location"]


def test_of_an_evening_that_is_called_off_staff_read_that_some_have_to_be_told_by_them(evening: Evening) -> None:
    jo, now = browser(evening, evening.lead), timezone.now()
    assert "whoever we can write to is told; please tell the others." in seen(jo)
    Session.objects.filter(pk=evening.session.pk).update(outcome="not_held")
    assert "Nobody has told whoever was to come yet: please do." in seen(jo)
    tell_all(Kind.CANCELLED, evening.seats, session=evening.session, due_at=now, not_after=now)
    Telling.objects.filter(seat__in=(evening.otter, evening.heron)).update(told_at=now)
    page = seen(jo)
    assert "We can write to 2 of the 8 who were to come. Please tell the others yourselves." in page
    assert "everybody" not in page


def test_a_test_letter_goes_to_whoever_asks_and_the_page_says_what_became_of_it(evening: Evening) -> None:
    sam = browser(evening, evening.counsellor)
    for _ in range(2):
        assert submit(sam, "/staff/try/", on=PAGE).status_code == 303
    (letter,) = Telling.objects.all()[:1]
    assert {one.staff for one in Telling.objects.all()} == {evening.counsellor}
    assert letter.kind == Kind.TEST
    assert "Your test letter is on its way." in seen(sam)
    assert "test letter is" not in seen(browser(evening, evening.volunteer))
    Telling.objects.update(skipped_at=timezone.now(), skipped_why="no_contact")
    assert "Your test letter did not leave: we have no email of yours." in seen(sam)


def test_whoever_falls_ill_on_the_day_says_so_by_one_press_and_the_others_hear_it_at_once(evening: Evening) -> None:
    Shift.objects.update(confirmed_at=timezone.now())
    sam = browser(evening, evening.counsellor)
    assert "I am ill, or cannot be there after all" in seen(sam)
    answer = f"/shifts/{evening.session.public_id}/"
    third = Staff.objects.create(name="Uma", role="volunteer")
    extra = cast.shift(evening.session, third)
    assert submit(sam, answer, {"answer": "no"}, on=PAGE).status_code == 303
    assert not Telling.objects.exists(), "two are left, which is enough"
    extra.delete()
    assert submit(sam, answer, {"answer": "yes"}, on=PAGE).status_code == 303
    assert submit(sam, answer, {"answer": "no"}, on=PAGE).status_code == 303
    told = Telling.objects.filter(kind=Kind.SHORT).values_list("staff__name", flat=True)
    assert set(told) == {"Ali", "Kit"}


def test_the_page_costs_as_many_queries_with_one_session_as_with_five(
    evening: Evening, django_assert_max_num_queries: object
) -> None:
    jo = browser(evening, evening.lead)
    for _ in range(4):
        cast.session(evening.cohort, "lobby", timezone.now())
    assert seen(jo).count("doors at") + seen(jo).count("on now") >= 5
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        jo.get(PAGE)


def test_the_way_into_the_room_stands_before_what_is_asked_of_whoever_works_there() -> None:
    evening = cast.evening()
    page = browser(evening, evening.counsellor).get("/staff/").content.decode()
    assert "Will you be there?" in page
    assert page.index("Go to ") < page.index("Will you be there?")
