"""Worry leaves no trace: on the same evening a seat is sent the same bytes whether or not anybody worries about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from chat import guard
from chat.guard import PASS, Verdict
from tests.cast import Evening
from tests.chat.house import Visitor, running
from tests.chat.verdicts import judged

from .company import rows
from .scripted import Scripted


@pytest.fixture(autouse=True)
def danger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever begins so is diverted, or raises a flag where it is meant for staff."""
    found = judged("divert", kind="imminent", level="now")

    def read(words: str) -> Verdict:
        return found if words.startswith("danger") else PASS

    monkeypatch.setattr(guard, "read", read)


async def _evening(an_evening: Callable[..., Any], *, worried: bool) -> Scripted:
    evening: Evening = await an_evening("open")
    while evening.counsellor.public_id > evening.volunteer.public_id:
        # The list of staff goes by their ids, which are drawn; both evenings need the same order.
        evening = await an_evening("open")
    async with running(evening) as house:
        script = Scripted(house, worried=worried)
        await script.play()
        return script


def _heard(staff: Visitor) -> Counter[str]:
    return Counter(entry["kind"] for entry in staff.entries("staff"))


@pytest.mark.usefixtures("unpaced")
async def test_a_seat_is_sent_the_same_to_the_byte_whether_or_not_anybody_worries_and_nothing_that_is_for_staff(
    an_evening: Callable[..., Any],
) -> None:
    calm = await _evening(an_evening, worried=False)
    worried = await _evening(an_evening, worried=True)
    assert _heard(calm.volunteer) == {"flag": 2, "taken": 1}
    assert _heard(worried.volunteer) == {
        "flag": 9, "taken": 2, "flag_done": 1, "reopened": 1, "lead": 1, "mode": 3, "note": 3, "concern": 1,
    }  # fmt: skip
    assert len(await rows(worried.house.evening, stream="lead")) == 1
    hare = [raw for socket in calm.sent()[1:] for raw in socket]
    assert len(hare) > 100
    for before, after in zip(calm.sent(), worried.sent(), strict=True):
        assert before == after
    _nothing_of_staffs_was_sent(worried)
    _a_trace_would_show(calm, worried)


def _nothing_of_staffs_was_sent(worried: Scripted) -> None:
    staff = "".join(worried.volunteer.raw)
    seats = "".join(raw for socket in worried.sockets for raw in socket.raw)
    names = ("reason", "outcome", "why", "mode", "flag", "gone_since", "urgent")
    for word in (*names, "imminent", "hare is quiet", "asked hare", "a name", "This message is automatic"):
        assert word in staff
        assert word not in seats
    for word in ("Sam writes to hare", "like a goodbye"):
        assert word not in staff + seats


def _a_trace_would_show(calm: Scripted, worried: Scripted) -> None:
    """A space more in one frame: the comparison can fail."""
    worried.sockets[1].raw[10] = worried.sockets[1].raw[10].replace(":", ": ", 1)
    assert calm.sent() != worried.sent()
