"""Ways to get help that nobody tried: each lead hears of them once in a while, and never by a date that nobody gave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from cohorts import signposts
from cohorts.models import Kind, Role, Session, Telling
from cohorts.telling.untried import tell_of_untried
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    """Jo and Lou are leads; Kit coordinates, Sam and the volunteers run evenings."""
    found = planned.house()
    for name in ("Jo", "Lou"):
        cast.staff(name, Role.LEAD)
    return found


@pytest.fixture
def sessions(house: House) -> list[Session]:
    return planned.sessions(planned.cohort(house))


def look(session: Session, before: timedelta) -> int:
    with transaction.atomic():
        return tell_of_untried(session.starts_at - before)


def test_leads_alone_are_told_once_in_thirty_days_while_evenings_come(sessions: list[Session]) -> None:
    first = sessions[0]
    assert look(first, 8 * DAY) == 0, "no evening within a week"
    assert [look(first, before) for before in (6 * DAY, 5 * DAY, DAY)] == [2, 0, 0]
    assert set(Telling.objects.filter(kind=Kind.UNTRIED).values_list("staff__name", flat=True)) == {"Jo", "Lou"}
    fourth, fifth = sessions[3], sessions[4]
    assert look(fourth, DAY) == 0, "26 days after"
    assert look(fifth, 4 * DAY) == 2, "30 days after"


def test_a_house_of_which_all_was_tried_is_left_alone(sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = (signposts._FOLDER / "united-kingdom.toml").read_text(encoding="utf-8")
    day = (sessions[0].starts_at - 40 * DAY).date()
    tried = signposts.parse(shipped.replace("not yet checked", day.isoformat()))
    monkeypatch.setattr(signposts, "pack", lambda: tried)
    assert look(sessions[0], DAY) == 0


@pytest.mark.parametrize(
    ("checked", "tried"),
    [("not yet checked", False), ("2026-08-28", True), ("2026-08-27", False), ("2026-11-26", True)],
)
def test_ninety_days_after_a_person_tried_it_a_line_is_untried(checked: str, tried: bool) -> None:
    line = signposts.Line(name="Childline", source="https://childline.example", checked=checked)
    assert line.tried(date(2026, 11, 26)) is tried


def test_each_is_counted_once_and_a_day_that_is_none_is_refused() -> None:
    names = signposts.pack().untried(date(2026, 11, 26))
    assert "Childline" in names
    assert len(set(names)) == len(names)
    shipped = (signposts._FOLDER / "united-kingdom.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="isoformat"):
        signposts.parse(shipped.replace("not yet checked", "last spring"))
