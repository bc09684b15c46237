"""Whoever must hear of a duty is called until one of them answers, whatever fails: twice rather than not at all."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from pytest_django import Settings

from facilitator.safeguarding.duties import answer
from facilitator.safeguarding.errand import Errand
from facilitator.safeguarding.models import Duty, DutyCall, Kind, Level
from tests.cohorts.telling.conftest import SECRET
from tests.cohorts.telling.post import PATIENCE_SECONDS
from tests.facilitator.reached import A_WHILE, Calling, calling

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ["jo", "lou", "max"]
CANARY = "canary"


@pytest.fixture
def called(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calling]:
    with calling(settings, monkeypatch) as one:
        yield one


def test_now_goes_to_lead_deputy_and_on_call_together_by_every_way_and_on_until_one_answers(called: Calling) -> None:
    duty = called.raises()
    called.rounds()
    assert (called.letters, called.pages) == (ALL, ALL)
    called.rounds(seconds=119)
    assert (called.letters, called.pages) == ([], [])
    called.rounds(seconds=1)
    assert (called.letters, called.pages) == ([*ALL, "sam"], [*ALL, "sam"]), "the counsellor on shift as well"
    called.rounds(seconds=120)
    assert called.letters == ["jo", "kit", "lou", "max", "sam"], "and the coordinator"
    called.rounds(seconds=120)
    assert called.letters == ["jo", "kit", "lou", "max", "sam"], "again and again"
    assert answer(duty, called.deputy, called.now)
    called.rounds(seconds=600)
    assert (called.letters, DutyCall.objects.waiting().count()) == ([], 0)


def test_urgent_goes_to_the_lead_then_to_the_deputy_then_to_who_is_on_call(called: Calling) -> None:
    called.raises(Level.URGENT)
    called.rounds()
    assert (called.letters, called.pages) == (["jo"], []), "one way that goes through is enough"
    called.rounds(seconds=29 * 60)
    assert called.letters == []
    called.rounds(seconds=60)
    assert called.letters == ["jo", "max"]
    called.rounds(seconds=5 * 60)
    assert called.letters == ALL


def test_a_concern_of_the_evening_wakes_nobody(called: Calling) -> None:
    called.now += timedelta(hours=7)
    called.raises(Level.CONCERN)
    called.rounds(seconds=10 * 3600)
    assert called.letters == []
    called.rounds(seconds=4 * 3600)
    assert called.letters == ["jo"], "at nine, so that it is told by ten"


def test_a_letter_says_which_room_how_soon_and_the_reference_and_nothing_else(called: Calling) -> None:
    duty = called.raises(kind=Kind.ADULT, seat=called.evening.otter)
    called.rounds()
    (_, one), *_ = called.post.taken
    plain = one.get_body(("plain",))
    assert plain
    subject, body = one["Subject"], plain.get_content()
    page = f"/staff/duties/{duty.public_id}/"
    assert subject == f"Alcove: please look now ({duty.public_id})"
    assert "level “now”" in body
    assert "today’s 11:50 room" in body
    assert page in body
    for private in ("Otter", "worry", "adult", called.evening.cohort.public_id):
        assert private not in one.as_string(), private
    assert one["Message-ID"].startswith(f"<{duty.public_id}.")


def test_the_pager_is_told_by_a_signed_post_that_names_nobody(called: Calling) -> None:
    duty = called.raises(seat=called.evening.otter)
    called.rounds()
    headers, body = called.pager.got[0]
    signed = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    assert headers["webhook-signature"] == f"v1,{b64encode(hmac.digest(SECRET, signed, sha256)).decode()}"
    told = json.loads(body)
    assert (told["type"], told["data"]["reference"], told["data"]["level"]) == ("duty.call", duty.public_id, "now")
    assert duty.public_id in told["data"]["text"]
    for private in (b"Otter", b"Jo", b"@", b"Max"):
        assert private not in body


def test_a_provider_that_fails_sends_it_to_the_next_way_at_once(called: Calling) -> None:
    called.raises(Level.URGENT)
    called.post.how = "later"
    called.rounds()
    assert (called.letters, called.pages) == ([], [])
    called.rounds(seconds=1)
    assert called.pages == ["jo"]
    called.post.how = "takes"
    called.rounds(seconds=20)
    assert called.letters == ["jo"], "and the letter is tried again until it goes"


def test_when_no_way_goes_through_the_next_person_is_called_at_once(called: Calling) -> None:
    called.raises(Level.URGENT)
    called.post.unknown, called.pager.status = {"jo@charity.example"}, 500
    called.rounds()
    called.rounds(seconds=1)
    called.rounds(seconds=1)
    assert called.letters == ["max"]
    called.post.how = "refuses"
    for _ in range(3):
        called.rounds(seconds=1)
    assert called.letters == [], "the deputy was reached, so that nobody else need be before their time"


def test_a_provider_that_hangs_holds_nobody_up(called: Calling) -> None:
    called.raises(Level.URGENT)
    called.post.how = "silent"
    called.rounds(settle=False)
    assert called.post.reached.acquire(timeout=PATIENCE_SECONDS)
    called.rounds(seconds=A_WHILE, settle=False)
    assert called.pager.reached.acquire(timeout=PATIENCE_SECONDS)
    assert called.pages == ["jo"]


def test_cut_off_between_commit_and_send_it_is_told_again_under_the_same_name(called: Calling) -> None:
    called.raises()
    called.rounds()
    before = sorted(called.pager.ids)
    # As a loop that was killed leaves them: on their way, and nobody knows whether they went.
    DutyCall.objects.exclude(way="screen").update(
        told_at=None, handing_at=called.now, claimed_until=called.now + timedelta(seconds=30)
    )
    called.rounds(seconds=29)
    assert called.pages == [*ALL, "sam"], "nobody knows of the others, so that the next is called"
    called.rounds(seconds=1)
    assert sorted(called.pager.ids) == before
    assert called.letters == sorted([*ALL, *ALL, "sam"])


def test_after_ten_minutes_without_a_loop_it_is_told_at_once_and_as_high_up_as_it_should_be(called: Calling) -> None:
    called.raises()
    called.rounds()
    assert called.letters == ALL
    called.rounds(seconds=600)
    assert called.letters == ["jo", "kit", "lou", "max", "sam"]
    assert Duty.objects.get().round == 5
    called.rounds(seconds=119)
    assert called.letters == []


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_jumps_loses_nothing_and_skips_no_answer(called: Calling, hours: int) -> None:
    duty = called.raises()
    called.rounds()
    assert called.letters == ALL
    called.rounds(seconds=hours * 3600)
    assert set(ALL) <= set(called.letters)
    called.rounds(seconds=120)
    assert "jo" in called.letters, "and goes on by the new clock"
    called.raises(ref="two")
    called.rounds(seconds=-hours * 3600)
    assert "jo" in called.letters
    for each in (duty, Duty.objects.get(ref="two")):
        assert answer(each, called.evening.lead, called.now)
    called.rounds(seconds=hours * 3600)
    assert called.letters == []


def test_an_answer_that_comes_while_a_call_is_claimed_stops_it(
    called: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = called.raises()
    begun = []
    monkeypatch.setattr(Errand, "__call__", lambda errand: begun.append(errand))
    called.rounds()
    assert len(begun) == 6
    monkeypatch.undo()
    answer(duty, called.evening.lead, called.now)
    for errand in begun:
        errand()
    assert (called.letters, called.pages) == ([], [])


def test_whoever_is_away_or_has_no_email_is_no_reason_to_tell_nobody(called: Calling, settings: Settings) -> None:
    settings.DUTY_WEBHOOK = None
    called.evening.lead.email = None
    called.evening.lead.save()
    called.raises(Level.URGENT)
    called.rounds()
    assert called.letters == ["max"]


def test_a_house_that_can_send_nothing_shows_it_on_pages_and_climbs_on_time(
    called: Calling, settings: Settings
) -> None:
    settings.DUTY_WEBHOOK, settings.POST_IS_SET_UP = None, False
    called.raises(Level.URGENT)
    called.rounds()
    shown = DutyCall.objects.values_list("staff__name", "way", "told_at")
    assert list(shown) == [("Jo", "screen", called.now)]


def test_nobody_is_called_twice_in_a_round_by_two_loops(called: Calling) -> None:
    for number in range(5):
        called.raises(ref=str(number))
    for _ in range(5):
        called.rounds(seconds=1)
    assert called.letters == sorted(ALL * 5)
    assert len(set(called.pager.ids)) == len(called.pager.ids) == 15
    assert not DutyCall.objects.filter(tries__gt=1).exists()


def test_what_is_posted_of_a_worry_about_an_adult_is_what_is_posted_of_anything(called: Calling) -> None:
    for kind in (Kind.ADULT, Kind.CONCERN):
        called.raises(kind=kind, ref=kind)
    called.rounds()
    told = [json.loads(body)["data"] for _, body in called.pager.got]
    assert len({frozenset(one) for one in told}) == 1, "the same fields"
    lead = called.evening.lead.public_id
    one, other = ({**data, "reference": "", "text": "", "link": ""} for data in told if data["to"] == lead)
    assert one == other
    assert "adult" not in repr(told)


def test_a_worry_about_the_lead_is_told_to_deputy_and_trustee_alone(called: Calling, settings: Settings) -> None:
    settings.TRUSTEE_EMAIL = "lou@charity.example"
    called.raises(Level.URGENT, Kind.ADULT, about_staff=called.evening.lead)
    called.rounds()
    assert called.letters == ["lou", "max"]
    for _ in range(20):
        called.rounds(seconds=300)
    assert set(called.letters) == {"lou", "max"}
    assert called.pages == []


def test_the_log_says_nothing_of_whom_and_what(called: Calling, caplog: pytest.LogCaptureFixture) -> None:
    called.post.how, called.pager.status = "refuses", 500
    called.raises(seat=called.evening.otter)
    called.rounds()
    called.rounds(seconds=1)
    assert "chore tell of duties done" in caplog.text or caplog.text == ""
    for private in ("charity.example", "Otter", "Jo"):
        assert private not in caplog.text
