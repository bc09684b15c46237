"""The pages of one-to-one welcomes: times are offered at the desk and picked on a young person's own page."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts.actions import leave_staff
from cohorts.actions.shifts import decline
from cohorts.actions.welcomes import offer_welcomes, pick_welcome, take_back_offer
from cohorts.models import Cohort, Course, Role, Session, Shift, Week
from tests import cast
from tests.cohorts.doors import browser, submit

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]

TIMES = ("opens_at", "starts_at", "ends_at", "closes_at")


def test_a_coordinator_offers_times_one_after_another_and_takes_one_back() -> None:
    evening = cast.evening("waiting")
    kit, address = browser(evening, evening.coordinator), f"/desk/cohorts/{evening.cohort.public_id}/welcomes/"
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    wanted = {"who": evening.counsellor.public_id, "day": day, "at": "17:00", "count": "2", "minutes": "20"}
    cast.staff("Aaron", Role.COUNSELLOR)
    leads = f'<option value="{evening.counsellor.public_id}" selected>'
    assert leads in kit.get(address).content.decode(), "whoever leads the evenings comes first, not the alphabet"
    assert submit(kit, address, {**wanted, "minutes": "60"}).status_code == 422
    assert not Session.objects.welcomes().exists()
    assert submit(kit, address, wanted).status_code == 303
    first, second = Session.objects.welcomes().order_by("starts_at")
    assert second.starts_at - first.starts_at == timedelta(minutes=35)
    assert Shift.objects.get(session=first).staff == evening.counsellor
    pick_welcome(evening.otter, first, timezone.now())
    assert "Teal Otter" in kit.get(address).content.decode()
    assert submit(kit, f"/desk/welcomes/{first.public_id}/back/", on=address).status_code == 303
    first.refresh_from_db()
    assert first.cancelled_at is not None
    assert submit(kit, f"/desk/welcomes/{evening.session.public_id}/back/", on=address).status_code == 404


def test_the_desk_says_why_a_time_cannot_be_offered() -> None:
    evening = cast.evening("waiting")
    kit, address = browser(evening, evening.coordinator), f"/desk/cohorts/{evening.cohort.public_id}/welcomes/"
    Session.objects.filter(cohort=evening.cohort).update(
        **{name: getattr(evening.session, name) + timedelta(days=3) for name in TIMES}
    )
    at = timezone.localtime(evening.session.starts_at + timedelta(days=3), ZoneInfo("Europe/London"))
    wanted = {
        "who": evening.counsellor.public_id, "day": at.date().isoformat(), "at": at.strftime("%H:%M"), "count": "1",
        "minutes": "20",
    }  # fmt: skip
    busy = submit(kit, address, wanted)
    assert busy.status_code == 422
    assert f"Sam works already at {at:%H:%M}: Week 3, Feelings, Steady ground" in busy.content.decode()
    Week.objects.filter(course=evening.cohort.course).update(number=2)
    late = submit(kit, address, wanted).content.decode()
    assert "A welcome has to be over before" in late
    bare = Course.objects.create(slug="bare", title="Bare")
    Cohort.objects.filter(pk=evening.cohort.pk).update(course=bare)
    none = submit(kit, address, {**wanted, "who": evening.volunteer.public_id})
    assert (none.status_code, "This course has no weeks yet" in none.content.decode()) == (422, True)
    assert not Session.objects.welcomes().exists()


def test_a_young_person_picks_a_time_is_told_who_may_look_in_and_may_give_it_back() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    otter, heron = browser(evening, evening.otter), browser(evening, evening.heron)
    assert "Say hello before we start" not in otter.get("/mine/").content.decode()
    (slot,) = offer_welcomes(
        evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=3)], 20
    )  # fmt: skip
    page = otter.get("/mine/").content.decode()
    assert "What you both write is kept." in page
    assert "may look in. You will see them if they do." in page
    wanted = {"slot": slot.public_id}
    assert submit(otter, "/mine/welcome/", wanted, on="/mine/").status_code == 303
    assert "You meet one facilitator on" in otter.get("/mine/").content.decode()
    late = submit(heron, "/mine/welcome/", wanted, on="/mine/")
    assert late.status_code == 409
    assert "That time is not free any more." in late.content.decode()
    slot.refresh_from_db()
    assert slot.seat == evening.otter
    assert submit(otter, "/mine/welcome/back/", on="/mine/").status_code == 303
    assert submit(heron, "/mine/welcome/", wanted, on="/mine/").status_code == 303
    slot.refresh_from_db()
    assert slot.seat == evening.heron
    assert "Say hello before we start" not in browser(evening, evening.stranger).get("/mine/").content.decode()


def test_the_desk_sees_who_cannot_come_to_a_welcome_and_no_young_person_is_shown_that_time() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offer_welcomes(
        evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=3)], 20
    )  # fmt: skip
    desk, otter = browser(evening, evening.coordinator), browser(evening, evening.otter)
    address = f"/desk/cohorts/{evening.cohort.public_id}/welcomes/"
    decline(evening.counsellor, Shift.objects.get(session=slot))
    assert row_of_who(desk.get(address).content.decode()) == 'Sam <span class="tag">cannot come</span>'
    assert "Say hello before we start" not in otter.get("/mine/").content.decode()
    late = submit(otter, "/mine/welcome/", {"slot": slot.public_id}, on="/mine/")
    assert late.status_code == 409
    cast.shift(slot, evening.volunteer)
    assert row_of_who(desk.get(address).content.decode()) == 'Sam <span class="tag">cannot come</span>, Ali'
    assert slot.public_id in otter.get("/mine/").content.decode()
    for who in (evening.counsellor, evening.volunteer):
        leave_staff(who, now)
    assert "nobody any more" in row_of_who(desk.get(address).content.decode())


def test_the_desk_calls_a_welcome_that_and_misses_no_second_facilitator_in_it() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offer_welcomes(
        evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=3)], 20
    )  # fmt: skip
    pick_welcome(evening.otter, slot, now)
    desk = browser(evening, evening.coordinator)
    page = desk.get(f"/desk/evenings/{slot.public_id}/staff/").content.decode()
    assert "One-to-one welcome · " in page
    assert f"Week {slot.week.number}, " not in page
    assert "no second facilitator" not in page
    decline(evening.counsellor, Shift.objects.get(session=slot))
    assert "nobody leads" in desk.get(f"/desk/evenings/{slot.public_id}/staff/").content.decode()
    shifts = browser(evening, evening.counsellor).get("/shifts/").content.decode()
    assert "One-to-one welcome · " in shifts
    Shift.objects.filter(session=evening.session, staff=evening.volunteer).delete()
    alone = desk.get(f"/desk/evenings/{evening.session.public_id}/staff/").content.decode()
    assert "no second facilitator" in alone


def test_what_was_done_for_a_welcome_is_told_of_as_that_and_not_as_an_evening_of_the_first_week() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offer_welcomes(
        evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=3)], 20
    )  # fmt: skip
    decline(evening.counsellor, Shift.objects.get(session=slot))
    decline(evening.volunteer, Shift.objects.get(session=evening.session, staff=evening.volunteer))
    desk = browser(evening, evening.coordinator)
    for address in ("/desk/acts/?kind=shift_declined", f"/desk/cohorts/{evening.cohort.public_id}/"):
        page = desk.get(address).content.decode()
        assert page.count("one-to-one welcome") == 1, "where the counsellor said no"
        assert re.findall(r"week \d+(?=\s*</)", page) == [f"week {evening.session.week.number}"], (
            "where the volunteer did"
        )


def test_whoever_picked_a_welcome_that_was_taken_back_is_not_told_that_the_group_does_not_meet() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    Session.objects.filter(pk=evening.session.pk).update(
        **{name: getattr(evening.session, name) + timedelta(days=1) for name in TIMES}
    )
    (slot,) = offer_welcomes(
        evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=3)], 20
    )  # fmt: skip
    pick_welcome(evening.otter, slot, now)
    take_back_offer(evening.coordinator, slot)
    page = browser(evening, evening.otter).get("/mine/").content.decode()
    at = timezone.localtime(slot.starts_at, ZoneInfo(evening.cohort.zone))
    assert f"<strong>{at:%A} {at.day} {at:%B, %H:%M}</strong>: Your meeting with one of us is off." in page
    assert "This is only about that meeting, not about your group." in page
    assert "We do not meet" not in page


def row_of_who(page: str) -> str:
    """Who welcomes at the one time that is offered, as the desk's page has it."""
    return page.split('data-label="Who welcomes">', 1)[1].split("</td>", 1)[0]
