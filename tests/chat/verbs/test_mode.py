"""mode: how much is held, for the room or for one seat. A seat learns of it only by its words being held."""

from __future__ import annotations

import pytest

from chat import guard
from tests.chat.verdicts import judged

from .company import Company, entry

# Its rows are like any other verb's: see __init__.py.
pytestmark = pytest.mark.embedded

MODES = ("open", "hold_flagged", "hold_all")


@pytest.fixture
def marks_sad(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guard that lets everything pass and marks what is sad."""
    monkeypatch.setattr(
        guard, "read", lambda words: judged("pass", "general: sad", level="soon" if "sad" in words else None)
    )


@pytest.mark.parametrize("seat", [None, 3])
@pytest.mark.parametrize("mode", MODES)
async def test_a_mode_is_told_to_staff_alone(company: Company, mode: str, seat: int | None) -> None:
    ok = await company.volunteer.ask("mode", mode=mode, seat=seat)
    told = await company.told()
    assert told.otter == told.heron == told.hare == []
    whom = {} if seat is None else {"seat": seat}
    for_staff = entry(ok, "mode", company.ali, mode=mode, **whom)
    assert told.volunteer == [{**for_staff, "ref": ok["ref"]}]
    assert told.counsellor == [for_staff]


@pytest.mark.parametrize("seat", [None, 3])
async def test_no_seat_reads_of_a_mode_in_its_welcome_or_its_list(company: Company, seat: int | None) -> None:
    await company.counsellor.ask("mode", mode="hold_all", seat=seat)
    for person in (company.house.evening.hare, company.house.evening.heron):
        again = await company.house.enter(person)
        assert not any(word in raw for raw in again.raw for word in ("mode", "hold_", "flags", "mood", "gone_since"))
    staff = await company.house.enter(company.house.evening.volunteer)
    line = {each["seat"]: each for each in staff.welcome["people"]}[3]
    assert (staff.welcome["room"]["mode"], line["mode"]) == (("hold_all", "open"), ("open", "hold_all"))[seat == 3]


@pytest.mark.usefixtures("marks_sad")
@pytest.mark.parametrize("of_seat", MODES)
@pytest.mark.parametrize("of_room", MODES)
async def test_the_stricter_of_room_and_person_wins(company: Company, of_room: str, of_seat: str) -> None:
    await company.counsellor.ask("mode", mode=of_room)
    await company.counsellor.ask("mode", mode=of_seat, seat=3)
    stricter = MODES[max(MODES.index(of_room), MODES.index(of_seat))]
    sad = await company.hare.ask("say", body="a sad day")
    plain = await company.hare.ask("say", body="a day")
    assert sad.get("held", False) is (stricter != "open")
    assert plain.get("held", False) is (stricter == "hold_all")


@pytest.mark.usefixtures("marks_sad")
async def test_holding_one_person_holds_nobody_else(company: Company) -> None:
    await company.counsellor.ask("mode", mode="hold_all", seat=3)
    assert (await company.hare.ask("say", body="a day"))["held"]
    assert (await company.heron.ask("say", body="a sad day"))["stream"] == "room"


@pytest.mark.usefixtures("marks_sad")
async def test_what_a_mode_held_looks_to_its_author_like_anything_held(company: Company) -> None:
    asked = await company.hare.ask("say", body="the same", as_is=True)
    await company.counsellor.ask("mode", mode="hold_all")
    by_room = await company.hare.ask("say", body="the same")
    await company.counsellor.ask("mode", mode="open")
    await company.counsellor.ask("mode", mode="hold_flagged", seat=3)
    by_rule = await company.hare.ask("say", body="the same sad")
    told = await company.told()
    assert told.hare == [
        entry(asked, "held", {"seat": 3}, ref=asked["ref"], body="the same"),
        entry(by_room, "held", {"seat": 3}, ref=by_room["ref"], body="the same"),
        entry(by_rule, "held", {"seat": 3}, ref=by_rule["ref"], body="the same sad"),
    ]
    why = [each["why"] for each in told.counsellor if each["kind"] == "held"]
    assert len(set(why)) == 3
    assert why[2] == "general: sad"


async def test_a_mode_can_be_taken_back(company: Company) -> None:
    await company.counsellor.ask("mode", mode="hold_all")
    await company.volunteer.ask("mode", mode="open")
    assert (await company.hare.ask("say", body="a day"))["stream"] == "room"
