"""A seat's history: for the staff of its group, read back whole, each reading an act; for anybody else not there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import guard
from chat.erasing import erase
from chat.models import EntryRow
from cohorts.models import Act, Seat, Session
from cohorts.models.session import STAYS_BEHIND
from facilitator.history import picture
from tests import cast
from tests.chat.house import Frame
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.chat.verdicts import judged
from tests.cohorts.doors import browser

pytestmark = pytest.mark.django_db(transaction=True)


def _page(seat: Seat) -> str:
    return f"/staff/seats/{seat.public_id}/"


async def test_staff_read_back_what_a_young_person_said_and_what_was_done_and_nothing_of_the_others(
    company: Company,
) -> None:
    evening = company.house.evening
    await company.otter.ask("say", body="words of otter")
    await company.otter.ask("whisper", body="a private word of otter")
    await company.hare.ask("checkin", when="in", mood=2, goal=7)
    gone = (await company.hare.ask("say", body="words that were taken out"))["pos"]
    await company.hare.ask("whisper", body="a private word")
    await company.counsellor.ask("whisper", seat=3, body="I am here")
    await company.counsellor.ask("remove", pos=gone, reason="a school in it")
    await company.counsellor.ask("mute", seat=3, seconds=60, reason="loud tonight")
    await company.otter.ask("worry", about="person", seat=3, body="is hare all right?")
    flag = await company.counsellor.entry("flag")
    await company.volunteer.ask("flag_done", pos=flag["pos"], outcome="talked, fine")
    await company.counsellor.ask("note", body="nothing about anybody")
    await company.counsellor.ask("concern", seat=3, level="concern", body="sealed words")

    def read() -> str:
        page = browser(evening, evening.volunteer).get(_page(evening.hare))
        return page.content.decode()

    page = await in_database(read)
    for words in (
        *("words that were taken out", "out of the room", "a private word", "I am here", "a school in it"),
        *("loud tonight", "is hare all right?", "talked, fine", "Concern: the same day. Raised by Sam", "<svg"),
    ):
        assert words in page, words
    for words in ("words of otter", "a private word of otter", "nothing about anybody", "sealed words"):
        assert words not in page, words
    assert page.index("words that were taken out") < page.index("a private word")
    act = await in_database(lambda: Act.objects.select_related("by").get(verb="history_read"))
    assert (act.by, act.about) == (evening.volunteer, {"seat": evening.hare.public_id})

    def erase() -> str:
        EntryRow.objects.filter(session=evening.session, stream="seat:3").update(sealed=b"")
        return read()

    assert "not kept in words any more" in await in_database(erase)


async def test_what_was_erased_of_one_young_person_is_missing_from_nobody_elses_history(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = company.house.evening
    monkeypatch.setattr(guard, "read", lambda _: judged("hold", kind="meet", level="now"))
    await company.otter.ask("say", body="words of otter")
    monkeypatch.setattr(guard, "read", lambda _: guard.PASS)
    await company.otter.ask("worry", about="person", seat=2, body="is heron all right?")
    await company.heron.ask("say", body="words of heron")
    await company.told()

    def erased() -> tuple[str, str]:
        closed = timezone.now() - STAYS_BEHIND - timedelta(minutes=1)
        times = {"opens_at": closed - timedelta(hours=2), "starts_at": closed - timedelta(hours=1)}
        Session.objects.filter(pk=evening.session.pk).update(**times, ends_at=closed, closes_at=closed)
        Seat.objects.filter(cohort=evening.cohort).update(taken_at=times["opens_at"])
        assert erase(Seat.objects.filter(pk=evening.otter.pk), timezone.now())
        sam = browser(evening, evening.counsellor)
        return sam.get(_page(evening.otter)).content.decode(), sam.get(_page(evening.heron)).content.decode()

    otter, heron = await in_database(erased)
    assert "words of otter" not in otter
    assert "not kept in words any more" in otter
    assert "words of heron" in heron
    assert "not kept in words any more" not in heron


async def test_a_number_given_in_the_script_is_read_back_with_what_was_asked(company: Company) -> None:
    """Week 7 asks facilitators to compare it with week 1, weeks after the console that showed it has closed."""
    evening, sam = company.house.evening, company.counsellor
    scale: Frame = {"kind": "scale", "options": ["very far away", "I am there"]}
    goal = await sam.ask("prompt", body="Think of it.\nHow near to it do you feel today?\nOnly we see it.", **scale)
    await company.hare.ask("answer", prompt=goal["pos"], value=4)
    await company.otter.ask("answer", prompt=goal["pos"], value=9)
    poll = await sam.ask("prompt", body="Pick one", kind="poll", options=["a walk", "music"])
    await company.hare.ask("answer", prompt=poll["pos"], value=1)
    await company.told()
    page = await in_database(lambda: browser(evening, evening.volunteer).get(_page(evening.hare)).content.decode())
    assert "How near to it do you feel today? – 4 of 10" in page
    assert "Pick one – music" in page
    for words in ("9 of 10", "a walk", "very far away"):
        assert words not in page, words


def test_it_begins_with_the_last_evening_there_was_and_lists_none_to_come_or_that_was_cancelled() -> None:
    evening, now = cast.evening("over"), timezone.now()
    cast.session(evening.cohort, "waiting", now)
    cancelled = cast.session(evening.cohort, "open", now)
    Session.objects.filter(pk=cancelled.pk).update(cancelled_at=now)
    page = browser(evening, evening.counsellor).get(_page(evening.hare))
    assert [one.session for one in page.context["evenings"]] == [evening.session]


async def test_a_number_that_was_somebody_elses_shows_only_the_evenings_of_its_holder(company: Company) -> None:
    evening = company.house.evening
    await company.hare.ask("say", body="words of the first")

    def pass_on() -> tuple[str, str]:
        closed = timezone.now() - timedelta(minutes=1)
        times = {"opens_at": closed - timedelta(hours=2), "starts_at": closed - timedelta(hours=1)}
        Session.objects.filter(pk=evening.session.pk).update(**times, ends_at=closed, closes_at=closed)
        Seat.objects.filter(pk=evening.hare.pk).update(withdrawn_at=closed)
        new = Seat.objects.create(
            cohort=evening.cohort, number=3, name="Misty Doe", code_digest="x", taken_at=timezone.now()
        )
        sam = browser(evening, evening.counsellor)
        return sam.get(_page(evening.hare)).content.decode(), sam.get(_page(new)).content.decode()

    first, second = await in_database(pass_on)
    assert "words of the first" in first
    assert "Misty Doe" in second
    assert "words of the first" not in second


async def test_the_console_sets_a_mood_against_the_last_one_its_holder_came_in_with_and_reading_it_is_an_act(
    company: Company,
) -> None:
    evening = company.house.evening
    for mood in (4, 2):
        await company.hare.ask("checkin", when="in", mood=mood)
    await company.hare.ask("checkin", when="out", mood=5, body="sealed words of hare")
    await company.heron.ask("checkin", when="in")
    await company.otter.ask("checkin", when="in", mood=3)
    await company.told()

    def look() -> tuple[str, str, int]:
        sam, now = browser(evening, evening.counsellor), timezone.now()
        tonight = sam.get(f"/console/{evening.session.public_id}/").content.decode()
        following = cast.session(evening.cohort, "lobby", now)
        cast.shift(following, evening.counsellor)
        closed = now - timedelta(minutes=30)
        Seat.objects.filter(pk=evening.otter.pk).update(withdrawn_at=closed)
        Seat.objects.create(cohort=evening.cohort, number=1, name="Misty Doe", code_digest="x", taken_at=now)
        assert not Act.objects.filter(verb="moods_read").exists(), "nothing came before tonight"
        with CaptureQueriesContext(connection) as queries:
            after = sam.get(f"/console/{following.public_id}/").content.decode()
        asked = sum('"chat_entry"' in one["sql"] and "checkin" in one["sql"] for one in queries)
        return tonight, after, asked

    tonight, after, asked = await in_database(look)
    assert 'data-moods="{}"' in tonight
    assert 'data-moods="{&quot;3&quot;: 2}"' in after
    assert "sealed words" not in after
    assert asked == 1
    acts = await in_database(lambda: list(Act.objects.filter(verb="moods_read").values_list("by", flat=True)))
    assert acts == [evening.counsellor.pk]


@pytest.mark.parametrize("who", ["lead", "coordinator", "otter", "stranger"])
def test_for_whoever_does_not_work_with_the_group_it_is_not_there(who: str) -> None:
    evening = cast.evening()
    one = browser(evening, getattr(evening, who))
    hidden, unknown = one.get(_page(evening.hare)), one.get("/staff/seats/not-there/")
    assert hidden.status_code == unknown.status_code
    assert hidden.status_code in {302, 404}
    assert browser(evening, evening.counsellor).get(_page(evening.stranger)).status_code == 404
    assert not Act.objects.filter(verb="history_read").exists()


def test_the_picture_holds_what_was_said_in_its_frame_and_draws_nothing_nobody_said() -> None:
    drawn = picture.draw([("1 May", 5, 0), ("1 May", None, 10), ("8 May", 1, None), ("15 May", 3, 4)])
    assert [[point.value for point in line] for line in drawn.moods] == [[5], [1, 3]]
    assert [[point.value for point in line] for line in drawn.goals] == [[0, 10], [4]]
    points = [point for line in (*drawn.moods, *drawn.goals) for point in line]
    assert all(picture.LEFT <= point.x <= picture.WIDTH - picture.RIGHT for point in points)
    assert all(picture.TOP <= point.y <= picture.HEIGHT - picture.BOTTOM for point in points)
    assert [label for _, label in drawn.labels] == ["1 May", "8 May", "15 May"]
    (alone,) = picture.draw([("1 May", 1, None)]).moods
    assert picture.LEFT < alone[0].x < picture.WIDTH
