"""A real process, killed while its post office has the letters and has not said so."""

from __future__ import annotations

import base64
import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.cohorts.telling.post import PATIENCE_SECONDS, Post, Texts, post_office, text_sender
from tests.conftest import StartAlcove
from tests.running import Alcove

#: So many letters are handed over at once; the seventh waits for a free hand.
HANDS = 6

PLAN = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from cohorts.actions import keep_contact
from cohorts.models import ContactPurpose, Kind, Seat
from cohorts.telling import tell
now = timezone.now()
with transaction.atomic():
    for seat in Seat.objects.held().order_by("pk")[:8]:
        contact = "07400 123456" if seat.number == 1 else f"seat{seat.number}@example.org"
        keep_contact(seat, ContactPurpose.REMINDERS, contact, now, "1")
        session = seat.cohort.sessions.current(now)
        tell(Kind.MOVED, seat, session=session, due_at=now, not_after=now + timedelta(hours=6))
"""
AFTER_THE_CLAIM = """
from datetime import timedelta
from cohorts.models import Telling
for row in Telling.objects.filter(claimed_until__isnull=False):
    Telling.objects.filter(pk=row.pk).update(claimed_until=row.claimed_until - timedelta(minutes=2))
"""
ENDS = """
import json
from cohorts.models import Telling
rows = Telling.objects.order_by("pk")
print(json.dumps([row.way + " told" if row.told_at else row.way + " " + row.skipped_why for row in rows]))
"""


def daytime() -> str:
    """Quiet hours that are not now, so that it is day whenever this is run."""
    now = datetime.now(UTC)
    return f"{now + timedelta(hours=10):%H:%M}-{now + timedelta(hours=11):%H:%M}"


def in_django(alcove: Alcove, script: str) -> str:
    return alcove.run("-c", "import django; django.setup()\n" + script)


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as one:
        yield one


@pytest.fixture
def texts() -> Iterator[Texts]:
    with text_sender() as one:
        yield one


def test_what_was_on_its_way_is_never_told_twice_and_what_was_not_is_told(
    start_alcove: StartAlcove, post: Post, texts: Texts
) -> None:
    post.how, texts.waits = "waits_after", True
    alcove = start_alcove(
        EMAIL_URL=f"smtp://127.0.0.1:{post.port}",
        TEXT_WEBHOOK_URL=f"http://127.0.0.1:{texts.port}/",
        TEXT_WEBHOOK_SECRET=f"whsec_{base64.b64encode(bytes(range(32))).decode()}",
        QUIET_HOURS=daytime(),
    )
    in_django(alcove, PLAN)
    assert all(post.reached.acquire(timeout=PATIENCE_SECONDS) for _ in range(HANDS))
    assert texts.reached.acquire(timeout=PATIENCE_SECONDS)
    alcove.stop(signal.SIGKILL)
    assert len(post.taken) == HANDS
    post.how, texts.waits = "takes", False
    post.go_on.set()
    texts.go_on.set()
    in_django(alcove, AFTER_THE_CLAIM)
    alcove.start()
    assert post.reached.acquire(timeout=PATIENCE_SECONDS), "the one that no hand was free for"
    assert texts.reached.acquire(timeout=PATIENCE_SECONDS), "once more"
    alcove.stop()
    assert len(set(post.whom)) == len(post.whom) == HANDS + 1
    assert texts.ids == [texts.ids[0]] * 2, "which whoever sends it knows by its id"
    ends = json.loads(in_django(alcove, ENDS))
    assert sorted(ends) == ["email told", *["email unsure"] * HANDS, "text told"]
    assert not any(word in alcove.log.read_text() for word in ("example.org", "07400", "447400"))
