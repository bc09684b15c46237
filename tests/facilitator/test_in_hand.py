"""Whoever has a review or a follow-up reads what it asks for until it is done, and whom it is about never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cohorts.actions.invite import invite_anew
from cohorts.models import OnCallSpan, Role, Staff
from cohorts.roles import Post
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import Follow, ask_to_follow, sign
from facilitator.safeguarding.acknowledging import acknowledge
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.duties import answer, standing_for
from facilitator.safeguarding.models import Concern, Duty, Level, Part
from facilitator.safeguarding.readers import reader
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.calling import page_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is over."""
    return cast.evening("over")


@pytest.fixture
def rae() -> cast.Evening:
    """The evening of a counsellor who works with another group."""
    return cast.evening("over")


def _page(concern: Concern) -> str:
    return f"/staff/concerns/{concern.public_id}/"


def _opens(client: Client, concern: Concern) -> bool:
    return client.get(_page(concern)).status_code == 200


def _post(who: Staff, post: Post = Post.DEPUTY) -> OnCallSpan:
    now = timezone.now()
    return OnCallSpan.objects.create(post=post, staff=who, starts_at=now - HOUR, ends_at=now + HOUR)


def _raised(evening: cast.Evening) -> Concern:
    return raise_afterwards(evening.volunteer, evening.session, evening.hare, Level.URGENT, "pale", timezone.now())


def _review() -> Duty:
    return Duty.objects.get(ref__startswith="review:")


def test_a_review_that_came_to_deputy_or_trustee_opens_the_record_to_whoever_has_it_until_it_is_signed(
    evening: cast.Evening, rae: cast.Evening, settings: Settings
) -> None:
    settings.TRUSTEE_EMAIL = "trustee@example.org"
    Staff.objects.filter(pk=rae.coordinator.pk).update(email=settings.TRUSTEE_EMAIL)
    _post(rae.counsellor)
    for who in (rae.counsellor, rae.coordinator):
        Duty.objects.all().delete()
        concern = from_staff(
            evening.counsellor, evening.volunteer, evening.session, Level.URGENT, "as seen", timezone.now()
        )  # fmt: skip
        acknowledge(concern, evening.lead, timezone.now())
        Duty.objects.filter(pk=_review().pk).update(round=1, round_at=timezone.now(), due_at=timezone.now())
        assert _review() in standing_for(who, timezone.now())
        mine = browser(rae, who)
        assert not _opens(mine, concern)
        assert submit(mine, f"{page_of(_review())}have/", on=page_of(_review())).status_code == 303
        assert _page(concern) in mine.get(page_of(_review())).content.decode()
        assert _opens(mine, concern)
        assert concern.record.filter(part=Part.READ, by=who).exists(), "reading it stands in the record"
        assert not _opens(browser(evening, evening.volunteer), concern)
        signed = submit(mine, f"{_page(concern)}sign/", on=_page(concern))
        assert "done=seen_to" in signed["Location"]
        assert "is done" in mine.get(signed["Location"]).content.decode()
        assert not _opens(mine, concern)


def test_a_review_that_came_to_somebody_who_may_not_sign_calls_a_lead_until_one_has_signed(
    evening: cast.Evening,
) -> None:
    concern = _raised(evening)
    acknowledge(concern, evening.lead, timezone.now())
    assert answer(_review(), evening.coordinator, timezone.now())
    again = Duty.objects.waiting().get(ref__startswith="review:")
    assert (again.concern, again.level) == (concern, Level.CONCERN)
    assert answer(again, evening.lead, timezone.now())
    assert not Duty.objects.waiting().filter(ref__startswith="review:").exists(), "a lead has it now"
    sign(evening.lead, concern, timezone.now())
    assert not _opens(browser(evening, evening.coordinator), concern)


def test_a_review_that_came_to_the_third_on_call_calls_nobody_as_they_sign_it_themselves(
    evening: cast.Evening, rae: cast.Evening
) -> None:
    concern, mine = _raised(evening), browser(rae, rae.counsellor)
    acknowledge(concern, evening.lead, timezone.now())
    _post(rae.counsellor, Post.ON_CALL)
    assert answer(_review(), rae.counsellor, timezone.now())
    assert not Duty.objects.waiting().filter(ref__startswith="review:").exists()
    assert submit(mine, f"{_page(concern)}sign/", on=_page(concern)).status_code == 303
    assert concern.record.filter(part=Part.SIGNED, by=rae.counsellor).exists()


def test_whoever_was_called_at_night_reads_on_monday_what_is_theirs_to_see_to(
    evening: cast.Evening, rae: cast.Evening
) -> None:
    concern, span, mine = _raised(evening), _post(rae.counsellor, Post.ON_CALL), browser(rae, rae.counsellor)
    due = timezone.now() + 3 * DAY
    asked = {
        "part": "follow", "text": "ring the school", "owner": rae.counsellor.public_id, "due": f"{due:%Y-%m-%dT%H:%M}"
    }  # fmt: skip
    assert submit(browser(evening, evening.lead), _page(concern), asked).status_code == 303
    span.delete()
    assert _opens(mine, concern), "before it is due, and though nobody told them yet"
    listed = mine.get("/staff/concerns/").content.decode()
    assert "Yours to see to" in listed
    assert listed.count(_page(concern)) == 2, "and among those they know of"
    done = {"part": "followed", "of": str(concern.record.get(part=Part.FOLLOW).number), "text": "they know"}
    assert "done=seen_to" in submit(mine, _page(concern), done)["Location"]
    assert not _opens(mine, concern)
    assert _page(concern) not in mine.get("/staff/concerns/").content.decode()


def test_what_has_to_follow_is_given_to_nobody_who_has_still_to_set_up_how_they_come_in(evening: cast.Evening) -> None:
    concern, jo, due = _raised(evening), browser(evening, evening.lead), timezone.now() + 3 * DAY
    asked = {"part": "follow", "text": "ring the school", "due": f"{due:%Y-%m-%dT%H:%M}"}
    asked["owner"] = evening.counsellor.public_id
    invite_anew(evening.counsellor, timezone.now(), by=None)
    refused = submit(jo, _page(concern), asked)
    assert (refused.status_code, "ring the school" in refused.content.decode()) == (422, True)
    assert not concern.record.filter(part=Part.FOLLOW).exists()
    assert submit(jo, _page(concern), asked | {"owner": evening.lead.public_id}).status_code == 303


def test_whoever_has_somebody_elses_follow_up_reads_it_until_it_is_done_and_their_word_closes_nothing(
    evening: cast.Evening, rae: cast.Evening
) -> None:
    concern, now, mine = _raised(evening), timezone.now(), browser(rae, rae.counsellor)
    follow = Follow(evening.lead, now + HOUR)
    written = ask_to_follow(evening.lead, concern, "ring the school", follow, now)
    duty = Duty.objects.get(ref__startswith="follow:")
    assert not _opens(mine, concern)
    assert answer(duty, rae.counsellor, now)
    assert _opens(mine, concern)
    for way in ("have/", "close/", "sign/"):
        assert submit(mine, _page(concern) + way, on=_page(concern)).status_code == 404, "the lead decides"
    ask_to_follow(evening.lead, concern, "ring them at home", follow, now, corrects=written.number)
    assert not _opens(mine, concern), "it was put right, and is somebody else's now"


def test_whoever_has_something_to_see_to_offers_it_to_nobody_who_may_not_read_it(
    evening: cast.Evening, rae: cast.Evening
) -> None:
    concern, now = _raised(evening), timezone.now()
    ask_to_follow(evening.lead, concern, "ring the school", Follow(rae.counsellor, now + HOUR), now)
    form = browser(rae, rae.counsellor).get(f"{_page(concern)}?write=follow").content.decode()
    offered = {who.public_id: f'value="{who.public_id}"' in form for who in (rae.counsellor, evening.lead)}
    assert all(offered.values())
    assert f'value="{evening.counsellor.public_id}"' not in form


def test_whom_it_is_about_never_reads_it_whatever_they_have(evening: cast.Evening) -> None:
    now, ali = timezone.now(), evening.volunteer
    named, unnamed = (
        from_staff(evening.counsellor, about, evening.session, Level.URGENT, "as seen", now) for about in (ali, None)
    )
    for concern in (named, unnamed):
        acknowledge(concern, evening.lead, now)
        ask_to_follow(evening.lead, concern, "x", Follow(ali, now + DAY), now)
    Duty.objects.filter(ref__startswith="review:").update(answered_at=now, answered_by=ali)
    assert reader(ali, now).in_hand == {named.pk, unnamed.pk}
    for concern in (named, unnamed):
        assert not _opens(browser(evening, ali), concern)


def test_many_in_hand_cost_as_many_questions_as_one(evening: cast.Evening, rae: cast.Evening) -> None:
    mine, asked, now = browser(rae, rae.counsellor), list[int](), timezone.now()
    for _ in range(3):
        concern = _raised(evening)
        acknowledge(concern, evening.lead, now)
        ask_to_follow(evening.lead, concern, "x", Follow(rae.counsellor, now + HOUR), now)
        for duty in Duty.objects.waiting():
            answer(duty, rae.counsellor, now)
        mine.get("/staff/concerns/")
        with CaptureQueriesContext(connection) as queries:
            assert _page(concern) in mine.get("/staff/concerns/").content.decode()
        asked.append(len(queries))
    assert len(set(asked)) == 1


def test_whoever_sees_to_what_follows_a_worry_about_an_adult_is_told_of_it_when_it_is_due(
    evening: cast.Evening,
) -> None:
    now, other, worry = timezone.now(), cast.staff("Max", Role.LEAD), Level.URGENT
    concern = from_staff(evening.counsellor, evening.volunteer, evening.session, worry, "as seen", now)
    ask_to_follow(evening.lead, concern, "ring the designated officer", Follow(other, now + HOUR), now)
    due = Duty.objects.get(ref__startswith="follow:")
    assert due in standing_for(other, now + HOUR)
    assert due not in standing_for(evening.lead, now + HOUR), "who is told if Max does not answer"
    assert due not in standing_for(evening.volunteer, now + 3 * DAY), "whom it is about"
