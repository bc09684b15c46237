"""Whoever watches over a house is told how it is, part by part, soon, and nothing private."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.clock import database_now
from cohorts.models import Contact, ContactPurpose, Heartbeat
from server import health, look, shared
from server.health import Health, Part, Report, judged
from server.look import Seen
from server.shared import beside
from server.watch import Watched
from tests import cast
from tests.server.knock import Heard, knock, scope

SECOND = timedelta(seconds=1)
STATUS = "see manage.py keys status"
ONE_TIME = "let both follow one time server"
AGAIN = "fails again and again"
FULL = "is its disk full, or is it a copy that only reads?"
WELL = Seen(took=SECOND / 250, ahead=SECOND * 0, missing=0, beat_age=SECOND * 4)


async def see() -> Seen:
    return WELL


async def ring() -> None:
    return None


def in_words(seen: Seen) -> dict[str, tuple[bool, str]]:
    return {name: (part.ok, part.says) for name, part in judged(seen).items()}


def test_all_is_well() -> None:
    assert in_words(WELL) == {
        "database": (True, "answers in 4 ms"),
        "migrations": (True, "all applied"),
        "keys": (True, "open what they closed"),
        "duties": (True, "a loop ran 4 s ago"),
        "clock": (True, "no difference to the database's"),
    }


@pytest.mark.parametrize(
    ("part", "seen", "ok", "says"),
    [
        ("migrations", Seen(SECOND, SECOND * 0, 2, None), False, "2 not applied; run manage.py migrate"),
        ("duties", Seen(SECOND, SECOND * 0, 2, None), False, "not known yet"),
        ("duties", Seen(SECOND, SECOND * 0, 0, None), False, "no loop has ever run; start manage.py duties"),
        ("duties", Seen(SECOND, SECOND * 0, 0, SECOND * 30), True, "a loop ran 30 s ago"),
        ("duties", Seen(SECOND, SECOND * 0, 0, SECOND * 31), False, "no loop for 31 s; start manage.py duties"),
        ("duties", replace(WELL, failing=("a", "b")), False, f"{AGAIN}: a, b; the log of the duties says how"),
        ("keys", Seen(SECOND, SECOND * 0, 2, None), False, "not known yet"),
        ("keys", Seen(SECOND, SECOND * 0, 0, None, ("a", "b")), False, f"do not open the newest a, b; {STATUS}"),
        ("clock", Seen(SECOND, SECOND * 1.5, 0, SECOND), True, "1.5 s behind the database's"),
        ("clock", Seen(SECOND, SECOND * 60, 0, SECOND), False, f"60.0 s behind the database's; {ONE_TIME}"),
        ("clock", Seen(SECOND, SECOND * -3, 0, SECOND), False, f"3.0 s ahead of the database's; {ONE_TIME}"),
    ],
)  # fmt: skip
def test_what_is_not_well_says_what_to_do(part: str, seen: Seen, ok: bool, says: str) -> None:
    assert in_words(seen)[part] == (ok, says)


@pytest.mark.parametrize(
    ("database", "ahead"), [(0.0, -1.0), (1.0, 0.0), (1.9, 0.0), (2.0, 0.0), (62.0, 60.0), (-58.0, -59.0)]
)
def test_what_asking_took_is_in_favour_of_a_clock(database: float, ahead: float) -> None:
    began = datetime(2026, 11, 20, tzinfo=UTC)
    at = [began + SECOND * seconds for seconds in (database, 1, 2)]
    assert look._apart(*at) == SECOND * ahead


async def test_a_database_that_hangs_is_asked_once_and_waited_for_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "DATABASE_SECONDS", 0.05)
    asked, answers = [], asyncio.Event()

    async def hangs() -> Seen:
        asked.append(1)
        await answers.wait()
        return WELL

    watched = Health(hangs, ring)
    for report in (*await asyncio.gather(watched.ready(), watched.ready()), await watched.ready()):
        assert not report.ok
        assert report.parts["database"].says.startswith("does not answer within")
        assert report.parts["clock"] == Part(ok=False, says="not known while the database does not answer")
        assert report.parts["doorbell"].ok
    answers.set()
    assert (await watched.ready()).parts["database"].ok
    assert asked == [1]


async def test_an_answer_is_shared_for_a_second_and_then_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def counts() -> Seen:
        asked.append(1)
        return WELL

    watched = Health(counts, ring)
    for _ in range(5):
        await watched.ready()
    assert asked == [1]
    monkeypatch.setattr(shared, "KEPT_SECONDS", 0)
    watched = Health(counts, ring)
    for _ in range(2):
        await watched.ready()
    assert asked == [1, 1, 1]


@pytest.mark.parametrize(
    ("seconds", "ok", "says"),
    [
        (0.0, True, "nothing fails"),
        (29.0, True, f"nothing could be written for 29 s; {FULL}"),
        (40.0, False, f"nothing could be written for 40 s; {FULL}"),
    ],
)
async def test_a_house_that_can_be_read_and_not_written_to_is_not_well_after_half_a_minute(
    monkeypatch: pytest.MonkeyPatch, seconds: float, ok: bool, says: str
) -> None:
    monkeypatch.setattr("chat.worker.failing_for", lambda: seconds)
    report = await Health(see, ring).ready()
    assert report.parts["writing"] == Part(ok=ok, says=says)
    assert report.parts["database"].ok, "whoever only reads sees nothing of it"


@pytest.mark.parametrize("problem", [OperationalError("password=private"), RuntimeError("private")])
async def test_how_a_part_failed_is_not_quoted(problem: Exception) -> None:
    async def fails() -> Any:
        raise problem

    report = await Health(fails, fails).ready()
    assert [name for name, part in report.parts.items() if not part.ok] == [
        *("rooms", "doorbell", "database", "migrations", "keys", "duties", "clock")
    ]
    assert "private" not in repr(report)


async def test_a_doorbell_that_does_not_ring_keeps_nothing_else_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "DOORBELL_SECONDS", 0.05)

    async def hangs() -> None:
        await asyncio.Event().wait()

    report = await Health(see, hangs).ready()
    assert report.parts["doorbell"].says.startswith("does not ring within")
    assert report.parts["database"].ok


def a_contact() -> Contact:
    seat = cast.evening().otter
    return actions.keep_contact(seat, ContactPurpose.LIFE, "otter@example.org", timezone.now(), "1")


@pytest.mark.django_db(transaction=True)
async def test_a_look_at_the_real_stores(settings: Settings) -> None:
    ours = settings.KEYS
    assert (await beside(look.look)).beat_age is None

    def beat(loop: str, ago: int) -> None:
        Heartbeat.objects.create(loop=loop, beat_at=database_now() - SECOND * ago)

    await database_sync_to_async(beat)("one", 90)
    await database_sync_to_async(beat)("two", 40)
    seen = await beside(look.look)
    assert (seen.missing, seen.ahead) == (0, timedelta(0))
    assert seen.beat_age is not None
    assert SECOND * 40 <= seen.beat_age < SECOND * 70
    await database_sync_to_async(beat)("of before", -7200)
    seen = await beside(look.look)
    assert seen.beat_age is not None
    assert seen.beat_age >= SECOND * 40, "a beat of before the clock was put back is no sign of life"
    assert seen.shut == ()
    contact = await database_sync_to_async(a_contact)()
    assert (await beside(look.look)).shut == (), "it opens with our ring"
    await database_sync_to_async(contact.delete)()
    settings.KEYS = replace(settings.KEYS, ring=settings.KEYS.ring.with_coming().moved_on())
    await database_sync_to_async(a_contact)()
    settings.KEYS = ours
    assert (await beside(look.look)).shut == ("contacts",), "a newer ring closed it"
    assert (await Health().ready()).parts["doorbell"] == Part(ok=True, says="rings")


@pytest.mark.django_db(transaction=True)
async def test_a_migration_that_is_not_applied_is_seen() -> None:
    applied = MigrationRecorder.Migration.objects.filter(app="chat", name="0001_initial")
    row = await database_sync_to_async(applied.get)()
    await database_sync_to_async(applied.delete)()
    try:
        assert (await beside(look.look)).missing == 1
    finally:
        await database_sync_to_async(row.save)(force_insert=True)


# --- the addresses --------------------------------------------------------------------------


class Told(Health):
    """A house that is as the test says."""

    def __init__(self, *, ok: bool) -> None:
        super().__init__(see, ring)
        self.report = Report({"database": Part(ok=ok, says="so it is")}, 4.0)

    async def ready(self) -> Report:
        return self.report


async def asked(path: str, *, ok: bool = True, method: str = "GET", **more: Any) -> tuple[Heard, Heard]:
    """What came back, and what was passed on."""
    behind, heard = Heard(), Heard()
    await knock(Watched(behind.application, Told(ok=ok)), scope(path=path, method=method, **more), heard)
    return heard, behind


@pytest.mark.parametrize(("ok", "status"), [(True, 200), (False, 503)])
async def test_readiness_is_a_number_and_words(ok: bool, status: int) -> None:
    heard, behind = await asked("/readyz", ok=ok)
    start, body = heard.sent
    assert start["status"] == status
    assert json.loads(body["body"]) == {"ok": ok, "parts": {"database": {"ok": ok, "says": "so it is"}}}
    assert (b"cache-control", b"no-store") in start["headers"]
    assert behind.scope == {}


async def test_without_a_writer_this_process_is_not_alive() -> None:
    heard, _ = await asked("/healthz")
    assert heard.sent[0]["status"] == 503
    assert json.loads(heard.sent[1]["body"])["parts"]["rooms"]["says"] == "the writer is not at work"


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("POST", 405)])
async def test_nothing_is_taken_and_a_head_has_no_body(method: str, status: int) -> None:
    heard, _ = await asked("/readyz", method=method)
    assert (heard.sent[0]["status"], heard.sent[1]["body"]) == (status, b"")


@pytest.mark.parametrize(("kind", "path"), [("http", "/"), ("http", "/readyz/"), ("websocket", "/readyz")])
async def test_everything_else_is_passed_on(kind: str, path: str) -> None:
    behind, heard = Heard(), Heard()
    await knock(Watched(behind.application, Told(ok=True)), scope(kind, path=path, method="GET"), heard)
    assert (behind.scope["path"], heard.sent) == (path, [])


@pytest.mark.parametrize(
    ("client", "headers", "seen"),
    [
        (["127.0.0.1", 1], (), True),
        (["::1", 1], (), True),
        (["10.3.0.9", 1], (), True),
        (["::ffff:172.18.0.4", 1], (), True),
        (["8.8.4.4", 1], (), False),
        (["::ffff:8.8.8.8", 1], (), False),
        (["2001:4860:4860::8888", 1], (), False),
        (["127.0.0.1", 1], [("x-forwarded-for", "127.0.0.1")], False),
        (["10.3.0.9", 1], [("forwarded", "for=10.0.0.1")], False),
        (["10.3.0.9", 1], [("x-real-ip", "10.0.0.1")], False),
        (None, (), False),
        (["", 0], (), False),
    ],
)
async def test_counts_are_for_the_neighbours_alone(client: Any, headers: Any, seen: bool) -> None:
    heard, behind = await asked("/metrics", client=client, headers=headers)
    if seen:
        assert b'alcove_part_ok{part="database"} 1.0' in heard.sent[1]["body"]
        assert b"alcove_duties_age_seconds 4.0" in heard.sent[1]["body"]
    assert bool(heard.sent) is seen
    assert bool(behind.scope) is not seen
