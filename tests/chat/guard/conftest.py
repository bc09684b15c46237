"""What the guard makes of words is about no store at all, so one run of it is enough."""

from pathlib import Path

import pytest

from chat.guard import Guard
from tests.unhurried import unhurried

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave it out on the grown store."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.embedded)


@pytest.fixture(scope="session")
def guard() -> Guard:
    """The guard of the release, which nothing hurries: a busy machine must not make words seem held."""
    return unhurried()
