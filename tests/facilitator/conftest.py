"""The evening and the running house of the room's tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.cast import Evening
from tests.chat.conftest import an_evening, evening, house, two
from tests.chat.house import House
from tests.chat.live.conftest import clock, unpaced
from tests.chat.verbs.company import Company

__all__ = ["an_evening", "clock", "evening", "house", "two", "unpaced"]

Make = Callable[..., Awaitable[Evening]]


@pytest.fixture
async def company(house: House) -> Company:
    """A counsellor, a volunteer and three young people, all of whom have heard all there is."""
    return await Company.gather(house)
