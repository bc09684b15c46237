"""say: words for the room."""

from __future__ import annotations

from tests.chat.house import House, at_once


async def test_what_is_said_is_heard_once_and_in_order_by_everyone(house: House) -> None:
    everyone = await house.everyone()
    _, otter, heron, *_ = everyone
    for number in range(5):
        speaker = (otter, heron)[number % 2]
        assert (await speaker.ask("say", body=f"words {number}"))["type"] == "ok"
    for listener in everyone:
        await listener.entry("message", body="words 4")
        said = [entry for entry in listener.entries() if entry["kind"] == "message"]
        assert [entry["body"] for entry in said] == [f"words {number}" for number in range(5)]
        assert [entry["pos"] for entry in said] == list(range(said[0]["pos"], said[0]["pos"] + 5))


async def test_the_same_ref_twice_at_once_is_said_once(house: House) -> None:
    await house.enter(house.evening.counsellor)
    first, second = await at_once(house.enter(house.evening.otter), house.enter(house.evening.otter))
    one, other = await at_once(
        first.ask("say", ref="same", body="only once"), second.ask("say", ref="same", body="another text")
    )
    assert one == other
    assert one["type"] == "ok"
    await first.entry("message")
    await first.quiet()
    assert len([entry for entry in first.entries() if entry["kind"] == "message"]) == 1
