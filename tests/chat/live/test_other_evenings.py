"""What belongs to another evening says nothing of this one: visits of days ago, and who has a number afterwards."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from chat.models import PresenceRow
from cohorts.actions import take_seat, withdraw
from tests.cast import Evening
from tests.chat.house import House, running
from tests.chat.live.doors import knock
from tests.chat.live.rows import in_database


async def test_a_visit_from_before_the_lobby_opened_is_nobody_here_tonight(evening: Evening) -> None:
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor)
        await sam.leave()
    long_ago = timezone.now() - timedelta(days=3)
    assert await in_database(lambda: PresenceRow.objects.update(entered_at=long_ago, left_at=long_ago)) == 1
    async with running(evening) as house:
        otter = await house.enter(evening.otter)
        assert [line["seat"] for line in otter.welcome["people"]] == [1]


async def test_words_stay_under_the_name_of_who_said_them(evening: Evening) -> None:
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        assert (await (await house.enter(evening.hare)).ask("say", body="hello"))["type"] == "ok"
    await in_database(lambda: _ends_and_another_takes_the_number(evening))
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor)
        names = [line["name"] for line in sam.welcome["people"] if line["seat"] == 3]
        assert names == [evening.hare.name]
        assert (await sam.ask("whisper", seat=3, body="how are you?"))["type"] == "no"


def _ends_and_another_takes_the_number(evening: Evening) -> None:
    now, session = timezone.now(), evening.session
    assert withdraw(evening.hare, now)
    shift = session.closes_at - now + timedelta(minutes=1)
    session.opens_at -= shift
    session.starts_at -= shift
    session.ends_at -= shift
    session.closes_at -= shift
    session.save()
    taken = take_seat(evening.cohort, "Quiet Newt", now)
    assert taken.seat.number == evening.hare.number


async def test_who_is_not_signed_in_learns_nothing_of_what_is_here(house: House) -> None:
    forged = f"alcove_{house.evening.as_id(house.evening.otter)}=forged"
    for session in (house.evening.session.public_id, "not-a-session"):
        for cookie in (None, forged):
            assert (await knock(house, cookie, session=session)).close_code == 4401
        assert (await house.enter(house.evening.stranger, session=session)).close_code == 4404
