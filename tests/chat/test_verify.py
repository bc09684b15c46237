"""verify: whatever somebody does to the record afterwards, the first bad entry is named, and no word is shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cohorts.models import Session
from tests.cast import Evening
from tests.chat import tampering
from tests.chat.house import House, running
from tests.chat.live.rows import in_database
from tests.ground import Ground
from tests.running import ROOT

CANARY = "canary words"


async def an_evening_of_words(house: House) -> None:
    """Eleven entries: a phase, then words in three streams."""
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    for number in range(3):
        for visitor, verb in ((otter, "say"), (otter, "whisper"), (sam, "note")):
            assert (await visitor.ask(verb, body=f"{CANARY} {number}"))["type"] == "ok"
    assert (await sam.ask("remove", pos=2, reason=CANARY))["type"] == "ok"


@pytest.fixture
async def record(evening: Evening) -> Session:
    """A session's record, and that of the cohort next door, written as it happened."""
    async with running(evening) as house:
        await an_evening_of_words(house)
        lynx = await house.enter(evening.stranger, session=evening.elsewhere.public_id)
        assert (await lynx.ask("whisper", body=CANARY))["type"] == "ok"
    return evening.session


FIELDS: list[tuple[str, object]] = [
    ("stream", "seat:7"), ("pos", 50), ("kind", "note"), ("author", "seat:2"), ("asker", "seat:2"), ("ref", "another"),
    ("of", 3), ("at", timedelta(microseconds=1)), ("hash", bytes(32)), ("digest", bytes(32)),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), FIELDS, ids=[name for name, _ in FIELDS])
async def test_an_edit_of_any_field_is_named(record: Session, field: str, value: object) -> None:
    def edit(session: Session) -> None:
        shifted = tampering.one(session, 5).at + value if isinstance(value, timedelta) else value
        tampering.change(session, 5, **{field: shifted})

    await in_database(lambda: edit(record))
    assert await complaint(record) == 5


@pytest.mark.parametrize(("tamper", "turn"), tampering.FIRST_BAD)
async def test_whatever_is_done_to_the_record_the_first_bad_entry_is_named(
    record: Session, tamper: Callable[[Session], None], turn: int
) -> None:
    await in_database(lambda: tamper(record))
    assert await complaint(record) == turn


async def test_a_record_nobody_touched_is_as_it_was_written(record: Session) -> None:
    out = StringIO()
    await in_database(lambda: call_command("verify", stdout=out))
    assert out.getvalue() == "2 sessions, 12 entries: all as they were written.\n"


async def test_one_broken_record_does_not_hide_another(record: Session, evening: Evening) -> None:
    await in_database(lambda: tampering.gone(record))
    await in_database(lambda: tampering.cut_to_nothing(evening.elsewhere))
    err = StringIO()
    with pytest.raises(CommandError, match="2 of 2 sessions"):
        await in_database(lambda: call_command("verify", stderr=err))
    assert f"session {record.public_id}: turn 5" in err.getvalue()
    assert f"session {evening.elsewhere.public_id}: turn 1" in err.getvalue()


async def test_an_operators_script_can_tell_by_the_exit_code(record: Session, ground: Ground) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        name = str(connection.settings_dict["NAME"])
        address = ground.postgres.url(name) if ground.postgres else f"sqlite:///{name}"
        command = [sys.executable, "manage.py", "verify"]
        env = {**os.environ, "DATABASE_URL": address}
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    good = await in_database(run)
    assert (good.returncode, good.stderr) == (0, "")
    assert "all as they were written" in good.stdout
    await in_database(lambda: tampering.gone(record))
    bad = await in_database(run)
    assert bad.returncode != 0
    assert f"session {record.public_id}: turn 5: missing" in bad.stderr
    assert CANARY not in bad.stdout + bad.stderr


async def complaint(session: Session) -> int:
    """The turn that verify names for a session; the one next door is as it was, and no words are shown."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match=r"^1 of 2 sessions are not as they were written"):
        await in_database(lambda: call_command("verify", stdout=out, stderr=err))
    said = out.getvalue() + err.getvalue()
    assert CANARY not in said
    assert "Otter" not in said
    (line,) = err.getvalue().splitlines()
    before, _, after = line.partition(f"session {session.public_id}: turn ")
    assert before == ""
    return int(after.partition(":")[0])
