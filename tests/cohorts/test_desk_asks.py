"""What other rooms of the house ask of somebody at the desk."""

from __future__ import annotations

import re

import pytest

from cohorts.desk import asks
from cohorts.desk.asks import Ask
from cohorts.models import Role, Staff
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db


def test_what_other_rooms_of_the_house_ask_of_somebody_waits_for_them_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = planned.house()

    def asking(staff: Staff) -> list[Ask]:
        waits = Ask("Something waits", "It takes Kit.", "See what it is", "desk:acts")
        return [waits] if staff == house.kit else []

    monkeypatch.setattr(asks, "_ASKING", [])
    lead = Visitor(cast.staff("Jo", Role.LEAD))
    assert "Something waits" not in Visitor(house.kit).sees("/desk/").content.decode()
    asks.register(asking)
    page = Visitor(house.kit).sees("/desk/").content.decode()
    assert re.search(r"Something waits</h2>.*It takes Kit\..*href=\"/desk/acts/\">See what it is", page, re.DOTALL)
    assert "Nothing. All evenings" not in page
    assert "Something waits" not in lead.sees("/desk/").content.decode()
    assert "Something waits" not in Visitor(house.kit).sees("/desk/?need=untold").content.decode()
