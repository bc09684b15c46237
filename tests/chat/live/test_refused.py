"""At the door: who is not let in, by which code, and that they hear nothing on the way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from cohorts.access import cookie_name
from cohorts.actions import leave_staff, open_for, remove_from_shift, sign_out, take_seat, withdraw
from cohorts.models import Role, SignIn
from tests import cast
from tests.cast import Evening
from tests.chat.house import House, Visitor, running
from tests.chat.live.clock import Clock
from tests.chat.live.doors import knock
from tests.chat.live.rows import in_database, stored


def refused(visitor: Visitor, code: int) -> bool:
    """Closed with this code and told nothing at all."""
    assert (visitor.close_code, visitor.frames) == (code, [])
    return True


async def sign_in_of(evening: Evening, who: cast.Person, **changes: Any) -> None:
    rows = SignIn.objects.filter(public_id=evening.as_id(who))
    assert await in_database(lambda: rows.update(**changes))


async def test_without_a_cookie_of_ours_nobody_is_signed_in(house: House) -> None:
    for cookie in (None, "", "sessionid=1; theme=dark", "alcove=1", "alcove_", ";;;=;", "\xff\xfe=\xff"):
        assert refused(await knock(house, cookie), 4401)


async def test_a_cookie_that_is_not_quite_right_opens_nothing(house: House) -> None:
    evening = house.evening
    name, token = cookie_name(evening.as_id(evening.otter)), evening.token(evening.otter)
    other = cookie_name(evening.as_id(evening.heron))
    for cookie in (
        f"{name}=", f"{name}={token[:-1]}", f"{name}={token}x", f"{name}={token.swapcase()}", f"{other}={token}",
        f"{name}x={token}", f"{cookie_name('nobody')}={token}", f"{name}={evening.as_id(evening.otter)}",
    ):  # fmt: skip
        assert refused(await knock(house, cookie), 4401)
    assert (await knock(house, f"theme=dark; {name}={token}; x=y")).close_code is None, "the true one does"


async def test_several_identities_need_to_say_which(house: House) -> None:
    evening = house.evening
    both = evening.cookie(evening.otter, evening.heron)
    assert refused(await knock(house, both), 4401)
    assert refused(await knock(house, both, query=f"as={evening.as_id(evening.hare)}"), 4401)
    assert refused(await knock(house, both, query="as="), 4401)
    assert refused(await knock(house, evening.cookie(evening.otter), query=f"as={evening.as_id(evening.heron)}"), 4401)
    heron = await knock(house, both, query=f"as={evening.as_id(evening.heron)}")
    assert heron.welcome["you"]["seat"] == 2


async def test_a_sign_in_that_has_ended_or_run_out_is_none(house: House) -> None:
    evening = house.evening
    assert await in_database(lambda: sign_out(evening.opened[evening.otter.public_id].sign_in, timezone.now()))
    assert refused(await house.enter(evening.otter), 4401)
    await sign_in_of(evening, evening.heron, expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(await house.enter(evening.heron), 4401)
    await sign_in_of(evening, evening.counsellor, expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(await house.enter(evening.counsellor), 4401)


async def test_a_sign_in_that_began_almost_a_day_ago_outlasts_the_evening_it_enters(house: House, clock: Clock) -> None:
    evening, page = house.evening, reverse("chat:room", args=[house.evening.session.public_id])
    await sign_in_of(evening, evening.otter, expires_at=timezone.now() + timedelta(minutes=10))
    otter, cookie = await house.enter(evening.otter), evening.cookie(evening.otter)
    assert (await in_database(lambda: Client(headers={"cookie": cookie}).get(page))).status_code == 200
    await clock.forward(minutes=15)
    assert (await otter.ask("whisper", body="still here"))["type"] == "ok"
    assert (await house.enter(evening.otter)).close_code is None, "nor does a line that was lost put anybody out"


async def test_a_demo_sign_in_counts_only_while_the_demo_is_on(
    an_evening: Callable[..., Any], settings: Settings
) -> None:
    async with running(await an_evening("open", demo=True)) as house:
        settings.DEMO = False
        for who in (house.evening.otter, house.evening.counsellor):
            assert refused(await house.enter(who), 4401)
        settings.DEMO = True
        assert (await house.enter(house.evening.counsellor)).close_code is None


async def test_who_gave_the_seat_up_or_left_the_house_no_longer_has_a_place(house: House) -> None:
    evening = house.evening
    assert await in_database(lambda: withdraw(evening.badger, timezone.now()))
    assert refused(await house.enter(evening.badger), 4403)
    assert await in_database(lambda: leave_staff(evening.volunteer, timezone.now()))
    assert refused(await house.enter(evening.volunteer), 4403)


async def test_who_was_put_out_no_longer_has_a_place_until_brought_back(house: House) -> None:
    sam = await house.enter(house.evening.counsellor)
    assert (await sam.ask("eject", seat=4, reason="the last step"))["type"] == "ok"
    assert refused(await house.enter(house.evening.wren), 4403)
    assert (await sam.ask("readmit", seat=4))["type"] == "ok"
    assert (await house.enter(house.evening.wren)).close_code is None


async def test_a_session_that_is_not_there_is_not_there_for_anybody(house: House) -> None:
    evening = house.evening
    for session in ("nobody-here0", "x", "%00", "a" * 500, "ünïcödé", "'; DROP TABLE chat_entry; --", "\x00"):
        for who in (evening.otter, evening.counsellor):
            assert refused(await knock(house, evening.cookie(who), session=session), 4404)


async def test_who_never_had_a_place_here_finds_no_session(house: House) -> None:
    evening = house.evening
    for who in (evening.stranger, evening.coordinator, evening.lead):
        assert refused(await house.enter(who), 4404)
    assert await in_database(lambda: remove_from_shift(evening.session, evening.volunteer))
    assert refused(await house.enter(evening.volunteer), 4404)
    for who in (evening.otter, evening.counsellor):
        assert refused(await house.enter(who, session=evening.elsewhere.public_id), 4404)


async def test_a_shift_makes_no_facilitator_of_a_coordinator(house: House) -> None:
    evening = house.evening
    await in_database(lambda: cast.shift(evening.session, evening.coordinator))
    assert refused(await house.enter(evening.coordinator), 4404)
    await in_database(lambda: type(evening.volunteer).objects.filter(pk=evening.volunteer.pk).update(role=Role.LEAD))
    assert refused(await house.enter(evening.volunteer), 4404)


async def test_whoever_gets_a_number_after_the_session_finds_nothing_of_it(house: House) -> None:
    evening, later = house.evening, timezone.now() + timedelta(hours=3)
    hare = await house.enter(evening.hare)
    assert (await hare.ask("whisper", body="only for you"))["type"] == "ok"

    def hand_on() -> str:
        withdraw(evening.hare, later)
        taken = take_seat(evening.cohort, "Hazel Finch", later)
        assert taken.seat.number == 3
        opened = open_for(taken.seat, later)
        return f"{cookie_name(opened.sign_in.public_id)}={opened.token}"

    assert refused(await knock(house, await in_database(hand_on)), 4404)


async def test_knocking_with_anything_at_all_troubles_nobody_else(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    evening = house.evening
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    name, token = cookie_name(evening.as_id(evening.heron)), evening.token(evening.heron)
    before = len(await stored(evening.session))
    for cookie in (
        f"{name}={token}\x00", f"{name}\x00={token}", f"alcove_\x00={token}", f"alcove_{'x' * 5000}={token}",
        f"{name}={'y' * 5000}", "; ".join(f"alcove_{number}={number}" for number in range(500)),
    ):  # fmt: skip
        assert refused(await knock(house, cookie), 4401)
        assert refused(await knock(house, cookie, query="as=%00"), 4401)
        assert (await knock(house, cookie, session="\x00")).close_code in {4401, 4404}
        assert (await otter.ask("say", body="undisturbed"))["type"] in {"ok", "no"}
    assert len(await stored(evening.session)) > before
    assert "a batch" not in caplog.text, "no knock makes the writer try anything twice"
