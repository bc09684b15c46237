"""agree, plan: an agreement that grows, an evening in its order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chat.house import Frame

from .company import SYSTEM, Company, entry

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded


async def test_the_agreement_grows_by_versions_and_two_who_change_it_undo_nothing_unseen(company: Company) -> None:
    lines = ["We are kind.", "What is said here stays here."]
    ok = await company.counsellor.ask("agree", version=3, lines=lines)
    told = await company.told()
    assert told.heron == [entry(ok, "agreement", SYSTEM, version=3, lines=lines)]
    longer = [*lines, "You can pass."]
    assert (await company.counsellor.ask("agree", version=4, lines=longer))["type"] == "ok"
    no = await company.volunteer.ask("agree", version=4, lines=[*lines, "We listen."])
    assert (no["code"], bool(no["text"])) == ("already", True)
    assert (await company.volunteer.ask("agree", version=4, lines=longer))["type"] == "ok", "shown once more"
    for wrong in ([], ["a", "a"], [" "], ["a\x00"]):
        assert (await company.counsellor.ask("agree", version=5, lines=wrong))["code"] == "bad_frame"
    room = await _room(company, "heron")
    assert room["agreement"] == {"version": 4, "lines": longer}


async def test_the_plan_is_the_same_for_both_facilitators_and_no_seat_hears_of_it(company: Company) -> None:
    ok = await company.counsellor.ask("plan", order=["closing", "welcome", "topic"], skipped=["topic"])
    told = await company.told()
    planned = entry(ok, "plan", company.sam, order=["closing", "welcome", "topic"], skipped=["topic"])
    assert told.volunteer == [planned]
    assert told.otter == told.heron == told.hare == []
    assert (await _room(company, "volunteer"))["plan"] == {
        "pos": ok["pos"], "order": ["closing", "welcome", "topic"], "skipped": ["topic"],
    }  # fmt: skip
    assert "plan" not in await _room(company, "heron")
    for order, skipped in ((["a", "a"], []), (["a"], ["b"])):
        assert (await company.counsellor.ask("plan", order=order, skipped=skipped))["code"] == "bad_frame"


async def test_two_who_change_the_plan_at_once_undo_nothing_of_each_other(company: Company) -> None:
    """It goes over whole, and so says which plan it changes; 0 is the course's own."""
    steps = ["welcome", "topic", "closing"]
    ok = await company.counsellor.ask("plan", order=steps, skipped=["topic"], after=0)
    no = await company.volunteer.ask("plan", order=steps, skipped=["closing"], after=0)
    assert (no["code"], "Have a look first" in no["text"]) == ("already", True)
    assert (await _room(company, "volunteer"))["plan"]["skipped"] == ["topic"]
    both: Frame = {"order": steps, "skipped": ["topic", "closing"]}
    assert (await company.volunteer.ask("plan", **both, after=ok["pos"]))["type"] == "ok"
    assert (await company.counsellor.ask("plan", order=steps))["type"] == "ok", "from a page that does not say"


async def _room(company: Company, who: str) -> Any:
    visitor = await company.house.enter(getattr(company.house.evening, who))
    return visitor.frames[0]["room"]
