"""The ledger: what staff did in the house, in cohorts and in rooms, in one list, without words, for the right eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts import deeds
from cohorts.actions import acts, open_for
from cohorts.models import Act, Role, Staff
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import Duty, Kind, Level
from tests import cast
from tests.cast import Evening
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.cohorts.doors import browser
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "canary-in-a-room"


def _sees(evening: Evening, who: Staff, query: str = "") -> Any:
    if who.public_id not in evening.opened:
        evening.opened[who.public_id] = open_for(who, timezone.now())  # type: ignore[index]
    return browser(evening, who).get(f"/desk/acts/{query}")


def _sentences(answer: Any) -> list[str]:
    return [line.sentence for line, _ in answer.context["lines"]]


async def _busy(company: Company) -> Evening:
    """Everything staff may do in a room, in words that must not be found, and an act of each chain."""
    sam = company.counsellor
    await sam.ask("say", body=CANARY)
    await company.otter.ask("say", body=CANARY)
    await sam.ask("mute", seat=3, seconds=60, reason=CANARY)
    await sam.ask("note", body=CANARY)
    await sam.ask("whisper", seat=1, body=CANARY)
    await sam.ask("concern", seat=3, level="urgent", body=CANARY)
    evening = company.house.evening

    def act() -> None:
        with transaction.atomic():
            acts.record(evening.coordinator, "cohort_changed", cohort=evening.cohort)
            acts.record(None, "words_added")

    await in_database(act)
    return evening


async def test_rooms_cohorts_and_the_house_are_one_list_without_a_word(company: Company) -> None:
    evening = await _busy(company)
    page = await in_database(lambda: _sees(evening, evening.lead))
    found = _sentences(page)
    assert found[:2] == ["Alcove added a phrase to a word list.", "Kit changed the cohort."]
    for said in ("Sam gave a breather (seat 3).", "Sam wrote a private word (seat 1).", "Sam raised a concern."):
        assert said in found, found
    assert CANARY not in page.content.decode()
    assert not any("message" in said and "Sam" in said for said in found)


async def test_it_is_read_by_person_kind_evening_and_day(company: Company) -> None:
    evening = await _busy(company)

    def look(query: str) -> list[str]:
        return _sentences(_sees(evening, evening.lead, query))

    day = await in_database(lambda: timezone.localdate(Act.objects.get(verb="cohort_changed").at))
    assert await in_database(lambda: look("?by=kit")) == ["Kit changed the cohort."]
    assert await in_database(lambda: look("?kind=muted")) == ["Sam gave a breather (seat 3)."]
    assert "Sam wrote a note to the team." in await in_database(lambda: look(f"?evening={evening.session.public_id}"))
    assert await in_database(lambda: look(f"?evening={evening.elsewhere.public_id}")) == []
    assert await in_database(lambda: look("?by=nobody")) == []
    assert await in_database(lambda: look(f"?by=kit&day={day}")) == ["Kit changed the cohort."]
    assert await in_database(lambda: look(f"?day={day - timedelta(days=9)}")) == []
    for odd in ("?day=x", "?before=x", "?before=1-2", f"?before={9 * 10**16}-1-1", "?kind=%00", "?day=0001-01-01"):
        assert (await in_database(lambda: _sees(evening, evening.lead, odd))).status_code == 200  # noqa: B023


async def test_a_long_ledger_is_paged_by_keys_without_a_gap_or_a_double_and_asks_no_more(company: Company) -> None:
    evening = await _busy(company)

    def walk() -> tuple[list[str], set[int]]:
        with transaction.atomic():
            for number in range(120):
                acts.record(evening.coordinator, "words_added", number=number)
        seen, asked, query = [], set(), "?kind="
        while query:
            with CaptureQueriesContext(connection) as queries:
                page = _sees(evening, evening.lead, query)
            asked.add(len(queries))
            seen += [line.key for line, _ in page.context["lines"]]
            query = page.context["older"]
        return seen, asked

    seen, asked = await in_database(walk)
    assert len(seen) == len({*seen}) > 125
    assert max(asked) <= 16
    assert max(asked) - min(asked) <= 2
    assert await in_database(Act.objects.count) < len(seen)


async def test_nothing_of_a_worry_about_an_adult_is_for_anybody_but_the_lead_nor_for_whoever_it_is_about(
    company: Company,
) -> None:
    evening = company.house.evening
    other: Staff = await in_database(lambda: cast.staff("Lee", Role.LEAD))

    def worry() -> None:
        with transaction.atomic():
            duty = raise_duty(
                Kind.ADULT, Level.URGENT, evening.session, ref="x", now=timezone.now(), about_staff=other
            )  # fmt: skip
            acts.record(evening.lead, "duty_answered", session=evening.session, duty=duty.public_id)

    await in_database(worry)

    def look(who: Staff) -> list[str]:
        return [line.act.verb for line, _ in _sees(evening, who).context["lines"] if line.act]

    assert "duty_answered" in await in_database(lambda: look(evening.lead))
    for who in (other, evening.coordinator):
        assert "duty_answered" not in await in_database(lambda: look(who))  # noqa: B023


async def test_an_administrator_reads_nothing_of_concerns_and_a_coordinator_that_there_is_one(
    company: Company,
) -> None:
    evening = await _busy(company)
    ada: Staff = await in_database(lambda: cast.staff("Ada", Role.ADMINISTRATOR))

    def act() -> None:
        with transaction.atomic():
            acts.record(evening.lead, "record_read", session=evening.session, concern="abc")

    await in_database(act)
    theirs = await in_database(lambda: _sentences(_sees(evening, ada)))
    assert not [said for said in theirs if "concern" in said]
    assert "Sam gave a breather (seat 3)." in theirs
    shown = await in_database(lambda: [act.verb for act in deeds.seen(Act.objects.all(), deeds.hidden_from(ada))])
    assert "words_added" in shown
    assert "record_read" not in shown
    kits = await in_database(lambda: _sentences(_sees(evening, evening.coordinator)))
    assert {"Sam raised a concern.", "Jo read the record of a concern."} <= {*kits}


def test_the_page_of_a_cohort_names_no_act_that_the_ledger_hides() -> None:
    evening = cast.evening("over")
    about = from_staff(evening.counsellor, evening.volunteer, evening.session, Level.URGENT, CANARY, timezone.now())
    duty = Duty.objects.get(concern=about).public_id
    with transaction.atomic():
        acts.record(evening.lead, "record_read", session=evening.session, concern="abc")
        acts.record(evening.lead, "duty_answered", session=evening.session, duty=duty)
    ada = cast.staff("Ada", Role.ADMINISTRATOR)

    def named(who: Staff) -> set[str]:
        page = browser(evening, who) if who != ada else Visitor(ada).client
        return {act.verb for act, _ in page.get(f"/desk/cohorts/{evening.cohort.public_id}/").context["acts"]}

    assert {"record_read", "duty_answered"} <= named(evening.lead)
    assert named(evening.coordinator) & {"record_read", "duty_answered"} == {"record_read"}
    assert not named(ada) & {"record_read", "duty_answered"}
