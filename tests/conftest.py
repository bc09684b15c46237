"""What every test may ask for. The stores are ready before Django reads its settings."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from tests.ground import Ground, lay

GROUND = lay()

import django

# Folders' own conftests import models before pytest-django would have set Django up.
django.setup()

from tests import emptying

emptying.instead_of_flushing()

from playwright.sync_api import Browser, sync_playwright

from tests.running import Alcove

# Root cannot use the browser's sandbox; the rest keeps it from talking to anybody but us.
CHROMIUM_OPTIONS = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
StartAlcove = Callable[..., Alcove]


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    GROUND.stop()


def pytest_report_header() -> str:
    """Say which store is under test."""
    return f"store: {GROUND.store}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about the other store alone."""
    other = "embedded" if GROUND.store == "grown" else "grown"
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"about the {other} store"))


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
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    options = [*CHROMIUM_OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()
