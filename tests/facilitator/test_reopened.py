"""Opened again, a concern stands as if it were raised now: somebody has to have it, and it is looked at once more."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from cohorts.actions.stops import lift_stop
from cohorts.models import Act, Cause, Stop
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import Meanwhile, close, reopen, sign
from facilitator.safeguarding import parts, record, who_asks
from facilitator.safeguarding.acknowledging import acknowledge
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.duties import answer, standing_for
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Part, Stands
from facilitator.safeguarding.who_opens import WhyNot
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.sealed import sealed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is over."""
    return cast.evening("over")


def _closed(evening: cast.Evening, level: Level, *, signed: bool = True) -> Concern:
    """One that the lead had, signed and closed two days ago; messages go on since."""
    then = timezone.now() - 2 * DAY
    concern = raise_afterwards(evening.counsellor, evening.session, evening.hare, level, "so pale", then)
    acknowledge(concern, evening.lead, then)
    if signed:
        sign(evening.lead, concern, then)
    assert close(evening.lead, concern, "their aunt is with them", then, why_not=str(parts.NOT_SENT.choices[0]))
    for stop in Stop.objects.standing():
        lift_stop(stop, evening.lead, then)
    return _now(concern)


def _now(concern: Concern) -> Concern:
    return Concern.every.get(pk=concern.pk)


def _verified() -> str:
    said = StringIO()
    call_command("verify", stdout=said)
    return said.getvalue()


def test_who_had_it_before_does_not_keep_its_contact_sealed() -> None:
    it = sealed()
    sam, jo = it.evening.counsellor, it.evening.lead
    (duty,) = _told()
    assert answer(duty, jo, it.after(seconds=1))
    assert close(jo, it.concern, "somebody is with them", it.after(minutes=1), why_not=str(parts.NOT_SENT.choices[0]))
    assert reopen(sam, _now(it.concern), "they took more", it.after(minutes=5), leads=False)

    def why_not(**passed: float) -> WhyNot | None:
        at = it.after(**passed)
        return who_asks.facts(_now(it.concern), sam, at).why_not(at)

    assert [why_not(minutes=6), why_not(minutes=8)] == [WhyNot.WAIT, None]
    (again,) = _told()
    assert answer(again, jo, it.after(minutes=8))
    assert why_not(minutes=9) == WhyNot.ANSWERED


def test_it_is_to_be_signed_anew_within_a_day(evening: cast.Evening) -> None:
    concern = _closed(evening, Level.NOW)
    page = f"/staff/concerns/{concern.public_id}/"
    jo = browser(evening, evening.lead)
    assert record.is_signed(concern)
    assert "Signed" in (shown := jo.get(page).content.decode())
    assert "not yet; the lead signs by" not in shown
    reopen(evening.counsellor, concern, "they wrote again", timezone.now(), leads=False)
    assert not record.is_signed(_now(concern))
    assert "not yet; the lead signs by" in (shown := jo.get(page).content.decode())
    assert "<strong>not yet" not in shown, "a day from now, and not from when it was first raised"
    sign(evening.lead, _now(concern), timezone.now())
    assert record.is_signed(_now(concern))


def _told() -> list[Duty]:
    return list(Duty.objects.waiting().filter(kind=Kind.CONCERN))


def _reviews() -> list[Duty]:
    return list(Duty.objects.waiting().filter(ref__startswith="review:"))


@pytest.mark.parametrize("level", list(Level))
def test_a_facilitator_who_opens_it_again_has_it_told_as_pressingly_as_it_is_and_nobody_has_it(
    evening: cast.Evening, level: Level
) -> None:
    concern = _closed(evening, level)
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    page = f"/staff/concerns/{concern.public_id}/"
    assert submit(sam, f"{page}reopen/", {"text": "they wrote again"}, on=page).status_code == 303
    concern = _now(concern)
    assert (concern.stands, concern.acknowledged_by, concern.acknowledged_at) == (Stands.OPEN, None, None)
    assert [duty.level for duty in _told()] == [level]
    assert "Open, and nobody has it yet" in jo.get(page).content.decode()
    assert f"{page}have/" in jo.get(page).content.decode()
    stopped = [(stop.seat, stop.cause) for stop in Stop.objects.standing()]
    assert stopped == ([] if level == Level.CONCERN else [(evening.hare, Cause.CONCERN)])
    assert "records of concerns: 1, " in _verified()


def test_whoever_answers_has_it_by_the_record_too_and_looks_at_all_of_it_within_a_day(evening: cast.Evening) -> None:
    concern = _closed(evening, Level.NOW)
    now = timezone.now()
    reopen(evening.counsellor, concern, "they wrote again", now, leads=False)
    (told,) = _told()
    assert told in standing_for(evening.lead, now)
    assert answer(told, evening.lead, now)
    assert [one.part for one in record.read(_now(concern))][-2:] == [Part.REOPENED, Part.HAVE]
    assert (_now(concern).stands, _now(concern).acknowledged_by) == (Stands.ACKNOWLEDGED, evening.lead)
    (review,) = _reviews()
    assert now < review.due_at <= now + DAY
    assert "records of concerns: 1, " in _verified()


def test_a_lead_who_opens_it_again_has_it_and_is_asked_to_look_at_all_of_it(evening: cast.Evening) -> None:
    concern, now = _closed(evening, Level.URGENT), timezone.now()
    jo, page = browser(evening, evening.lead), f"/staff/concerns/{concern.public_id}/"
    assert submit(jo, f"{page}reopen/", {"text": "they wrote again"}, on=page).status_code == 303
    assert (_now(concern).acknowledged_by, _told()) == (evening.lead, [])
    (review,) = _reviews()
    assert review.due_at > now
    assert Stop.objects.standing().get().seat == evening.hare
    assert [act.verb for act in Act.objects.order_by("pk")][-2:] == ["concern_reopened", "concern_acknowledged"]
    assert "records of concerns: 1, " in _verified()


def test_each_time_it_is_opened_again_it_is_looked_at_again_and_never_asked_for_twice_at_once(
    evening: cast.Evening,
) -> None:
    concern, lead, refs = _closed(evening, Level.CONCERN), evening.lead, set[str]()
    for _ in range(3):
        assert reopen(lead, concern, "once more", timezone.now(), leads=True)
        with pytest.raises(Meanwhile):
            reopen(lead, concern, "once more", timezone.now(), leads=True)
        (review,) = _reviews()
        refs.add(review.ref)
        sign(lead, concern, timezone.now())
        assert _reviews() == []
        assert close(lead, concern, "it is over", timezone.now())
    assert len(refs) == 3
    unsigned = _closed(evening, Level.CONCERN, signed=False)
    before = _reviews()
    reopen(lead, unsigned, "once more", timezone.now(), leads=True)
    assert _reviews() == before, "that waits still, for all of it"


def test_a_worry_about_an_adult_is_the_leads_again_and_stops_no_letters(evening: cast.Evening) -> None:
    then, lead = timezone.now() - 2 * DAY, evening.lead
    concern = from_staff(evening.counsellor, evening.volunteer, evening.session, Level.URGENT, "as seen", then)
    sign(lead, concern, then)
    assert close(lead, concern, "it was not", then, why_not=str(parts.NOT_SENT.choices[0]))
    sign(lead, concern, then)
    reopen(lead, _now(concern), "once more", timezone.now(), leads=True)
    assert _now(concern).acknowledged_by == lead
    (review,) = _reviews()
    assert (review.kind, review.about_staff) == (Kind.ADULT, evening.volunteer)
    assert not Stop.objects.exists()
    assert not Act.objects.exists()


def test_what_was_opened_again_before_stands_since_as_its_record_says(evening: cast.Evening) -> None:
    concern, now = _closed(evening, Level.URGENT), timezone.now()
    had: tuple[object, datetime | None] = (concern.acknowledged_by, concern.acknowledged_at)
    reopen(evening.counsellor, concern, "they wrote again", now, leads=False)
    Concern.every.filter(pk=concern.pk).update(acknowledged_by=had[0], acknowledged_at=had[1])
    assert "who has it is not as its record says" in str([one.wrong for one in record.verify()])
    import_module("facilitator.migrations.0008_reopened_anew").nobody_has_what_was_opened_again(apps, None)
    assert [one.wrong for one in record.verify()] == [None]


@pytest.mark.parametrize("first", ["sign", "close"])
def test_signed_and_closed_from_one_page_it_is_both_in_whichever_order(evening: cast.Evening, first: str) -> None:
    concern = raise_afterwards(
        evening.counsellor, evening.session, evening.hare, Level.URGENT, "so pale", timezone.now()
    )  # fmt: skip
    jo, page = browser(evening, evening.lead), f"/staff/concerns/{concern.public_id}/"
    said = {"outcome": str(parts.OUTCOMES[0]), "text": "with their aunt", "why": str(parts.NOT_SENT.choices[0])}
    for way in (first, *{"sign", "close"} - {first}):
        told = {"sign": "signed", "close": "closed"}[way]
        done = submit(jo, f"{page}{way}/", {**said, "token": "form-1"}, on=page)["Location"]
        assert f"done={told}" in done
    written = [(one.part, one.text.splitlines()[-1:]) for one in record.read(concern)]
    assert (Part.CLOSED, ["with their aunt"]) in written
    assert (Part.SIGNED, []) in written
    assert (_now(concern).is_open, record.is_signed(_now(concern))) == (False, True)
    assert "records of concerns: 1, " in _verified()


def test_a_page_that_signed_it_before_it_was_opened_again_signs_nothing_of_what_came_since(
    evening: cast.Evening,
) -> None:
    concern = _closed(evening, Level.URGENT, signed=False)
    jo, page = browser(evening, evening.lead), f"/staff/concerns/{concern.public_id}/"
    signing = {"token": "form-2"}
    assert ["done=signed" in submit(jo, f"{page}sign/", signing, on=page)["Location"] for _ in range(2)] == [True, True]
    reopen(evening.counsellor, _now(concern), "they wrote again", timezone.now(), leads=False)
    acknowledge(concern, evening.lead, timezone.now())
    before = _reviews()
    assert before, "somebody is to look at all of it again"
    assert "done=reopened" in submit(jo, f"{page}sign/", signing, on=page)["Location"]
    assert not record.is_signed(_now(concern))
    assert _reviews() == before
    assert "done=signed" in submit(jo, f"{page}sign/", {"token": "form-3"}, on=page)["Location"], "from a page of now"


def test_a_form_that_wrote_one_part_of_a_record_is_never_taken_for_another(evening: cast.Evening) -> None:
    concern, now = _closed(evening, Level.URGENT), timezone.now()
    written = record.add(concern, Part.DONE, "rang the lead", evening.lead, now, token="form-4")
    assert record.add(concern, Part.DONE, "rang the lead", evening.lead, now, token="form-4") == written
    with pytest.raises(ValueError, match="another part"):
        record.add(concern, Part.TOLD, "the lead", evening.lead, now, token="form-4")
