"""A number in pieces: the piece that would make it one is held, and the room never has it. So with where to meet up."""

from __future__ import annotations

from tests.cast import Evening
from tests.chat.house import House


async def test_the_last_piece_of_a_number_goes_to_the_facilitators_first(evening: Evening, house: House) -> None:
    sam = await house.enter(evening.counsellor)
    otter, heron = await house.enter(evening.otter), await house.enter(evening.heron)
    for piece in ("07", "700"):
        assert (await otter.ask("say", body=piece))["stream"] == "room"
    assert (await otter.ask("say", body="900142"))["held"]
    held = await sam.entry("held", body="900142")
    assert held["why"].endswith("over several lines")
    await otter.ask("say", body="hello")
    await heron.entry("message", body="hello")
    assert "900142" not in [entry.get("body") for entry in heron.entries()]
    await otter.ask("whisper", body="900142")
    assert (await sam.entry("whisper", body="900142"))["stream"] == "seat:1"


async def test_a_name_to_meet_under_calls_somebody_though_it_was_offered_another_way_a_moment_before(
    evening: Evening, house: House
) -> None:
    sam, otter = await house.enter(evening.counsellor), await house.enter(evening.otter)
    assert (await otter.ask("say", body="on snap pebble_moss"))["code"] == "swap"
    assert (await sam.entry("flag"))["level"] == "note"
    assert (await otter.ask("say", body="message me"))["stream"] == "room"
    kept = await otter.ask("say", body="on snap pebble_moss", as_is=True)
    assert kept["held"]
    flag = await sam.entry("flag", of_stream="seat:1", of_pos=kept["pos"])
    assert (flag["level"], flag["sort"]) == ("now", "meet")
    assert flag["why"].endswith("over several lines")
