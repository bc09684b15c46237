"""A house on a quiet afternoon, with a post office, somebody who sends texts, and two loops that tell what is due."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from cohorts.actions import keep_contact
from cohorts.duties import Chore, Loop, registry
from cohorts.models import ContactPurpose, Kind, Seat, Session, Telling
from cohorts.models.session import Outcome
from cohorts.telling import sending, tell
from cohorts.webhook import Webhook
from tests import cast
from tests.cohorts.telling.post import Post, Texts, post_office, text_sender

AFTERNOON = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
SECRET = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G")
SECONDS = 30
HOUR = timedelta(hours=1)


@dataclass
class Told:
    """What young people are told on this afternoon, and the clock, moved by hand."""

    evening: cast.Evening
    post: Post
    texts: Texts
    loops: tuple[Loop, Loop]
    now: datetime = AFTERNOON
    others: int = 0

    def clock(self) -> datetime:
        return self.now

    def call_off(self) -> None:
        """Nobody could open the room, so that it is true to say that we do not meet."""
        Session.objects.filter(pk=self.evening.session.pk).update(outcome=Outcome.NOT_HELD)

    def tell(self, kind: Kind, *seats: Seat, about: bool = True, hours: float = 1, occasion: str = "") -> None:
        if kind == Kind.CANCELLED:
            self.call_off()
        with transaction.atomic():
            for seat in seats:
                tell(
                    kind, seat, session=self.evening.session if about else None, due_at=self.now,
                    not_after=self.now + hours * HOUR, occasion=occasion,
                )  # fmt: skip

    def rounds(self, *, minutes: float = 0, settle: bool = True) -> None:
        """Some time later both loops do a round at the same moment."""
        self.now += timedelta(minutes=minutes)
        together = threading.Barrier(2)

        def one(loop: Loop) -> None:
            together.wait(SECONDS)
            try:
                loop.round()
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(one, self.loops))
        if settle:
            self.settle()

    def settle(self) -> None:
        """Wait until nobody is on an errand."""
        assert all(hands.settled(SECONDS) for hands in sending.HANDS.values())

    def outbox(self) -> list[tuple[str, str]]:
        """Who was to be told, and what became of it."""
        rows = Telling.objects.select_related("seat").order_by("pk")
        return [(row.seat.name if row.seat else "", self._end(row)) for row in rows]

    def _end(self, row: Telling) -> str:
        return "told" if row.told_at else row.skipped_why if row.skipped_at else "waits"


def gives(seat: Seat, contact: str) -> None:
    """Somebody gives a contact for reminders."""
    keep_contact(seat, ContactPurpose.REMINDERS, contact, AFTERNOON, "1")


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """Otter and hare have an email, heron a phone."""
    with post_office() as post, text_sender() as texts:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, SECONDS
        settings.DEFAULT_FROM_EMAIL, settings.POST_IS_SET_UP = "post@charity.example", True
        settings.TEXT_WEBHOOK = Webhook(f"http://127.0.0.1:{texts.port}/send?from=us", SECRET)
        evening = cast.evening("waiting", now=AFTERNOON)
        for seat, contact in ((evening.otter, "otter@example.org"), (evening.heron, "07400 123456")):
            gives(seat, contact)
        gives(evening.hare, "hare@example.org")
        monkeypatch.setattr(registry, "_CHORES", {})
        one = Told(evening, post, texts, loops=(Loop(lambda: one.clock()), Loop(lambda: one.clock())))
        monkeypatch.setattr("cohorts.telling.errand.database_now", one.clock)

        def other(_now: datetime) -> int:
            one.others += 1
            return 0

        registry.register(Chore("tell what is due", 1, sending.tell_due))
        registry.register(Chore("other", 1, other))
        yield one
        post.go_on.set()
        texts.go_on.set()
        one.settle()
