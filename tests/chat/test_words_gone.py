"""Words that go: one young person's out of the chain, or all of an evening with its key; and what verify says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from chat import chain, keeping
from chat.erasing import erase
from chat.models import EntryRow, Head, PresenceRow
from chat.opened import opened
from cohorts.actions import record as act
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.keeping import known, step
from cohorts.models import Act, Session, WhyHeld
from tests.cast import Evening
from tests.chat import tampering
from tests.chat.house import running
from tests.chat.live.rows import in_database, stored
from tests.retention import let_go

OTTERS, HERONS, SAMS, ADULT = "marmalade", "quince", "elderflower", "damson"
A_DAY = timedelta(days=1)


@pytest.fixture
async def spoken(evening: Evening) -> Session:
    """An evening in which otter, heron and Sam said something by every way there is."""
    async with running(evening) as house:
        sam, otter = await house.enter(evening.counsellor), await house.enter(evening.otter)
        heron = await house.enter(evening.heron)
        assert (await otter.ask("say", body=OTTERS))["type"] == "ok"
        assert (await heron.ask("say", body=HERONS))["type"] == "ok"
        for visitor, verb, fields in (
            (otter, "whisper", {"body": OTTERS}), (otter, "checkin", {"when": "in", "mood": 2, "body": OTTERS}),
            (otter, "help", {"body": OTTERS}), (otter, "worry", {"about": "person", "seat": 2, "body": OTTERS}),
            (otter, "worry", {"about": "facilitator", "body": ADULT}), (sam, "whisper", {"seat": 1, "body": SAMS}),
            (sam, "remove", {"pos": 2, "reason": SAMS}), (sam, "restore", {"pos": 2}),
            (heron, "whisper", {"body": HERONS}), (sam, "mode", {"mode": "hold_all"}),
            (otter, "say", {"body": f"{OTTERS} held"}),
        ):  # fmt: skip
            assert (await visitor.ask(verb, **fields))["type"] == "ok", verb
        held = await otter.entry("held")
        assert (await sam.ask("release", stream="seat:1", pos=held["pos"]))["type"] == "ok"
        return evening.session


def words(session: Session) -> str:
    """Everything that can still be read of an evening."""
    return " ".join(str(entry.content) for _, entry in opened([session.pk], Q()))


def later() -> datetime:
    return timezone.now() + A_DAY


def verified() -> str:
    """What verify says of it all; a complaint raises."""
    out = StringIO()
    call_command("verify", stdout=out)
    return out.getvalue()


def complaint() -> str:
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stdout=StringIO(), stderr=err)
    said = err.getvalue()
    assert not any(one in said for one in (OTTERS, HERONS, SAMS, ADULT))
    return said


async def test_one_persons_words_go_and_everybody_elses_stay(spoken: Session, evening: Evening) -> None:
    before = await in_database(lambda: words(spoken))
    assert before.count(OTTERS) >= 8, "said in the room, put back, held, let in, whispered, called, checked in, worried"
    assert await in_database(lambda: erase([evening.otter], later()))
    after = await in_database(lambda: words(spoken))
    assert OTTERS not in after
    assert (after.count(HERONS), after.count(SAMS)) == (before.count(HERONS), before.count(SAMS))
    assert ADULT in after, "a worry about an adult stays with the lead"
    assert "all as they were written" in await in_database(verified)


def there(session: Session) -> set[str]:
    """Of whom it is known when they were there."""
    return set(PresenceRow.objects.filter(session=session, person__startswith="seat:").values_list("person", flat=True))


async def test_when_they_were_there_goes_too_also_where_no_words_are_left(spoken: Session, evening: Evening) -> None:
    assert await in_database(lambda: there(spoken)) == {"seat:1", "seat:2"}
    assert await in_database(lambda: erase([evening.otter], later()))
    assert await in_database(lambda: there(spoken)) == {"seat:2"}
    await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY))
    hold = await in_database(lambda: place_hold(evening.lead, evening.heron, WhyHeld.COURT, later()))
    assert not await in_database(lambda: erase([evening.heron], later()))
    assert await in_database(lambda: there(spoken)) == {"seat:2"}
    await in_database(lambda: lift_hold(evening.lead, hold, later()))
    assert await in_database(lambda: erase([evening.heron], later()))
    assert await in_database(lambda: there(spoken)) == set()


async def test_when_somebody_came_goes_where_nothing_was_ever_said(evening: Evening) -> None:
    def came() -> bool:
        PresenceRow.objects.create(
            session=evening.session, person="seat:1", worker="w", socket="s", entered_at=timezone.now()
        )
        return erase([evening.otter], later()) and not there(evening.session)

    assert await in_database(came)


async def test_it_is_named_in_the_chain_and_twice_is_harmless(spoken: Session, evening: Evening) -> None:
    assert await in_database(lambda: erase([evening.otter], later()))
    once = await stored(spoken)
    named = [entry.content for _, entry in await in_database(lambda: list(opened([spoken.pk], Q(kind="erased"))))]
    assert [tuple(row.turn for row in once if bytes(row.sealed) == chain.NOTHING)] == [one.turns for one in named]  # type: ignore[attr-defined]
    assert await in_database(lambda: erase([evening.otter], later()))
    assert [(row.turn, bytes(row.digest)) for row in await stored(spoken)] == [
        (row.turn, bytes(row.digest)) for row in once
    ]


async def test_an_evening_that_may_go_on_waits(spoken: Session, evening: Evening) -> None:
    assert not await in_database(lambda: erase([evening.otter], timezone.now()))
    assert OTTERS in await in_database(lambda: words(spoken))


async def test_a_room_goes_on_after_an_erasure(spoken: Session, evening: Evening) -> None:
    assert await in_database(lambda: erase([evening.otter], later()))
    async with running(evening) as house:
        heron = await house.enter(evening.heron)
        assert (await heron.ask("whisper", body=HERONS))["type"] == "ok"
        assert not any(OTTERS in text for text in heron.raw)
    assert "all as they were written" in await in_database(verified)


async def test_words_gone_that_nobody_names_are_a_forgery(spoken: Session, evening: Evening) -> None:
    def blank(turn: int) -> None:
        EntryRow.objects.filter(session=spoken, turn=turn).update(sealed=chain.NOTHING)

    await in_database(lambda: blank(4))
    assert f"session {spoken.public_id}: turn 4: its words are gone" in await in_database(complaint)
    assert await in_database(lambda: erase([evening.otter], later()))
    assert "turn 4: its words are gone" in await in_database(complaint), "an honest one later does not name it"


async def test_no_earlier_entry_names_words_that_went_later(spoken: Session, evening: Evening) -> None:
    assert await in_database(lambda: erase([evening.otter], later()))
    newest = (await stored(spoken))[-1]
    await in_database(lambda: EntryRow.objects.filter(pk=newest.pk).update(sealed=chain.NOTHING))
    assert "its words are gone" in await in_database(complaint)


def all_words(now: datetime) -> int:
    return let_go("words", now)


async def test_an_evening_goes_whole_with_its_key_and_verify_knows(spoken: Session, evening: Evening) -> None:
    head = await in_database(lambda: Head.objects.get(session=spoken))
    assert await in_database(lambda: all_words(spoken.closes_at + 89 * A_DAY)) == 0
    assert await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY)) == 1
    assert await stored(spoken) == []
    left = await in_database(lambda: Head.objects.get(session=spoken))
    assert (bytes(left.data_key), left.turn, bytes(left.digest)) == (b"", head.turn, bytes(head.digest))
    told = await in_database(lambda: Act.objects.get(verb="purged"))
    assert told.about == {"what": "words", "count": head.turn, "digest": bytes(head.digest).hex()}
    assert told.chain == evening.cohort.public_id
    assert "all as they were written" in await in_database(verified)
    assert await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY)) == 0


async def test_an_evening_that_went_by_rule_still_continues_an_older_anchor(
    spoken: Session, evening: Evening, tmp_path: Path
) -> None:
    early, late = tmp_path / "early", tmp_path / "late"
    await in_database(lambda: call_command("verify", anchor=early, stdout=StringIO()))
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        otter = await house.enter(evening.otter)
        assert (await otter.ask("whisper", body=OTTERS))["type"] == "ok"
    await in_database(lambda: call_command("verify", anchor=late, stdout=StringIO()))
    assert await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY)) == 1
    for anchor in (early, late):
        await in_database(lambda: call_command("verify", against=anchor, stdout=StringIO()))  # noqa: B023


async def test_cut_off_after_any_step_the_rest_goes_and_verify_is_content(
    spoken: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = spoken.closes_at + 91 * A_DAY
    few = 4

    def one_step() -> int:
        return step(known()["words"], late)

    monkeypatch.setattr(keeping, "ENTRIES_AT_ONCE", few)
    left = len(await stored(spoken))
    while await in_database(one_step):
        assert len(await stored(spoken)) == max(0, left - few)
        left = max(0, left - few)
        assert "all as they were written" in await in_database(verified)
        assert await in_database(lambda: words(spoken)) == "", "the key went first"
    assert await in_database(Act.objects.filter(verb="purged").count) == 1


def all_gone(session: Session) -> None:
    EntryRow.objects.filter(session=session).delete()
    Head.objects.filter(session=session).update(data_key=b"")


def all_gone_with_a_head_cut(session: Session) -> None:
    let_go("words", session.closes_at + 91 * A_DAY)
    Head.objects.filter(session=session).delete()


def a_head_moved_back(session: Session) -> None:
    let_go("words", session.closes_at + 91 * A_DAY)
    Head.objects.filter(session=session).update(turn=3)


def an_act_for_another_digest(session: Session) -> None:
    all_gone(session)
    with transaction.atomic():
        act(None, "purged", session=session, what="words", count=3, digest="00" * 32)


@pytest.mark.parametrize(
    "forge",
    [all_gone, all_gone_with_a_head_cut, a_head_moved_back, an_act_for_another_digest, tampering.cut_to_nothing],
)
async def test_a_going_that_no_act_tells_of_is_a_forgery(spoken: Session, forge: Callable[[Session], None]) -> None:
    await in_database(lambda: forge(spoken))
    assert f"session {spoken.public_id}: turn 1" in await in_database(complaint)


async def test_whoever_asks_for_an_evening_that_is_gone_is_told_so_and_nobody_else_waits(
    spoken: Session, evening: Evening
) -> None:
    async with running(evening) as house:
        heron = await house.enter(evening.heron)
        assert (await heron.ask("whisper", body=HERONS))["type"] == "ok"
        await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY))
        lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
        await heron.send("whisper", body=HERONS)
        assert await heron.closed() >= 4000
        assert (await lynx.ask("whisper", body=HERONS))["type"] == "ok"


async def test_the_keys_of_evenings_that_are_gone_stand_in_no_ones_way(spoken: Session) -> None:
    await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY))
    out = StringIO()
    await in_database(lambda: call_command("keys", "status", stdout=out))
    assert "no key opens" not in out.getvalue()


async def test_a_hold_placed_at_the_last_moment_keeps_the_words(spoken: Session, evening: Evening) -> None:
    await in_database(lambda: place_hold(evening.lead, evening.cohort, WhyHeld.COURT, timezone.now()))
    assert not await in_database(lambda: erase([evening.otter], later()))
    assert await in_database(lambda: all_words(spoken.closes_at + 91 * A_DAY)) == 0
    assert OTTERS in await in_database(lambda: words(spoken))
