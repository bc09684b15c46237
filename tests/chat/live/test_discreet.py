"""What happens in a room is in no log, in no message between processes, and in no database without its keys."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from io import StringIO
from threading import Event, Thread

import pytest
from redis import Redis

from chat.models import EntryRow, Head, Lease, PresenceRow
from server.logs import HOUSE, Discreet
from tests.cast import Evening
from tests.chat.house import House, running
from tests.chat.live.doors import knock
from tests.chat.live.rows import in_database
from tests.chat.live.seams import announced, break_commits
from tests.ground import Ground

CANARY = "quokka-in-a-teacup"


def secrets_of(evening: Evening) -> list[str]:
    """All that may be written down nowhere: words, names, codes, tokens."""
    names = [seat.name for seat in evening.seats]
    tokens = [opened.token for opened in evening.opened.values()]
    return [CANARY, *names, *evening.codes.values(), *tokens]


@asynccontextmanager
async def a_loud_evening(evening: Evening, patch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Everybody says something everywhere, much goes wrong, and somebody knocks with words for a cookie."""
    async with running(evening, workers=2) as house:
        sam = await house.enter(evening.counsellor)
        otter, heron = await house.enter(evening.otter), await house.enter(evening.heron, worker=1)
        staff = evening.counsellor.public_id
        assert (await otter.ask("say", body=CANARY, heads_up=CANARY))["type"] == "ok"
        # Seen before it is removed, or a late reader is rightly given none of it.
        await heron.entry("message", body=CANARY)
        for visitor, verb, fields in (
            (otter, "whisper", {"body": CANARY}), (otter, "help", {"body": CANARY}),
            (heron, "worry", {"about": "person", "staff": staff, "body": CANARY}),
            (sam, "note", {"body": CANARY}), (sam, "mute", {"seat": 1, "seconds": 9, "reason": CANARY, "text": CANARY}),
            (sam, "remove", {"pos": 2, "reason": CANARY, "text": CANARY}), (sam, "pause", {"text": CANARY}),
        ):  # fmt: skip
            assert (await visitor.ask(verb, **fields))["type"] == "ok"
        assert (await sam.ask("resume"))["type"] == "ok"
        for frame in (CANARY, json.dumps({"type": CANARY, "ref": CANARY}), json.dumps({"type": "say", CANARY: CANARY})):
            await (await house.enter(evening.fox)).send_text(frame)
        with patch.context() as broken:
            break_commits(broken, house.workers[0], lambda number: number % 4 < 3, lost=False)
            await otter.ask("whisper", body=f"{CANARY} again")
            _fail(broken, house)
            await heron.ask("whisper", body=f"{CANARY} again")
        await knock(house, f"alcove_{CANARY}={CANARY}")
        await knock(house, evening.cookie(evening.otter), session=CANARY, query=f"as={CANARY}&{CANARY}={CANARY}")
        await announced(*house.workers)
        yield house


def _fail(patch: pytest.MonkeyPatch, house: House) -> None:
    """The other worker's store speaks words when it fails."""

    def speaks(rows: object, heads: object) -> None:
        raise ValueError(f"{CANARY}: {rows!r}")

    patch.setattr(house.workers[1].journal._store, "add_entries", speaks)


@contextmanager
def logged(formatter: logging.Formatter, *loggers: str) -> Iterator[StringIO]:
    """What these loggers, or all of them, write meanwhile at their most talkative."""
    kept = StringIO()
    keeping = logging.StreamHandler(kept)
    keeping.setFormatter(formatter)
    chosen = [logging.getLogger(name) for name in loggers or ("",)]
    levels = [logger.level for logger in chosen]
    for logger in chosen:
        logger.addHandler(keeping)
        logger.setLevel(logging.DEBUG)
    yield kept
    for logger, level in zip(chosen, levels, strict=True):
        logger.removeHandler(keeping)
        logger.setLevel(level)


async def test_nothing_that_was_said_is_in_any_line_of_our_own(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(logging.Formatter("%(name)s: %(message)s"), *HOUSE) as kept:
        async with a_loud_evening(evening, monkeypatch):
            pass
    assert "chat.journal.journal: a batch of 1 failed: ValueError" in kept.getvalue()
    for secret in secrets_of(evening):
        assert secret not in kept.getvalue()


async def test_nothing_that_was_said_is_in_the_log_of_the_house(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(Discreet(show_errors=False)) as kept:
        async with a_loud_evening(evening, monkeypatch):
            logging.getLogger("elsewhere").warning("made of %s", CANARY)
    assert "a batch of 1 failed" in kept.getvalue()
    assert "made of ·" in kept.getvalue()
    for secret in secrets_of(evening):
        assert secret not in kept.getvalue()


async def test_a_database_without_its_keys_shows_no_word(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_loud_evening(evening, monkeypatch):
        pass

    def everything() -> bytes:
        tables = (EntryRow, Head, Lease, PresenceRow)
        values = [value for table in tables for row in table._default_manager.values_list() for value in row]
        return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values)

    kept = await in_database(everything)
    assert b"whisper" in kept
    for secret in secrets_of(evening):
        assert secret.encode() not in kept


@pytest.mark.grown
async def test_between_processes_go_ids_and_turns_and_nothing_else(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, ground: Ground
) -> None:
    assert ground.valkey is not None
    with overheard(ground.valkey.url()) as commands:
        async with a_loud_evening(evening, monkeypatch):
            pass
    assert [command for command in commands if "PUBLISH" in command and evening.session.public_id in command]
    for secret in (*secrets_of(evening), "seat:1", "staff:", "Sam"):
        assert not [command for command in commands if secret in command], secret


@contextmanager
def overheard(address: str) -> Iterator[list[str]]:
    """Every command that Valkey is given meanwhile, by anybody."""
    commands: list[str] = []
    listening, done = Event(), Event()

    def listen() -> None:
        # A house may be silent for longer than a client would usually wait.
        with Redis.from_url(address, socket_timeout=None) as redis, redis.monitor() as monitor:
            listening.set()
            while not done.is_set():
                commands.append(str(monitor.next_command()["command"]))

    listener = Thread(target=listen, daemon=True)
    listener.start()
    listening.wait(5)
    yield commands
    done.set()
    with Redis.from_url(address) as redis:
        redis.ping()
    listener.join(5)
