"""What every test may ask for. The stores are ready before Django reads its settings."""

import gc
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from server.loading import quickly
from tests.ground import Ground, lay

# A run keeps nearly all it loads, as a house does.
quickly()
GROUND = lay()

import django

# Folders' own conftests import models before pytest-django would have set Django up.
django.setup()

from django.db import connection

from cohorts.actions import acts
from tests import emptying, laying, passwords, tables

emptying.instead_of_flushing()
passwords.at_little_cost()

from playwright.sync_api import Browser

from tests.chromium import a_browser
from tests.running import Alcove

StartAlcove = Callable[..., Alcove]


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    # A ring from a thread gives up after a second (cohorts/doorbell.py): what it had begun to open on a busy machine is
    # closed here, and is no fault of the test that happened to be the last.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    GROUND.stop()


def pytest_report_header() -> str:
    """Say which store is under test."""
    return f"store: {GROUND.store}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about the other store alone."""
    other = "embedded" if GROUND.store == "grown" else "grown"
    for item in items:
        if item.get_closest_marker(other) and not item.get_closest_marker("both"):
            item.add_marker(pytest.mark.skip(reason=f"about the {other} store"))


@pytest.fixture(autouse=True)
def tests_own_transaction_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test is wrapped in hides an act that stands apart from what it tells of."""
    monkeypatch.setattr(acts, "_in_a_transaction", _in_one_of_ours)


def _in_one_of_ours() -> bool:
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Whether the tests' own database is there before Django would make it: where its tables need only be copied."""
    if not tables.shared():
        return django_db_keepdb
    fresh, own = Alcove(GROUND.environment()), settings.DATABASES["default"]
    fresh.lay_tables()
    if GROUND.store == "grown":
        tables.rename(fresh.env["DATABASE_URL"], f"test_{own['NAME']}")
    else:
        shutil.move(Path(fresh.env["DATA_DIR"]) / laying.FILE, own["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def store() -> str:
    """Return ``embedded`` or ``grown``."""
    return GROUND.store


@pytest.fixture(scope="session")
def ground() -> Ground:
    """Return the run's folder and stores, for tests that break them; embedded there are no servers to break."""
    return GROUND


@pytest.fixture(scope="module")
def start_alcove() -> Iterator[StartAlcove]:
    """Start real processes: ``start_alcove(sessions=2, LEAVE_URL="/today/")``; all end with the module."""
    started: list[Alcove] = []

    def start(*, sessions: int = 1, **env: str) -> Alcove:
        started.append(Alcove({**GROUND.environment(), **env}))
        return started[-1].prepare(sessions=sessions).start()

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="module")
def live_server_process(start_alcove: StartAlcove) -> Alcove:
    """One real Alcove with a demo, shared by the tests of a module."""
    return start_alcove()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser. Ends with the module, since its loop would stand in the way of async tests."""
    with a_browser() as one:
        yield one
