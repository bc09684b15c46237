"""A number in pieces: the piece that would make it one is held, and the room never has it."""

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
