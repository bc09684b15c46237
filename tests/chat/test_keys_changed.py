"""The organisation's key is changed for another one while people are in the room, and nobody notices."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from channels.db import database_sync_to_async
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from chat.models import Head
from cohorts import actions
from cohorts.keys import read_ring
from cohorts.models import Act, Contact, ContactPurpose
from cohorts.seal import Ring as RingOfKeys
from cohorts.seal import closed_by, new_data_key
from tests.cast import Evening
from tests.chat.house import House, running
from tests.chat.live.rows import in_database
from tests.cohorts.newcomer import Member

LIFE = ContactPurpose.LIFE


class Ring:
    """The ring's file, and what a process reads of it when it starts."""

    def __init__(self, file: Path, settings: Settings) -> None:
        self.file, self.settings = file, settings
        file.write_text(settings.KEYS.ring.text())
        file.chmod(0o444)
        settings.RING_FILE = file
        self.first = settings.KEYS.ring.current

    def start_anew(self) -> None:
        """What every process does once it is started anew."""
        self.settings.KEYS = replace(self.settings.KEYS, ring=read_ring(self.file))

    async def keys(self, *words: str) -> str:
        """What `manage.py keys` prints."""
        said = StringIO()
        await database_sync_to_async(call_command)("keys", *words, stdout=said)
        return said.getvalue()

    async def refused(self, *words: str) -> str:
        with pytest.raises(CommandError) as problem:
            await self.keys(*words)
        return str(problem.value)


@pytest.fixture
def ring(tmp_path: Path, settings: Settings) -> Ring:
    return Ring(tmp_path / "ring", settings)


async def goes_on(house: House, *bodies: str) -> list[str]:
    """Somebody says this; what everybody has read in the room by then."""
    await house.enter(house.evening.counsellor)
    otter, heron = await house.enter(house.evening.otter), await house.enter(house.evening.heron)
    for body in bodies:
        assert (await otter.ask("say", body=body))["type"] == "ok"
        await heron.entry("message", body=body)
    return [frame["body"] for frame in heron.entries() if frame["kind"] == "message"]


def kept(evening: Evening) -> Contact:
    return actions.keep_contact(evening.otter, LIFE, "otter@example.org", timezone.now(), "1")


def closed_with() -> set[str]:
    """The ids of the keys that closed what the database holds."""
    blobs = [*Head.objects.values_list("data_key", flat=True), *Contact.objects.values_list("data_key", flat=True)]
    return {closed_by(bytes(blob)) for blob in blobs}


async def test_step_by_step_nothing_is_left_under_the_old_key_and_all_can_still_be_read(
    evening: Evening, ring: Ring
) -> None:
    contact = await in_database(lambda: kept(evening))
    robin = await in_database(Member)
    async with running(evening) as house:
        await goes_on(house, "one")
        added = (await ring.keys("add")).split()[2].rstrip(",")
        assert "added before" in await ring.refused("add")
        assert f"do not know key {added} yet: 1" in await ring.refused("use"), "this worker began before"
    ring.start_anew()
    async with running(evening) as house:
        assert await goes_on(house, "two") == ["one", "two"]
        assert await in_database(closed_with) == {ring.first}, "what is coming closes nothing"
        await ring.keys("use")
        assert "still close with it: 1" in await ring.refused("retire", ring.first)
        assert "in use" in await ring.refused("retire", added)
        assert "keys of sessions: 1" in await ring.keys("rewrap"), "also while somebody still closes with the old one"
        assert await goes_on(house, "three") == ["one", "two", "three"], "the room goes on with the key closed anew"
    ring.start_anew()
    async with running(evening) as house:
        await in_database(lambda: Contact.objects.filter(pk=contact.pk).update(data_key=contact.data_key))
        assert "it alone opens: 1" in await ring.refused("retire", ring.first)
        assert "contacts: 1 closed" in await ring.keys("rewrap")
        await ring.keys("retire", ring.first)
        assert ring.file.stat().st_mode & 0o777 == 0o444
    ring.start_anew()
    assert ring.settings.KEYS.ring.ids == (added,)
    async with running(evening) as house:
        assert await goes_on(house, "four") == ["one", "two", "three", "four"]
    await in_database(lambda: all_is_well(added, robin))


def all_is_well(key: str, robin: Member) -> None:
    """Everything lies under this key alone, and opens."""
    assert closed_with() == {key}
    assert actions.read_contact(Contact.objects.get()).kind == "email"
    robin.signed_in()
    call_command("verify", stdout=StringIO())
    verbs = [act.verb for act in Act.objects.order_by("pk") if "key" in act.verb]
    assert verbs == ["key_added", "key_used", *["keys_closed_anew"] * 4, "key_retired"]


async def test_a_wrong_key_shuts_the_rooms_it_closed_and_no_other_and_the_log_says_why(
    evening: Evening, ring: Ring, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(evening) as house:
        await goes_on(house, "canary words")
    wrong = RingOfKeys(((ring.first, new_data_key()),))
    ring.settings.KEYS = replace(ring.settings.KEYS, ring=wrong)
    async with running(evening) as house:
        otter = await house.enter(evening.otter)
        assert otter.close_code == 1011, "it comes back by itself, and finds the room once the key is there"
        lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
        assert (await lynx.ask("whisper", body="elsewhere"))["type"] == "ok"
    assert f"the key of session {evening.session.public_id} does not open with this key ring" in caplog.text
    assert "canary" not in caplog.text
