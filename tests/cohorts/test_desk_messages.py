"""What young people were told, as the desk sees it: whom, when and why not, and never what or where to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts import actions
from cohorts.actions.nights import move_session
from cohorts.actions.stops import stop_messages
from cohorts.models import Act, Cause, Cohort, ContactPurpose, Kind, Role, Stop, Telling, Way, Why
from cohorts.telling import tell
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def cohort(house: House) -> Cohort:
    """Otter gave an email and was told, heron was skipped, hare is to be told."""
    found, now = planned.cohort(house), timezone.now()
    first = planned.sessions(found)[0]
    seats = [actions.take_seat(found, name, now).seat for name in ("Teal Otter", "Amber Heron", "Indigo Hare")]
    actions.keep_contact(seats[0], ContactPurpose.REMINDERS, "otter@example.org", now, "1")
    with transaction.atomic():
        for seat in seats:
            tell(Kind.START, seat, session=first, due_at=now, not_after=now + HOUR)
    Telling.objects.filter(seat=seats[0]).update(told_at=now, way=Way.EMAIL)
    Telling.objects.filter(seat=seats[1]).update(skipped_at=now, skipped_why=Why.STOPPED)
    return found


def rows(page: bytes) -> list[str]:
    """The lines of the log as somebody reads them."""
    body = page.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_the_log_says_whom_when_and_why_not(house: House, cohort: Cohort) -> None:
    shown = rows(Visitor(house.kit).sees("/desk/messages/").content)
    assert len(shown) == 3
    for name, end in (("1, Teal Otter", "told by email"), ("2, Amber Heron", "held back"), ("3, Indigo Hare", "still")):
        (line,) = [one for one in shown if f"seat {name}" in one]
        assert "starts soon week 1" in line
        assert end in line


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=heron", 1), ("q=2", 1), ("q=nobody", 0), ("state=told", 1), ("state=waits", 1), ("kind=start", 3)],
)
def test_it_can_be_searched(house: House, cohort: Cohort, query: str, found: int) -> None:
    kit = Visitor(house.kit)
    assert len(rows(kit.sees(f"/desk/messages/?{query}").content)) == found
    assert len(rows(kit.sees(f"/desk/messages/?cohort={cohort.public_id}&{query}").content)) == found
    assert rows(kit.sees(f"/desk/messages/?cohort=other&{query}").content) == []


def test_nobody_reads_there_where_a_message_went_or_why_somebody_is_held_back(house: House, cohort: Cohort) -> None:
    stop_messages(cohort.seats.held()[1], Cause.LEFT_SUDDENLY, timezone.now())
    page = Visitor(house.kit).sees("/desk/messages/").content.decode()
    assert "Teal Otter" in page
    assert "otter@example.org" not in page
    assert "left suddenly" not in page


def test_a_long_log_has_pages_and_asks_as_little_as_a_short_one(house: House, cohort: Cohort) -> None:
    kit, now = Visitor(house.kit), timezone.now()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert kit.sees("/desk/messages/").status_code == 200
        return len(queries)

    before, otter = asked(), cohort.seats.held()[0]
    with transaction.atomic():
        for nth in range(60):
            tell(Kind.MISSED, otter, due_at=now, not_after=now + HOUR, occasion=str(nth))
    assert asked() == before
    assert len(rows(kit.sees("/desk/messages/").content)) == 50
    assert len(rows(kit.sees("/desk/messages/?page=2").content)) == 13


@pytest.mark.both
def test_the_lead_sees_who_is_held_back_and_what_was_not_sent_and_lets_it_go_on(house: House, cohort: Cohort) -> None:
    heron = cohort.seats.held()[1]
    stop = stop_messages(heron, Cause.LEFT_SUDDENLY, timezone.now() - HOUR)
    lead = Visitor(cast.staff("Jo", Role.LEAD))
    assert "Nothing goes to 1 young person by itself." in lead.sees("/desk/").content.decode()
    page = lead.sees("/desk/held-back/").content.decode()
    assert "Seat 2, Amber Heron" in page
    assert "left suddenly" in page
    assert "A way to reach them: none is kept." in page
    assert "starts soon" in page
    assert lead.sends(f"/desk/held-back/{stop.public_id}/lift/").status_code == 303
    assert not Stop.objects.standing().exists()
    assert Act.objects.get(verb="messages_resumed").about == {"seat": heron.public_id}
    assert "Amber Heron" not in lead.sees("/desk/held-back/").content.decode()
    assert "held back" not in lead.sees("/desk/").content.decode().lower().partition("<main")[2].partition("</nav>")[2]


def test_it_is_the_leads_task_alone(house: House, cohort: Cohort) -> None:
    stop_messages(cohort.seats.held()[1], Cause.CONCERN, timezone.now())
    for who in (house.kit, house.sam, cast.staff("Ada", Role.ADMINISTRATOR)):
        visitor = Visitor(who)
        assert "are held back" not in visitor.sees("/desk/").content.decode()
        assert visitor.sees("/desk/held-back/").status_code == 404
    assert Stop.objects.standing().exists()


def test_a_changed_evening_says_how_many_have_heard_of_it(house: House, cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    move_session(house.kit, first, first.starts_at + HOUR, 1)
    told = Telling.objects.filter(kind=Kind.MOVED)
    assert told.count() == 3
    told.filter(seat__number__lte=2).update(told_at=timezone.now())
    kit = Visitor(house.kit)
    for address in ("/desk/", f"/desk/cohorts/{cohort.public_id}/"):
        assert "Alcove has told 2 of 3." in kit.sees(address).content.decode()
