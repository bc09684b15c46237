"""The world of these tests: one for all of a run, on the server that ALCOVE_SERVER names."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.faults import seen
from tests.faults.evening import Evening
from tests.faults.world import World
from tests.ground import Ground

OpenEvening = Callable[..., Evening]


def _tests_of(fixture: str, request: pytest.FixtureRequest) -> int:
    """How many tests of this run will ask for rooms."""
    return sum(fixture in getattr(item, "fixturenames", ()) for item in request.session.items)


@pytest.fixture(scope="session")
def world(ground: Ground, request: pytest.FixtureRequest) -> Iterator[World]:
    """Three workers on PostgreSQL and Valkey."""
    one = World(ground, ground.environment(), workers=3, tests=_tests_of("world", request))
    yield one
    one.stop()


@pytest.fixture(scope="session")
def alone(ground: Ground, request: pytest.FixtureRequest) -> Iterator[World]:
    """One process on SQLite with the doorbell inside."""
    env = {name: value for name, value in ground.environment().items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    one = World(ground, env, workers=1, tests=_tests_of("alone", request))
    yield one
    one.stop()


@pytest.fixture
async def open_evening(request: pytest.FixtureRequest) -> AsyncIterator[OpenEvening]:
    """An evening that is noted in the table at the end of the run, whatever becomes of it."""
    opened: list[Evening] = []

    def opening(*arguments: object, **options: object) -> Evening:
        opened.append(Evening(*arguments, **options))  # type: ignore[arg-type]  # as Evening takes them
        return opened[-1]

    yield opening
    for each in opened:
        note = each.noted()
        note.fault = str(request.node.name).removeprefix("test_").replace("_", " ")
        seen.ALL.append(note)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was seen."""
    if seen.ALL:
        terminalreporter.section("what was seen")
        for line in seen.table():
            terminalreporter.write_line(line)
