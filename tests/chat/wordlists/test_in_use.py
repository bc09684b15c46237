"""Every process goes by a change within seconds, asks the database nothing per message, and survives a bad row."""

from __future__ import annotations

import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from chat import guard
from chat.guard.lexicon import shipped
from chat.models import What, WordChange, WordEdition
from chat.wordlists import actions, changes, in_use
from cohorts.models import Staff
from tests.cast import Evening
from tests.chat.guard.few_rules import few_rules
from tests.chat.house import House, running
from tests.chat.live.seams import until
from tests.chat.wordlists.conftest import NONSENSE, rule_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes look many times a second. Ask for it before a house."""
    monkeypatch.setattr(in_use, "EVERY_SECONDS", 0.05)


@pytest.fixture
def of_few_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of few rules, as a guard of all takes seconds to make."""
    few = few_rules()
    monkeypatch.setattr(changes, "shipped", lambda: few)


async def adds(by: Staff, phrase: str = NONSENSE) -> WordChange:
    add = database_sync_to_async(actions.add_phrase)
    added: WordChange = await add(by, "bullying", phrase, "Said of one of us.", timezone.now())
    return added


async def takes_out(by: Staff, rule: str) -> None:
    await database_sync_to_async(actions.weaken)(by, What.OUT, rule, "It was a song.", 0, timezone.now())


def holds() -> bool:
    return guard.read(f"please {NONSENSE}").outcome == "hold"


async def test_a_phrase_added_at_the_desk_holds_what_is_said_a_moment_later(
    often: None, of_few_rules: None, evening: Evening, house: House
) -> None:
    await house.enter(evening.counsellor)
    otter, heron = await house.enter(evening.otter), await house.enter(evening.heron)
    await otter.ask("say", body=f"please {NONSENSE}")
    await heron.entry("message", body=f"please {NONSENSE}")
    added = await adds(evening.coordinator)
    await until(holds)
    before = len(heron.frames)
    await otter.ask("say", body=f"do {NONSENSE}")
    assert [entry["kind"] for entry in otter.entries("seat:1")] == ["held"]
    await takes_out(evening.coordinator, added.about)
    await until(lambda: not holds())
    await otter.ask("say", body=f"yes {NONSENSE}")
    await heron.entry("message", since=before, body=f"yes {NONSENSE}")
    assert not [entry for entry in heron.entries() if entry.get("body", "").startswith("do ")]


async def test_a_process_that_starts_goes_by_the_lists_from_its_first_word(
    of_few_rules: None, evening: Evening
) -> None:
    await adds(evening.coordinator)
    assert not holds()
    async with running(evening):
        assert holds()
    async with running(evening, workers=2):
        assert holds()


async def test_what_a_release_cannot_read_is_left_out_alone_and_named_by_id(
    of_few_rules: None, evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = await adds(evening.coordinator), await adds(evening.coordinator, "another thing")
    await database_sync_to_async(WordChange.objects.filter(pk=bad.pk).update)(phrase="(another thing")
    async with running(evening):
        assert holds()
    assert f"left out of the word lists, as it cannot be read: {bad.public_id}" in caplog.text
    assert good.public_id not in caplog.text
    assert "another" not in caplog.text


async def test_lists_that_cannot_be_made_leave_the_last_good_ones_at_work(
    often: None, of_few_rules: None, evening: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await adds(evening.coordinator)
    async with running(evening):
        assert holds()

        def fails(*_: object, **__: object) -> None:
            raise MemoryError(NONSENSE)

        with monkeypatch.context() as patch:
            patch.setattr(in_use, "Guard", fails)
            await adds(evening.coordinator, "more of it")
            await until(lambda: "the word lists were not taken up: MemoryError" in caplog.text)
            assert holds()
        await until(lambda: guard.read("there is more of it").outcome == "hold")
    assert NONSENSE not in caplog.text


async def test_a_message_asks_the_database_nothing_of_the_lists(
    evening: Evening, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("edition", "in_force"):
        monkeypatch.setattr(changes, name, lambda name=name: asked.append(name))
    await house.enter(evening.counsellor)
    otter = await house.enter(evening.otter)
    for number in range(5):
        await otter.ask("say", body=f"words {number}")
    assert asked == []


def test_a_rule_that_a_newer_release_does_not_have_is_no_trouble(jo: Staff) -> None:
    off = actions.weaken(jo, What.OFF, rule_of("low").id, "Too much.", 0, timezone.now())
    WordChange.objects.filter(pk=off.pk).update(rule="low.gone-since")
    assert dict(changes.lexicon(changes.in_force()).rules) == dict(shipped().rules)


def test_the_edition_is_one_row_that_only_changes_with_what_is_in_force(jo: Staff, kit: Staff) -> None:
    actions.weaken(jo, What.OFF, rule_of("tips").id, "Too much.", 0, timezone.now())
    assert (changes.edition(), WordEdition.objects.count()) == (0, 1)
    actions.add_phrase(kit, "tips", NONSENSE, "New.", timezone.now())
    assert (changes.edition(), WordEdition.objects.count()) == (1, 1)
