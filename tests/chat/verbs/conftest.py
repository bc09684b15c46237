"""An open room with a small company in it."""

from __future__ import annotations

import pytest

from tests.chat.house import House

from .company import Company


@pytest.fixture
async def company(house: House) -> Company:
    """A counsellor, a volunteer and three young people, all of whom have heard all there is."""
    return await Company.gather(house)
