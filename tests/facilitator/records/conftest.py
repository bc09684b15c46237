"""An evening that is over, and a concern that came up after it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.models import Concern, Level
from tests import cast

#: What the concern was raised with; where no record is read it must not stand.
CANARY = "canary of the record"


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is over."""
    return cast.evening("over")


@pytest.fixture
def concern(evening: cast.Evening) -> Concern:
    """What the counsellor raised after it."""
    return raise_afterwards(evening.counsellor, evening.session, evening.hare, Level.URGENT, CANARY, timezone.now())
