"""A real house says how it is while its stores are stopped and its duty loops are killed, and says it soon."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ground import Ground
from tests.running import ROOT, Alcove
from tests.server.test_process import fetched
from tests.warm import Started

pytestmark = pytest.mark.slow

AGE = """
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from cohorts.models import Heartbeat
Heartbeat.objects.update(beat_at=F("beat_at") - timedelta(seconds=60))
"""


@pytest.fixture(scope="module")
def alcove(start_alcove: Callable[..., Alcove]) -> Alcove:
    """A house whose duties have a process of their own."""
    return start_alcove(DUTIES="0", LOG_FORMAT="json")


@pytest.fixture
def duties(alcove: Alcove) -> Iterator[Started]:
    """That process."""
    process = Started(("manage.py", "duties"), ROOT, alcove._environment(), alcove.log)
    yield process
    process.kill()
    process.wait()


def ready(alcove: Alcove) -> tuple[int, dict[str, Any]]:
    status, headers, body = fetched(alcove, "/readyz", Host="elsewhere.example.org")
    assert headers["Cache-Control"] == "no-store"
    return status, json.loads(body)["parts"]


def is_ready(alcove: Alcove, ok: bool = True) -> dict[str, Any]:
    """Wait until it is, or is not; the parts then."""
    deadline = time.monotonic() + 30
    while True:
        status, parts = ready(alcove)
        if status == (200 if ok else 503):
            return parts
        assert time.monotonic() < deadline, parts
        time.sleep(0.1)


def asked(port: int) -> str:
    """What docs/running.md has an operator type, outside of a container."""
    every_day = (ROOT / "docs" / "running.md").read_text().partition("\n## Every day\n")[2]
    words = every_day.partition("```\n")[2].partition("```")[0].removeprefix("docker compose exec web-1 python ")
    return f"{sys.executable} {words.replace('8000', str(port))}"


def test_a_killed_loop_is_noticed_and_another_takes_over(alcove: Alcove, duties: Started) -> None:
    assert is_ready(alcove)["duties"]["says"].startswith("a loop ran")
    duties.kill()
    duties.wait()
    alcove.run("-c", AGE)
    assert not is_ready(alcove, ok=False)["duties"]["ok"]
    assert fetched(alcove, "/healthz")[0] == 200, "the process itself is well"
    alcove.manage("duties", "--once")
    assert is_ready(alcove)["duties"]["ok"]


def test_the_line_an_operator_types_tells_of_a_house_that_is_well_and_of_one_that_is_not(alcove: Alcove) -> None:
    alcove.manage("duties", "--once")
    is_ready(alcove)
    for age, ended in (("", 0), (AGE, 1)):
        if age:
            alcove.run("-c", age)
        is_ready(alcove, ok=not ended)
        said = subprocess.run(["bash", "-c", asked(alcove.port)], capture_output=True, text=True, check=False)
        assert (said.returncode, said.stderr) == (ended, "")
        assert json.loads(said.stdout)["parts"]["duties"]["ok"] is not bool(ended)


def test_a_loop_leaves_within_seconds_and_without_a_word_about_it(alcove: Alcove, duties: Started) -> None:
    deadline = time.monotonic() + 30
    while alcove.log.read_text().count("the duty loop begins") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    duties.send_signal(signal.SIGTERM)
    assert duties.wait(5) == 0
    assert "Traceback" not in alcove.log.read_text()


@pytest.mark.grown
def test_a_stopped_database_is_told_of_soon(alcove: Alcove, ground: Ground) -> None:
    assert ground.postgres is not None
    alcove.manage("duties", "--once")
    is_ready(alcove)
    ground.postgres.freeze()
    try:
        # What was seen a moment before is still told for a second.
        is_ready(alcove, ok=False)
        since = time.monotonic()
        _, parts = ready(alcove)
        assert time.monotonic() - since < 5
        assert parts["database"]["says"] == "does not answer within 2 s"
        assert parts["doorbell"]["ok"]
        assert fetched(alcove, "/healthz")[0] == 200
        assert fetched(alcove, "/metrics")[0] == 200
    finally:
        ground.postgres.thaw()
    alcove.manage("duties", "--once")
    is_ready(alcove)


@pytest.mark.grown
def test_a_database_that_is_away_is_told_of_at_once(alcove: Alcove, ground: Ground) -> None:
    assert ground.postgres is not None
    ground.postgres.stop()
    try:
        assert is_ready(alcove, ok=False)["database"]["says"].startswith("cannot be asked")
    finally:
        ground.postgres.launch()
    alcove.manage("duties", "--once")
    is_ready(alcove)


@pytest.mark.grown
def test_a_stopped_doorbell_is_told_of_and_nothing_else_is(alcove: Alcove, ground: Ground) -> None:
    assert ground.valkey is not None
    alcove.manage("duties", "--once")
    is_ready(alcove)
    ground.valkey.freeze()
    try:
        parts = is_ready(alcove, ok=False)
        assert [name for name, part in parts.items() if not part["ok"]] == ["doorbell"]
    finally:
        ground.valkey.thaw()
    is_ready(alcove)


def test_all_that_was_written_meanwhile_is_one_object_a_line(alcove: Alcove) -> None:
    lines = [json.loads(line) for line in alcove.log.read_text().splitlines()]
    assert {"time", "level", "event", "logger", "where", "process"} <= set(lines[0])
