"""A house with something to plan: a course of seven weeks, its people, and a coordinator at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client
from django.utils import timezone

from cohorts import access, planning
from cohorts.actions import Opened, open_for
from cohorts.actions.plan import Crew, Planned, plan_cohort
from cohorts.models import Cohort, Course, Role, Session, Staff, Week
from tests import cast

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

THEMES = ("Welcome", "The wave", "Feelings", "Choices", "What helps", "Other people", "Looking ahead")
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class House:
    """Who works here, and the course."""

    course: Course
    kit: Staff
    sam: Staff
    ali: Staff
    noor: Staff


def house() -> House:
    """A coordinator, a counsellor, two volunteers and a checked course of seven weeks."""
    course = Course.objects.create(slug="autumn", title="Steady ground", checked=date(2026, 9, 1))
    Week.objects.bulk_create([Week(course=course, number=at, theme=theme) for at, theme in enumerate(THEMES, start=1)])
    return House(
        course=course,
        kit=cast.staff("Kit", Role.COORDINATOR),
        sam=cast.staff("Sam", Role.COUNSELLOR),
        ali=cast.staff("Ali", Role.VOLUNTEER),
        noor=cast.staff("Noor", Role.VOLUNTEER),
    )


def coming(weeks: int = 2) -> date:
    """A Thursday some weeks from now."""
    return planning.nearest(timezone.now().date() + timedelta(weeks=weeks), 3)


def begun(evenings: int) -> date:
    """A first day so that this many evenings are over and the next is three days away, whatever the hour is."""
    return timezone.now().date() + timedelta(days=3, weeks=-evenings)


def cohort(of: House, *, first: date | None = None, at: time = time(18, 30), crew: Crew | None = None) -> Cohort:
    """A cohort on Thursdays unless it begins on another day, led by Sam with Ali unless somebody else is named."""
    rhythm = planning.Rhythm(first or coming(), at, LONDON)
    nights, _ = planning.plan(rhythm, len(THEMES))
    planned = Planned(
        course=of.course, name="", weekday=nights[0].day.weekday(), local_time=at, zone="Europe/London", ages=(14, 16),
        capacity=8, contact_policy="optional", holidays="GB-ENG", skips_holidays=True, nights=nights,
        crew=Crew(of.sam, of.ali) if crew is None else crew,
    )  # fmt: skip
    return plan_cohort(of.kit, planned)


def sessions(of: Cohort) -> list[Session]:
    """Its sessions in order."""
    return list(of.sessions.order_by("starts_at", "pk"))


class Visitor:
    """Somebody of staff with a browser that is signed in."""

    def __init__(self, staff: Staff) -> None:
        opened: Opened = open_for(staff, timezone.now())
        self.client = Client(enforce_csrf_checks=True)
        self.client.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})

    def sees(self, address: str) -> Answer:
        return self.client.get(address)

    def sends(self, address: str, **fields: object) -> Answer:
        """Open a page, then send a form from there."""
        if self.client.get(address).status_code == 405:
            self.client.get("/desk/" if address.startswith("/desk/") else "/shifts/")
        sent = {**fields, "csrfmiddlewaretoken": self.client.cookies["csrftoken"].value}
        host = settings.BASE_URL.removeprefix("http://")
        return self.client.post(address, sent, headers={"origin": settings.BASE_URL, "host": host})

    def looks_then(self, address: str, do: str, **fields: object) -> Answer:
        """Look at what it means, then do exactly that."""
        looked = self.sends(address, look=1, **fields)
        assert looked.status_code == 200, looked.content.decode()
        seen = looked.context["looked"].seen if "looked" in looked.context else looked.context["seen"]
        return self.sends(address, **{do: 1}, seen=seen, **fields)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type, misc]


def asked(answer: Answer) -> dict[str, list[str]]:
    """What the address that a page leads on to says."""
    return parse_qs(urlsplit(answer.headers["Location"]).query)
