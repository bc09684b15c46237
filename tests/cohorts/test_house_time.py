"""Staff read the clock that hangs in their house: on a summer night it is already the next day there."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from cohorts.actions import acts
from cohorts.models import Role
from tests import cast
from tests.cohorts import permitted, planned
from tests.cohorts.planned import House, Visitor

# By which clock a page tells the hour is nothing that a store has a part in.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]

#: In London it is half past midnight, on the second of July.
LATE = planned.utc(2026, 7, 1, 23, 30)
#: These tell the hour of a cohort's place and, beside it, UTC.
_BOTH = {"desk:plan", "desk:cohort", "desk:move"}
#: Of what each opens, pages that tell when something was by the house's clock and not by that of a cohort's place.
_TELL = {
    "counsellor on shift": {"account:mine"},
    "coordinator": {"account:mine", "desk:acts", "staff:list"},
    "lead": {"desk:acts", "desk:stops", "facilitator:duty"},
    "administrator": {"account:mine", "desk:acts", "staff:list"},
}


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The database's own clock does not travel."""
    monkeypatch.setattr("cohorts.actions.acts.database_now", timezone.now)
    return LATE


def test_the_ledger_is_told_and_asked_by_the_days_of_the_house(house: House, night: datetime) -> None:
    with time_machine.travel(night, tick=False):
        with transaction.atomic():
            acts.record(house.kit, "words_added", until=night.isoformat())
        lead = Visitor(cast.staff("Jo", Role.LEAD))
        page = lead.sees("/desk/acts/").content.decode()
        assert "Thu 2 Jul 2026, 00:30" in page
        assert "until: 2 Jul 2026, 00:30" in page
        assert "as in Europe/London" in page
        assert "Kit" in lead.sees("/desk/acts/?day=2026-07-02&by=Kit").content.decode().partition("<tbody>")[2]
        for other in ("2026-07-01", "2026-07-03"):
            assert "<tbody>" not in lead.sees(f"/desk/acts/?day={other}&by=Kit").content.decode(), other
        for none in ("9999-12-31", "0001-01-01", "2026-02-30"):
            assert lead.sees(f"/desk/acts/?day={none}").status_code == 200, none


def test_who_works_here_was_last_here_by_the_clock_of_the_house(house: House) -> None:
    Authenticator.objects.create(user=house.sam, type=Authenticator.Type.TOTP, data={})
    house.sam.last_login = LATE
    house.sam.save()
    admin = Visitor(cast.staff("Robin", Role.ADMINISTRATOR))
    page = admin.sees("/staff/people/").content.decode()
    assert "2 Jul 2026, 00:30" in page
    assert "Times are as in Europe/London." in page
    assert "UTC" not in page


@pytest.mark.parametrize("column", _TELL)
def test_pages_of_staff_tell_the_hour_of_the_house_and_none_but_plans_names_another_clock(
    column: str, night: datetime
) -> None:
    with time_machine.travel(night, tick=False):
        house = permitted.House.furnished()
        client = permitted.COLUMNS[column](house)
        answers = {name: client.get(address.there) for name, address in house.addresses().items()}
    # As words: an address is drawn at random, and may have any three letters in it.
    pages = {name: strip_tags(answer.content.decode()) for name, answer in answers.items() if answer.status_code == 200}
    assert _TELL[column] <= {name for name, page in pages.items() if "00:30" in page}
    assert [name for name, page in pages.items() if "UTC" in page and name not in _BOTH] == []
