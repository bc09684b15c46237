"""A young person's own words of an evening, at their own wish: given to them and nobody else's with them, or gone."""

from __future__ import annotations

from django.utils import timezone

from cohorts.actions import own
from cohorts.models import Heard, Seat, Session, Wanted
from tests.cast import Evening
from tests.chat.house import Frame, running
from tests.chat.live.rows import in_database
from tests.chat.test_words_gone import ADULT, HERONS, OTTERS, SAMS, later, spoken, verified, words

__all__ = ["spoken"]


async def test_a_copy_holds_every_word_of_ones_own_and_nobody_elses(spoken: Session, evening: Evening) -> None:
    def read() -> str:
        own.begin(evening.lead, evening.otter, Wanted.COPY, timezone.now(), Heard.WORDS)
        sections = own.show(evening.otter, timezone.now())
        assert sections is not None
        return "\n".join(line.says for section in sections for line in section.lines)

    said = await in_database(read)
    assert said.count(OTTERS) == 7
    assert ADULT in said, "their own worry"
    assert f"\n{SAMS}\n" in said, "what a facilitator wrote to them in private"
    assert said.count(SAMS) == 1, "and no reason of staff's"
    assert HERONS not in said


async def test_a_copy_says_what_was_asked_where_somebody_picked_a_number_or_an_option(evening: Evening) -> None:
    """But for a question that was taken away: no seat is sent its words again, in a copy neither."""
    scale: Frame = {"kind": "scale", "options": ["very far away", "I am there"]}
    poll: Frame = {"kind": "poll", "options": ["a walk", SAMS]}
    asked: Frame = {}
    async with running(evening) as house:
        sam, otter = await house.enter(evening.counsellor), await house.enter(evening.otter)
        heron = await house.enter(evening.heron)
        for body, kind, value in (("How near is it?", scale, 4), ("What helps?\nPick one.", poll, 0), (SAMS, poll, 1)):
            asked = await sam.ask("prompt", body=body, **kind)
            assert (await otter.ask("answer", prompt=asked["pos"], value=value))["type"] == "ok"
            assert (await heron.ask("answer", prompt=asked["pos"], value=1))["type"] == "ok"
        assert (await sam.ask("remove", pos=asked["pos"], reason="a slip"))["type"] == "ok"

    def read() -> list[str]:
        own.begin(evening.lead, evening.otter, Wanted.COPY, timezone.now(), Heard.WORDS)
        wrote, *_ = own.show(evening.otter, timezone.now()) or []
        return [line.says for line in wrote.lines]

    assert await in_database(read) == [
        "How near is it? – 4 of 10", "What helps? – a walk", "1, to a question that is not there any more",
    ]  # fmt: skip


async def test_deleting_at_ones_wish_waits_for_the_evening_and_then_takes_the_words(
    spoken: Session, evening: Evening
) -> None:
    now = timezone.now()
    wish = await in_database(lambda: own.begin(evening.lead, evening.otter, Wanted.DELETE, now, Heard.LETTER))
    await in_database(lambda: own.begin(evening.lead, evening.heron, Wanted.DELETE, now, Heard.LETTER))
    assert wish.done_at is None, "the room is open: the others notice nothing"
    assert await in_database(lambda: Seat.objects.get(pk=evening.otter.pk).name) == "Teal Otter"
    assert await in_database(lambda: own.finish(later())) == 2
    assert OTTERS not in await in_database(lambda: words(spoken))
    assert await in_database(lambda: Seat.objects.get(pk=evening.heron.pk).name) == ""
    gone = await in_database(lambda: Seat.objects.get(pk=evening.otter.pk).name)
    assert gone == "", "they were worried about an adult, and whoever was left with a name would be who said so"
    assert "all as they were written" in await in_database(verified)
