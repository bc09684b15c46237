"""The desk's pages in a full house: right, searchable, and as few questions to the database as in an empty one."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts import ids, planning
from cohorts.actions import record
from cohorts.actions.nights import move_session
from cohorts.actions.shifts import AskedAnew, confirm
from cohorts.desk.month import Month
from cohorts.models import Cohort, Role, Seat, Session, Shift, Staff, Week
from tests import cast
from tests.cohorts import planned, uncounted
from tests.cohorts.doors import browser
from tests.cohorts.planned import House, Visitor

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]

COHORTS, SEATS = 200, 8


@pytest.fixture
def house() -> House:
    return planned.house()


def a_full_house(house: House) -> list[Cohort]:
    """Two hundred cohorts that meet now, each with eight seats, seven evenings and two of forty facilitators."""
    uncounted.believe_empty()
    now = timezone.now()
    people = [Staff(name=f"Person {at}", role=Role.VOLUNTEER) for at in range(40)]
    Staff.objects.bulk_create(people)
    cohorts = [
        Cohort(
            course=house.course, name=f"Group {at}", weekday=now.weekday(), local_time=time(18), capacity=8,
            first_date=now.date() + timedelta(days=at % 40 - 28),
        )
        for at in range(COHORTS)
    ]  # fmt: skip
    Cohort.objects.bulk_create(cohorts)
    Seat.objects.bulk_create(
        Seat(cohort=one, number=at, name=f"Seat {at}", code_digest=ids.new() * 4, taken_at=now)
        for one in cohorts
        for at in range(1, SEATS + 1)
    )
    weeks = list(Week.objects.filter(course=house.course))
    sessions = [session(one, week, now) for one in cohorts for week in weeks]
    Session.objects.bulk_create(sessions)
    Shift.objects.bulk_create(
        Shift(session=one, staff=people[(at + part) % 40], leading=part == 0, confirmed_at=None if at % 3 else now)
        for at, one in enumerate(sessions)
        for part in (0, 1)
    )
    return cohorts


def session(cohort: Cohort, week: Week, now: object) -> Session:
    day = cohort.first_date + timedelta(weeks=week.number - 1)
    times = planning.times(planning.moment(day, time(18), planned.LONDON)[0], 60)
    return Session(
        cohort=cohort, week=week, opens_at=times.opens_at, starts_at=times.starts_at, ends_at=times.ends_at,
        closes_at=times.closes_at,
    )  # fmt: skip


def asked(visitor: Visitor, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = visitor.sees(address)
    assert answer.status_code == 200, address
    return len(queries)


def test_a_page_asks_as_little_in_a_full_house_as_in_a_small_one(house: House) -> None:
    small = planned.cohort(house)
    kit, person = Visitor(house.kit), Visitor(house.sam)
    this_month = Month.of(timezone.localdate())
    pages = {
        "/desk/": kit, "/desk/month/": kit, f"/desk/month/?month={this_month.after}": kit, "/desk/cohorts/": kit,
        "/desk/cohorts/?q=Person 1": kit, f"/desk/cohorts/{small.public_id}/": kit, "/desk/acts/": kit,
        "/desk/cohorts/plan/": kit, "/shifts/": person,
        f"/desk/evenings/{planned.sessions(small)[2].public_id}/move/": kit,
    }  # fmt: skip
    before = {address: asked(who, address) for address, who in pages.items()}
    a_full_house(house)
    after = {address: asked(who, address) for address, who in pages.items()}
    assert (Seat.objects.count(), Session.objects.count()) == (COHORTS * SEATS, (COHORTS + 1) * 7)
    # A list that was empty before asks for its rows, their seats and who waits, and for nothing per row.
    assert {
        address: after[address] - before[address] for address in pages if after[address] > before[address] + 3
    } == {}
    assert max(after.values()) <= 17, after


def test_long_lists_page_and_search(house: House) -> None:
    a_full_house(house)
    kit = Visitor(house.kit)
    first, last = kit.sees("/desk/cohorts/"), kit.sees("/desk/cohorts/?page=8")
    assert (len(first.context["rows"]), last.context["page"].number) == (25, 8)
    assert kit.sees("/desk/cohorts/?page=900").context["page"].number == 8
    found = kit.sees("/desk/cohorts/?q=group 17")
    assert {row["name"] for row in found.context["rows"]} == {"Group 17", *(f"Group 17{at}" for at in range(10))}
    assert "?q=group+17&amp;page=2" not in found.content.decode()
    works = kit.sees("/desk/cohorts/?q=person 39").context["page"]
    person = Staff.objects.get(name="Person 39")
    assert works.paginator.count == len(set(Shift.objects.filter(staff=person).values_list("session__cohort")))
    for odd in ("%00", "%25", "'", "%F0%9F%8C%8A", "x" * 500):
        assert kit.sees(f"/desk/cohorts/?q={odd}&page=-1").status_code == 200
        assert kit.sees(f"/desk/acts/?by={odd}&cohort={odd}&page=x").status_code == 200
    assert "Nothing is called “nowhere”." in kit.sees("/desk/cohorts/?q=nowhere").content.decode()
    month = kit.sees("/desk/month/?all=1")
    assert 'rel="next" href="?all=1&amp;page=2"' in month.content.decode()


def test_a_month_shows_each_evening_on_the_day_it_is_where_the_cohort_lives(house: House) -> None:
    tonga = planned.cohort(house, first=planned.coming(20))
    Cohort.objects.filter(pk=tonga.pk).update(zone="Pacific/Tongatapu", name="Tonga")
    first = date(timezone.now().year + 1, 1, 1)
    starts, _ = planning.moment(first, time(0, 30), planning.zone("Pacific/Tongatapu"))
    times = planning.times(starts, 60)
    Session.objects.filter(pk=planned.sessions(tonga)[6].pk).update(
        opens_at=times.opens_at, starts_at=times.starts_at, ends_at=times.ends_at, closes_at=times.closes_at
    )
    page = Visitor(house.kit).sees(f"/desk/month/?month={first:%Y-%m}&day={first}")
    assert [(one.cohort, one.day, f"{one.starts:%H:%M}") for one in page.context["page"]] == [("Tonga", first, "00:30")]
    assert starts.year == first.year - 1


@time_machine.travel("2026-06-30 23:30 +0000", tick=True)
def test_half_an_hour_after_midnight_it_is_the_new_day_for_whoever_works_here(house: House) -> None:
    kit = Visitor(house.kit)
    month = kit.sees("/desk/month/")
    assert str(month.context["shown"]) == "2026-07"
    assert [cell["day"] for week in month.context["weeks"] for cell in week if cell["today"]] == [date(2026, 7, 1)]
    assert browser().get("/today/").context["today"] == date(2026, 7, 1), "nor does the page for leaving fast look odd"


@pytest.mark.parametrize(
    "written", ["", "2026-13", "1999-01", "nonsense", "2026-1", "0001-01-01", "9999-12-31", "９９９９-01"]
)
def test_a_month_that_is_none_is_this_month(house: House, written: str) -> None:
    page = Visitor(house.kit).sees(f"/desk/month/?month={written}&day={written}")
    assert (page.status_code, page.context["shown"]) == (200, Month.of(timezone.localdate()))


def test_an_empty_house_says_where_to_begin_and_a_quiet_one_that_nothing_waits(house: House) -> None:
    kit = Visitor(house.kit)
    begins = kit.sees("/desk/").content.decode()
    assert "Nothing is planned yet." in begins
    assert "All evenings of the next two weeks" not in begins
    planned.cohort(house)
    quiet = kit.sees("/desk/").content.decode()
    assert "Nothing. All evenings of the next two weeks are staffed and told." in quiet
    assert "Nothing is planned yet." not in quiet


def test_everybody_answers_for_themselves(house: House) -> None:
    cohort = planned.cohort(house)
    third = planned.sessions(cohort)[2]
    sam, noor = Visitor(house.sam), Visitor(house.noor)
    address = f"/shifts/{third.public_id}/"
    assert noor.sends(address, answer="yes").status_code == 404
    assert sam.sends(address, answer="yes").status_code == 303
    mine = third.shifts.get(staff=house.sam)
    assert (mine.confirmed_at is not None, mine.declined_at) == (True, None)
    assert sam.sends(address, answer="no").status_code == 303
    mine.refresh_from_db()
    assert (mine.confirmed_at, mine.declined_at is not None) == (None, True)
    assert third.shifts.get(staff=house.ali).confirmed_at is None
    assert planned.asked(sam.sends("/shifts/all/", asked=_asked_about(sam))) == {"done": ["answered"]}
    assert Shift.objects.filter(staff=house.sam, confirmed_at__isnull=False).count() == 6
    Session.objects.filter(pk=third.pk).update(cancelled_at=timezone.now())
    assert planned.asked(sam.sends(address, answer="yes")) == {"done": ["late"]}


def test_a_yes_or_no_to_a_time_that_an_evening_has_no_more_counts_for_nothing(house: House) -> None:
    first, second, *rest = planned.sessions(planned.cohort(house))
    sam = Visitor(house.sam)
    about = _asked_about(sam)
    for version, evening in enumerate((first, second), 1):
        move_session(house.kit, evening, evening.starts_at + timedelta(days=1), version)
    for says in ("yes", "no"):
        assert planned.asked(sam.sends(f"/shifts/{first.public_id}/", answer=says, change="")) == {"done": ["late"]}
    assert planned.asked(sam.sends("/shifts/all/", asked=about)) == {"done": ["rest_waits"]}
    said = Shift.objects.filter(staff=house.sam).exclude(confirmed_at=None, declined_at=None)
    assert sorted(said.values_list("session_id", flat=True)) == sorted(one.pk for one in rest)
    first.refresh_from_db()
    answer = sam.sends(f"/shifts/{first.public_id}/", answer="no", change=first.change)
    assert planned.asked(answer) == {"done": ["answered"]}


def test_a_move_in_the_moment_of_a_yes_comes_first(house: House) -> None:
    first = planned.sessions(planned.cohort(house))[0]
    shift = first.shifts.select_related("session").get(staff=house.sam)
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    with pytest.raises(AskedAnew):
        confirm(house.sam, shift)
    assert not Shift.objects.exclude(confirmed_at=None).exists()


def _asked_about(visitor: Visitor) -> list[str]:
    return list(visitor.sees("/shifts/").context["waiting"])


def test_the_ledger_shows_who_did_what_and_searches(house: House) -> None:
    cohort = planned.cohort(house)
    other = planned.cohort(house, first=planned.coming(4))
    confirm(house.sam, planned.sessions(cohort)[0].shifts.get(staff=house.sam))
    kit = Visitor(house.kit)
    assert _sentences(kit.sees("/desk/acts/")) == [
        "Sam confirmed a shift.", "Kit planned the cohort.", "Kit planned the cohort.",
    ]  # fmt: skip
    assert "lead: Sam, second: Ali" in kit.sees("/desk/acts/").content.decode()
    with transaction.atomic():
        record(None, "on_call_planned", start="2026-12-03T09:00:00+01:00", away=True, day="2026-12-03", post="Tuesday")
    page = kit.sees("/desk/acts/").content.decode()
    assert "away: yes, day: 2026-12-03, post: Tuesday, start: 3 Dec 2026, 08:00" in page
    assert _sentences(kit.sees(f"/desk/acts/?cohort={other.public_id}")) == ["Kit planned the cohort."]
    assert _sentences(kit.sees("/desk/acts/?by=sam")) == ["Sam confirmed a shift."]
    assert _sentences(kit.sees("/desk/acts/?kind=cohort_planned&by=sam")) == []


def _sentences(answer: Any) -> list[str]:
    return [line.sentence for line, _ in answer.context["lines"]]


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.VOLUNTEER, ["Tonight", "Concerns", "Welcomes", "My shifts", "My account"]),
        (Role.LEAD, ["Tonight", "Concerns", "Desk", "On call", "Welcomes", "My account"]),
        (Role.COORDINATOR, ["Tonight", "Concerns", "Desk", "On call", "Courses", "Staff", "My account"]),
    ],
)
def test_the_frame_shows_each_role_the_places_it_has(role: Role, places: list[str]) -> None:
    page = Visitor(cast.staff("Somebody", role)).sees("/staff/").content.decode()
    found = re.search(r'<nav class="places".*?</nav>', page, re.DOTALL)
    assert found
    assert re.findall(r">([^<>]+)</a>", found[0]) == places
    assert page.count('aria-current="page"') == 1


def test_a_lead_sees_the_desk_and_changes_nothing(house: House) -> None:
    cohort = planned.cohort(house)
    third = planned.sessions(cohort)[2]
    jo = Visitor(cast.staff("Jo", Role.LEAD))
    page = jo.sees(f"/desk/cohorts/{cohort.public_id}/")
    assert (page.status_code, "/move/" in page.content.decode(), "Plan a cohort" in page.content.decode()) == (
        200, False, False,
    )  # fmt: skip
    for what in ("move", "cancel", "staff"):
        assert jo.sees(f"/desk/evenings/{third.public_id}/{what}/").status_code == 404


@time_machine.travel("2026-06-01 12:00 +0000", tick=True)
def test_every_page_shows_the_time_on_the_wall_where_the_cohort_lives(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The database's own clock does not travel.
    monkeypatch.setattr("cohorts.actions.nights.database_now", timezone.now)
    first = date(2026, 6, 4)
    cohort = planned.cohort(house, first=first)
    evening = planned.sessions(cohort)[1]
    move_session(house.kit, evening, evening.starts_at + timedelta(hours=1), 1)
    kit, sam, cohort_page = Visitor(house.kit), Visitor(house.sam), f"/desk/cohorts/{cohort.public_id}/"
    assert evening.starts_at == planned.utc(2026, 6, 11, 17, 30)
    shown = {
        "/desk/month/": ("18:30–19:30", "moved from Thu 11 Jun", "19:30–20:30"),
        "/desk/cohorts/": ("Thu 4 Jun 2026, 18:30",),
        cohort_page: ("19:30–20:30", "<small>18:30 UTC</small>", "moved from Thu 11 Jun, 18:30"),
        f"/desk/evenings/{evening.public_id}/move/": ("Thursday 11 June 2026, 19:30 (Europe/London)", 'value="19:30"'),
        f"/desk/evenings/{evening.public_id}/cancel/": ("Thursday 23 July 2026, 18:30",),
        "/desk/": ("Thu 4 Jun, 18:30",),
    }
    for address, words in shown.items():
        page = kit.sees(address).content.decode()
        for word in words:
            assert word in page, (address, word)
    assert "Thursday 11 June, 19:30–20:30" in sam.sees("/shifts/").content.decode()
    fields = {"day": "2026-06-12", "at": "20:00", "version": 2}
    moving = kit.sends(f"/desk/evenings/{evening.public_id}/move/", look=1, **fields).content.decode()
    assert "Friday 12 June 2026, 20:00" in moving
    assert "Fri 12 Jun, 19:00 UTC" in moving
