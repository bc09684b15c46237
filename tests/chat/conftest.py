"""An evening and a running house for every test of the room."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from channels.db import database_sync_to_async

from tests import cast
from tests.cast import Evening
from tests.chat.house import House, running
from tests.conftest import GROUND

pytestmark = pytest.mark.django_db(transaction=True)

# Both are about no store at all. To look for what would only be left out takes seconds.
collect_ignore = ["guard", "pure"] if GROUND.store == "grown" else []


@pytest.fixture
async def an_evening(transactional_db: None) -> Callable[..., Awaitable[Evening]]:
    """Make an evening in the phase the test wants: `await an_evening("lobby")`."""
    make: Callable[..., Awaitable[Evening]] = database_sync_to_async(cast.evening)
    return make


@pytest.fixture
async def evening(transactional_db: None) -> Evening:
    """An evening whose room is open as far as the clock goes; it opens when staff come."""
    made: Evening = await database_sync_to_async(cast.evening)("open")
    return made


@pytest.fixture
async def house(evening: Evening) -> AsyncIterator[House]:
    """One worker."""
    async with running(evening) as one:
        yield one


@pytest.fixture
async def two(evening: Evening) -> AsyncIterator[House]:
    """Two workers that share the stores and nothing else."""
    async with running(evening, workers=2) as both:
        yield both
