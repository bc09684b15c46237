"""Which messages a change is counted on, and what becomes of their words. What is counted: test_weighing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async

from chat.models import EntryRow, Head
from chat.wordlists import lately, looking
from cohorts.models import Act
from tests.cast import Evening
from tests.chat.house import House
from tests.chat.wordlists.conftest import NONSENSE
from tests.chat.wordlists.test_weighing import MORE

pytestmark = pytest.mark.django_db(transaction=True)


async def on_database(does: Callable[[], Any]) -> Any:
    return await database_sync_to_async(does)()


async def test_the_last_messages_are_those_for_rooms_each_once_and_no_private_word(
    evening: Evening, house: House
) -> None:
    sam = await house.enter(evening.counsellor)
    otter, heron = await house.enter(evening.otter), await house.enter(evening.heron)
    await otter.ask("say", body="said in the room")
    await otter.ask("whisper", body="a private word")
    await sam.ask("say", body="of staff")
    await sam.ask("mode", mode="hold_all")
    await heron.ask("say", body="held, then let in")
    held = await sam.entry("held", body="held, then let in")
    await sam.ask("release", stream="seat:2", pos=held["pos"])
    await heron.ask("say", body="held for good")
    await otter.ask("help", body="a call")
    found = await on_database(lately.messages)
    assert (found.words, found.unreadable) == (("held for good", "held, then let in", "said in the room"), 0)
    assert "held" not in repr(found)
    last = await on_database(lambda: lately.messages(1))
    assert last.words == ("held for good",)


async def test_what_no_key_opens_any_more_is_left_out_and_counted(evening: Evening, house: House) -> None:
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    await otter.ask("say", body="first")
    await otter.ask("say", body="second")
    one = EntryRow.objects.filter(kind="message").order_by("pk")
    await on_database(lambda: EntryRow.objects.filter(pk=one.first().pk).update(sealed=b""))  # type: ignore[union-attr]
    found = await on_database(lately.messages)
    assert (found.words, found.unreadable) == (("second",), 1)
    await on_database(lambda: Head.objects.update(data_key=b""))
    found = await on_database(lately.messages)
    assert (found.words, found.unreadable) == ((), 2)


async def test_counting_is_an_act_by_one_query_for_all_messages_whose_words_nothing_tells(
    evening: Evening, house: House, caplog: pytest.LogCaptureFixture, django_assert_max_num_queries: Any
) -> None:
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    for number in range(4):
        await otter.ask("say", body=f"{NONSENSE} {number}")

    def counts() -> looking.Look:
        with django_assert_max_num_queries(12) as asked:
            look = looking.count(evening.lead, "bullying", (), MORE)
        assert sum("chat_entry" in one["sql"] for one in asked.captured_queries) == 1
        return look

    look = await on_database(counts)
    assert (look.counted and look.counted.of, look.counted and look.counted.otherwise) == (4, 4)
    act = await on_database(lambda: Act.objects.select_related("by").get())
    assert (act.verb, act.by) == ("messages_counted", evening.lead)
    assert NONSENSE not in f"{act.about} {look!r} {caplog.text}"
