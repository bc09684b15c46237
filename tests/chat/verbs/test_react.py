"""react: small kind signs under a message."""

from __future__ import annotations

import pytest

from chat.verbs.react import EMOJI
from tests.chat.house import Frame

from .company import Company, entry


@pytest.mark.parametrize("emoji", EMOJI)
async def test_every_sign_of_the_set_is_heard_by_all(company: Company, emoji: str) -> None:
    message = await company.otter.ask("say", body="I told my sister")
    await company.told()
    ok = await company.heron.ask("react", pos=message["pos"], emoji=emoji, on=True)
    told = await company.told()
    reaction = entry(ok, "reaction", {"seat": 2}, of=message["pos"], emoji=emoji, on=True)
    assert told.heron == [{**reaction, "ref": ok["ref"]}]
    assert told.otter == told.hare == told.counsellor == told.volunteer == [reaction]


async def test_a_sign_is_put_on_once_and_taken_back_once(company: Company) -> None:
    message = await company.otter.ask("say", body="hello")
    sign: Frame = {"pos": message["pos"], "emoji": EMOJI[0]}
    assert (await company.heron.ask("react", on=False, **sign))["code"] == "already"
    assert (await company.heron.ask("react", on=True, **sign))["type"] == "ok"
    assert (await company.heron.ask("react", on=True, **sign))["code"] == "already"
    assert (await company.hare.ask("react", on=True, **sign))["type"] == "ok"
    assert (await company.heron.ask("react", on=False, **sign))["type"] == "ok"
    told = await company.told()
    assert [(each["from"]["seat"], each["on"]) for each in told.otter[1:]] == [(2, True), (3, True), (2, False)]


async def test_staff_give_signs_too(company: Company) -> None:
    message = await company.otter.ask("say", body="hello")
    ok = await company.volunteer.ask("react", pos=message["pos"], emoji=EMOJI[1], on=True)
    assert (await company.otter.entry("reaction", pos=ok["pos"]))["from"] == company.ali


@pytest.mark.parametrize("emoji", ["👎", "💊", "x", "💜💜", " 💜"])
async def test_nothing_else_is_a_sign(company: Company, emoji: str) -> None:
    message = await company.otter.ask("say", body="hello")
    assert (await company.heron.ask("react", pos=message["pos"], emoji=emoji, on=True))["code"] == "not_allowed"
    assert len((await company.told()).otter) == 1


async def test_only_a_message_that_stands_can_be_given_a_sign(company: Company) -> None:
    message = await company.otter.ask("say", body="hello")
    sign: Frame = {"emoji": EMOJI[0], "on": True}
    ok = await company.heron.ask("react", pos=message["pos"], **sign)
    for pos in (ok["pos"], 999):
        assert (await company.hare.ask("react", pos=pos, **sign))["code"] == "not_found"
    await company.counsellor.ask("remove", pos=message["pos"], reason="a name")
    assert (await company.hare.ask("react", pos=message["pos"], **sign))["code"] == "not_found"
