"""An evening whose lead, deputy and on-call can be reached by letters and a pager, and the clock, moved by hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from cohorts.duties import Chore, Loop, registry
from cohorts.models import OnCallSpan, Role, Staff
from cohorts.roles import Post as OnPost
from cohorts.webhook import Webhook
from facilitator.safeguarding import telling
from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import Duty, DutyCall, Kind, Level
from tests import cast
from tests.cohorts.telling.conftest import SECRET
from tests.cohorts.telling.post import Post, Texts, post_office, text_sender

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SECONDS = 30
#: Enough for a provider that hangs to be taken for one.
A_WHILE = 16


@dataclass
class Calling:
    """Who is called about what; `now` is moved by `rounds`."""

    evening: cast.Evening
    deputy: Staff
    on_call: Staff
    post: Post
    pager: Texts
    loops: tuple[Loop, Loop]
    now: datetime = NOON

    def clock(self) -> datetime:
        return self.now

    def raises(self, level: Level = Level.NOW, kind: Kind = Kind.CONCERN, **fields: Any) -> Duty:
        with transaction.atomic():
            return raise_duty(kind, level, self.evening.session, **{"ref": "one", "now": self.now, **fields})

    def rounds(self, *, seconds: float = 0, settle: bool = True) -> None:
        """Some time later both loops do a round at the same moment."""
        self.now += timedelta(seconds=seconds)
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
        assert all(hands.settled(SECONDS) for hands in telling.HANDS.values())

    @property
    def letters(self) -> list[str]:
        """To whom letters went, by name, in order of the alphabet; and forgets them."""
        taken, self.post.taken[:] = [to.partition("@")[0] for to, _ in self.post.taken], []
        return sorted(taken)

    @property
    def pages(self) -> list[str]:
        """Whom the pager was told to page, by name, in order of the alphabet; and forgets it."""
        got, self.pager.got[:] = [json.loads(body)["data"]["to"] for _, body in self.pager.got], []
        names = dict(Staff.objects.values_list("public_id", "name"))
        return sorted(names[public_id].lower() for public_id in got)

    def waiting(self) -> int:
        """How many calls have not gone through, of rounds that are on."""
        return DutyCall.objects.waiting().count()


def gives_emails() -> None:
    """Everybody of staff signs in by their name."""
    for one in Staff.objects.all():
        one.email = f"{one.name.lower()}@charity.example"
        one.save()


def holds(post: OnPost, staff: Staff, now: datetime) -> None:
    """Somebody has a post for weeks."""
    weeks = timedelta(weeks=4)
    OnCallSpan.objects.create(post=post, staff=staff, starts_at=now - weeks, ends_at=now + weeks)


@contextmanager
def calling(settings: Settings, patch: pytest.MonkeyPatch) -> Iterator[Calling]:
    """Jo leads, Max is the deputy, Lou is on call."""
    with post_office() as post, text_sender() as pager:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, SECONDS
        settings.DEFAULT_FROM_EMAIL, settings.POST_IS_SET_UP = "post@charity.example", True
        settings.DUTY_WEBHOOK = Webhook(f"http://127.0.0.1:{pager.port}/page", SECRET)
        evening = cast.evening("open", now=NOON)
        deputy, on_call = cast.staff("Max", Role.LEAD), cast.staff("Lou", Role.COUNSELLOR)
        gives_emails()
        for where, who in ((OnPost.LEAD, evening.lead), (OnPost.DEPUTY, deputy), (OnPost.ON_CALL, on_call)):
            holds(where, who, NOON)
        patch.setattr(registry, "_CHORES", {})
        one = Calling(evening, deputy, on_call, post, pager, (Loop(lambda: one.clock()), Loop(lambda: one.clock())))
        patch.setattr("facilitator.safeguarding.errand.database_now", one.clock)
        registry.register(Chore("tell of duties", 1, telling.tell_duties))
        yield one
        post.go_on.set()
        pager.go_on.set()
        one.settle()
