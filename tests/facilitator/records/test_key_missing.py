"""A house that came back without a key: alarms end by an answer all the same, and no page fails without saying why."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django import Settings

from cohorts.models import Act
from cohorts.seal import Ring, new_data_key
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import add_to_record
from facilitator.safeguarding import record
from facilitator.safeguarding.acknowledging import acknowledge
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.duties import standing_for
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, OpeningStep, Part, RecordEntry
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.calling import page_of, raised, seen
from tests.facilitator.records.conftest import CANARY
from tests.facilitator.sealed import sealed

pytestmark = pytest.mark.django_db
MISSING = "a key of the ring is missing"


def _page(concern: Concern) -> str:
    return f"/staff/concerns/{concern.public_id}/"


def _lose_the_keys(settings: Settings) -> None:
    """As after a restore with another ring."""
    settings.KEYS = replace(settings.KEYS, ring=Ring((("other", new_data_key()),)))


def _verified() -> str:
    said = StringIO()
    call_command("verify", stdout=said)
    return said.getvalue()


def test_an_alarm_ends_by_an_answer_and_is_had_by_the_record_once_the_key_is_back(
    evening: cast.Evening, concern: Concern, settings: Settings
) -> None:
    keys, now, jo = settings.KEYS, timezone.now(), browser(evening, evening.lead)
    (duty,) = Duty.objects.waiting()
    _lose_the_keys(settings)
    assert "done=yours" in submit(jo, f"{page_of(duty)}have/", on=page_of(duty))["Location"]
    assert not standing_for(evening.lead, now).exists()
    assert Act.objects.get(verb="duty_answered").about["duty"] == duty.public_id
    assert "You have it" in seen(jo, page_of(duty))
    settings.KEYS = keys
    concern.refresh_from_db()
    assert concern.acknowledged_by is None, "the columns say what the record says"
    assert "records of concerns: 1, " in _verified()
    assert submit(jo, f"{_page(concern)}have/", on=_page(concern)).status_code == 303
    assert record.read(concern)[-1].part == Part.HAVE


def test_a_record_that_does_not_open_says_why_and_what_to_do_and_gives_back_what_was_to_be_written(
    evening: cast.Evening, concern: Concern, settings: Settings
) -> None:
    jo, entries = browser(evening, evening.lead), concern.record.count()
    jo.get(_page(concern))
    _lose_the_keys(settings)
    for way in ("", "print/"):
        answer = jo.get(_page(concern) + way)
        assert answer.status_code == 200
        assert all(said in answer.content.decode() for said in (MISSING, "Call 999 first", "Indigo Hare"))
    said = {"text": f"{CANARY} to be written", "outcome": "they are safe and have support"}
    close = {**said, "why": "those who have to know already do"}
    for way, form in (("", {**said, "part": "done"}), ("close/", close), ("sign/", said)):
        answer = submit(jo, _page(concern) + way, form, on="/staff/concerns/")
        assert answer.status_code == 503, "not taken for done"
        assert MISSING in answer.content.decode()
        assert f"{CANARY} to be written" in answer.content.decode()
        assert "data-after" not in answer.content.decode(), "so that a page with its script keeps all that is typed"
    assert concern.record.count() == entries
    assert Concern.objects.open().exists()
    assert Duty.objects.waiting().exists(), "what failed has answered nothing"
    assert submit(jo, f"{_page(concern)}have/", on="/staff/concerns/").status_code == 303
    assert not Duty.objects.waiting().exists()


def test_nor_does_one_about_an_adult_fail_without_saying_why(evening: cast.Evening, settings: Settings) -> None:
    worry = from_staff(
        evening.counsellor, evening.volunteer, evening.session, Level.URGENT, CANARY, timezone.now()
    )  # fmt: skip
    jo = browser(evening, evening.lead)
    _lose_the_keys(settings)
    assert MISSING in jo.get(_page(worry)).content.decode()
    (duty,) = Duty.objects.waiting()
    assert "done=yours" in submit(jo, f"{page_of(duty)}have/", on=page_of(duty))["Location"]
    assert not Act.objects.filter(verb="duty_answered").exists(), "which whom it is about might read"


def test_one_entry_that_does_not_open_says_so_and_all_others_are_read(evening: cast.Evening, concern: Concern) -> None:
    add_to_record(evening.counsellor, concern, Part.DONE, "rang the lead", timezone.now())
    spoiled = QuerySet[RecordEntry](RecordEntry).filter(concern=concern, part__in=(Part.THERE, Part.SEEN))
    assert spoiled.update(sealed=b"spoiled") == 2
    jo = browser(evening, evening.lead)
    for way in ("", "print/"):
        page = jo.get(_page(concern) + way).content.decode()
        assert "rang the lead" in page
        assert page.count("These words do not open any more") >= 2
    assert [one.lost for one in record.read(concern)] == [True, True, False]


def test_how_a_sudden_leaving_goes_on_is_kept_and_a_lead_called_though_its_words_find_no_record(
    settings: Settings,
) -> None:
    evening = cast.evening()
    duty, sam = raised(evening, Kind.LEFT, Level.URGENT, seat=evening.hare), browser(evening, evening.counsellor)
    concern = raise_afterwards(
        evening.counsellor, evening.session, evening.hare, Level.CONCERN, CANARY, timezone.now()
    )  # fmt: skip
    acknowledge(concern, evening.lead, timezone.now())
    _lose_the_keys(settings)
    said = {"how": "lead", "text": f"{CANARY} to be written", "seen": "0"}
    answer = submit(sam, f"{page_of(duty)}follow/", said, on=page_of(duty))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert MISSING in page
    assert f"{CANARY} to be written" in page
    assert Act.objects.get(verb="leaving_followed_up").about["how"] == "lead"
    assert Duty.objects.waiting().filter(kind=Kind.LEFT).exists(), "the lead is called"


def test_words_on_an_opening_and_on_an_evening_that_find_no_record_stand_in_their_field_still(
    settings: Settings,
) -> None:
    it = sealed()
    opening, jo, words = it.opened(), browser(it.evening, it.evening.lead), f"{CANARY} to be written"
    page, after = f"/staff/openings/{opening.public_id}/", f"/staff/evenings/{it.evening.session.public_id}/after/"
    _lose_the_keys(settings)
    told = {"do": "told", "told-how": "spoken", "told-words": words}
    part = {"concern": it.concern.public_id, "part": "done", "text": words}
    for answer in (submit(jo, page, told), submit(jo, f"{after}record/", part, on=after)):
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert MISSING in answer.content.decode()
    assert not OpeningStep.objects.exists()
