"""Each is told once, or skipped with its reason, whoever tells and whatever breaks meanwhile."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from cohorts.models import Contact, Heartbeat, Kind, Seat, Session, Telling, Way
from cohorts.models.telling import CLAIM
from cohorts.telling import sending
from cohorts.telling.errand import Errand
from cohorts.telling.outcome import Outcome
from tests.cohorts.telling.conftest import SECONDS, SECRET, Told

pytestmark = pytest.mark.django_db(transaction=True)
A_CLAIM = CLAIM.total_seconds() / 60


def test_two_loops_tell_each_once_by_letter_or_by_text(told: Told) -> None:
    evening = told.evening
    told.tell(Kind.START, *evening.seats)
    for _ in range(3):
        told.rounds(minutes=1)
    assert told.post.whom == ["hare@example.org", "otter@example.org"]
    assert len(told.texts.got) == 1
    assert told.outbox()[:4] == [
        ("Teal Otter", "told"), ("Amber Heron", "told"), ("Indigo Hare", "told"), ("Coral Wren", "no_contact"),
    ]  # fmt: skip
    assert list(Telling.objects.filter(told_at__isnull=False).order_by("pk").values_list("way", flat=True)) == [
        Way.EMAIL, Way.TEXT, Way.EMAIL,
    ]  # fmt: skip


def test_a_text_is_signed_so_that_whoever_sends_it_knows_that_it_is_ours(told: Told) -> None:
    told.tell(Kind.START, told.evening.heron)
    told.rounds()
    ((headers, body),) = told.texts.got
    signed = ".".join((headers["webhook-id"], headers["webhook-timestamp"], body.decode())).encode()
    mark = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mark}"
    assert int(headers["webhook-timestamp"]) == int(told.now.timestamp())
    sent = json.loads(body)
    assert (sent["type"], sent["data"]["to"]) == ("text.send", "+447400123456")
    assert "Amber Heron" not in body.decode()


def test_a_loop_killed_before_it_handed_over_is_replaced(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    told.tell(Kind.START, told.evening.otter, told.evening.heron)
    with monkeypatch.context() as killed:
        for hands in sending.HANDS.values():
            killed.setattr(hands, "run", lambda _errand: None)
        told.rounds()
    told.rounds(minutes=A_CLAIM - 0.1)
    assert told.outbox() == [("Teal Otter", "waits"), ("Amber Heron", "waits")]
    assert told.post.taken == [], "while the claim lasts nobody else takes it up"
    told.rounds(minutes=0.1)
    assert (told.post.whom, len(told.texts.got)) == (["otter@example.org"], 1)
    assert told.outbox() == [("Teal Otter", "told"), ("Amber Heron", "told")]


def test_one_killed_before_it_noted_the_end_tells_no_letter_twice_and_a_text_under_the_same_id(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.tell(Kind.START, told.evening.otter, told.evening.heron)
    with monkeypatch.context() as killed:
        killed.setattr("cohorts.telling.errand.Errand._note", lambda *_: None)
        told.rounds()
    assert (told.post.whom, len(told.texts.got)) == (["otter@example.org"], 1)
    told.rounds(minutes=A_CLAIM)
    told.rounds(minutes=A_CLAIM)
    assert told.post.whom == ["otter@example.org"]
    assert told.texts.ids == [told.texts.ids[0]] * 2
    assert told.outbox() == [("Teal Otter", "unsure"), ("Amber Heron", "told")]


def test_a_way_back_is_sent_once_by_text_as_well(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    told.tell(Kind.WAY_BACK, told.evening.heron, about=False)
    with monkeypatch.context() as killed:
        killed.setattr("cohorts.telling.errand.Errand._note", lambda *_: None)
        told.rounds()
    told.rounds(minutes=A_CLAIM)
    assert len(told.texts.got) == 1, "a second would have ended the link of the first"
    assert told.outbox() == [("Amber Heron", "unsure")]


@pytest.mark.parametrize("minutes", [120, -120])
def test_a_clock_that_jumps_tells_nobody_twice_and_leaves_nobody_out(told: Told, minutes: int) -> None:
    told.tell(Kind.START, told.evening.otter, hours=6)
    told.rounds()
    told.tell(Kind.CANCELLED, told.evening.hare, hours=6)
    told.rounds(minutes=minutes)
    told.rounds(minutes=1)
    told.rounds(minutes=max(0, -minutes))
    assert told.post.whom == ["hare@example.org", "otter@example.org"]
    assert told.outbox() == [("Teal Otter", "told"), ("Indigo Hare", "told")]


def test_a_clock_put_back_while_something_is_claimed_does_not_keep_it(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.tell(Kind.START, told.evening.otter, hours=6)
    told.now += timedelta(hours=2)
    with monkeypatch.context() as killed:
        for hands in sending.HANDS.values():
            killed.setattr(hands, "run", lambda _errand: None)
        told.rounds()
    told.rounds(minutes=-119)
    assert told.post.whom == ["otter@example.org"]


def test_after_three_hours_down_what_is_too_late_is_skipped_and_the_rest_told(told: Told) -> None:
    told.tell(Kind.START, told.evening.otter, hours=1)
    told.tell(Kind.CANCELLED, told.evening.hare, hours=24)
    told.rounds(minutes=180)
    told.rounds(minutes=1)
    assert told.outbox() == [("Teal Otter", "late"), ("Indigo Hare", "told")]
    assert told.post.whom == ["hare@example.org"]


@pytest.mark.parametrize("how", ["knows_us_not", "is_full", "later", "hangs_up"])
def test_what_did_not_go_is_tried_again_with_growing_pauses_until_it_is_too_late(told: Told, how: str) -> None:
    told.post.how = how
    told.tell(Kind.START, told.evening.otter, told.evening.hare, hours=1)
    for minutes, tries in ((0, 1), (0.5, 1), (0.5, 2), (4, 2), (1, 3)):
        told.rounds(minutes=minutes)
        assert {row.tries for row in Telling.objects.all()} == {tries}
    told.post.how = "takes"
    Telling.objects.filter(seat=told.evening.hare).update(next_at=told.now)
    told.rounds(minutes=0.1)
    told.rounds(minutes=60)
    assert told.post.whom == ["hare@example.org"]
    assert told.outbox() == [("Teal Otter", "no_answer"), ("Indigo Hare", "told")]


def test_what_their_post_refuses_for_good_ends_at_once_and_says_so(told: Told) -> None:
    told.post.unknown = {"otter@example.org"}
    told.tell(Kind.START, told.evening.otter, told.evening.hare, hours=6)
    told.rounds()
    assert told.outbox() == [("Teal Otter", "refused"), ("Indigo Hare", "told")]
    told.post.unknown = set()
    told.rounds(minutes=240)
    assert told.post.whom == ["hare@example.org"], "what was refused is not sent again"
    told.tell(Kind.CANCELLED, told.evening.otter)
    told.rounds(minutes=1)
    assert told.post.whom == ["hare@example.org", "otter@example.org"], "the next thing is tried all the same"


def test_a_line_that_breaks_after_the_last_byte_is_never_tried_again(told: Told) -> None:
    told.post.how = "hangs_up_after"
    told.tell(Kind.START, told.evening.otter)
    for _ in range(4):
        told.rounds(minutes=10)
    assert told.post.whom == ["otter@example.org"]
    assert told.outbox() == [("Teal Otter", "unsure")]


def test_one_that_answers_too_late_may_have_taken_it(told: Told, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT, told.post.how = 0.2, "waits_after"
    told.tell(Kind.START, told.evening.otter)
    told.rounds()
    told.rounds(minutes=10)
    assert told.post.whom == ["otter@example.org"]
    assert told.outbox() == [("Teal Otter", "unsure")]


def test_a_sender_of_texts_that_fails_is_asked_again_under_the_same_id(told: Told) -> None:
    told.texts.status = 500
    told.tell(Kind.START, told.evening.heron, hours=1)
    for minutes in (0, 1, 5):
        told.rounds(minutes=minutes)
    assert len(told.texts.ids) == 3
    assert len(set(told.texts.ids)) == 1
    told.rounds(minutes=60)
    assert told.outbox() == [("Amber Heron", "no_answer")]


def test_a_provider_that_hangs_holds_up_neither_the_other_way_nor_other_duties(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.texts.waits = True
    for nth in range(6):
        told.tell(Kind.MOVED, told.evening.heron, occasion=str(nth))
    told.rounds(settle=False)
    assert all(told.texts.reached.acquire(timeout=SECONDS) for _ in range(4))
    told.tell(Kind.START, told.evening.otter)
    told.rounds(minutes=0.5, settle=False)
    assert told.post.reached.acquire(timeout=SECONDS)
    before, beat = told.others, Heartbeat.objects.latest("beat_at").beat_at
    monkeypatch.setattr("cohorts.duties.loop.BEAT_SECONDS", 0)
    for loop in told.loops:
        monkeypatch.setattr(loop, "_next_beat", 0)
    told.rounds(minutes=0.5, settle=False)
    assert told.others > before
    assert Heartbeat.objects.latest("beat_at").beat_at > beat
    assert (told.post.whom, len(told.texts.got)) == (["otter@example.org"], 4), "no more texts than there are hands"
    told.texts.waits = False
    told.texts.go_on.set()
    told.settle()
    told.rounds(minutes=1)
    assert len(set(told.texts.ids)) == len(told.texts.ids) == 6
    assert {end for _, end in told.outbox()} == {"told"}


def test_what_is_no_longer_so_is_dropped(told: Told) -> None:
    evening = told.evening
    told.tell(Kind.START, evening.otter, evening.hare)
    Seat.objects.filter(pk=evening.hare.pk).update(withdrawn_at=told.now)
    Session.objects.filter(pk=evening.session.pk).update(starts_at=evening.session.starts_at + timedelta(minutes=5))
    told.rounds()
    assert (told.outbox(), told.post.taken) == ([], [])


def test_a_contact_that_cannot_be_read_is_a_reason_and_stops_nobody_else(told: Told) -> None:
    Contact.objects.filter(seat=told.evening.otter).update(sealed=b"not as it was written")
    told.tell(Kind.START, told.evening.otter, told.evening.hare)
    told.rounds()
    assert told.outbox() == [("Teal Otter", "unreadable"), ("Indigo Hare", "told")]


def test_nothing_that_is_logged_names_whom_it_was_for(told: Told, caplog: pytest.LogCaptureFixture) -> None:
    told.post.how = "refuses"
    told.tell(Kind.START, *told.evening.seats)
    told.rounds()
    assert "tell what is due" in caplog.text
    assert not any(word in caplog.text for word in ("otter@", "07400", "447400", "Otter", "nobody here"))


def test_what_came_of_it_is_noted_once_the_database_is_back(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cohorts.telling.errand.NOTING_PAUSE_SECONDS", 0)
    write_down, away = Errand._write_down, iter((True, True, False))

    def fails_twice(errand: Errand, outcome: Outcome, now: datetime) -> None:
        if next(away):
            raise DatabaseError("private words")
        write_down(errand, outcome, now)

    monkeypatch.setattr(Errand, "_write_down", fails_twice)
    told.tell(Kind.START, told.evening.otter)
    told.rounds()
    assert (told.post.whom, told.outbox()) == (["otter@example.org"], [("Teal Otter", "told")])


def test_many_are_told_in_one_round_and_one_that_fails_stops_none_of_them(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    for nth in range(12):
        told.tell(Kind.MOVED, told.evening.otter, about=nth != 0, occasion=str(nth))
    told.rounds()
    assert len(told.post.taken) == 11
    assert [end for _, end in told.outbox()].count("told") == 11
    assert "something was not told: ValueError" in caplog.text
