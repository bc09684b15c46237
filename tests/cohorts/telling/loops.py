"""Real `manage.py duties` on the database of the test, each in a process of its own with a clock of its own."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from tests.cohorts.telling.conftest import SECRET
from tests.cohorts.telling.post import PATIENCE_SECONDS, Post, Texts
from tests.running import ROOT
from tests.warm import Started, cold

AHEAD = str(ROOT / "tests" / "faults" / "ahead")
PAUSE_SECONDS = 0.05


class Loops:
    """The loops of one house that run now."""

    def __init__(self, post: Post, texts: Texts, log: Path) -> None:
        """None runs yet."""
        now = datetime.now(UTC)
        self._env = {
            **os.environ,
            "DATABASE_URL": _database(),
            "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
            "EMAIL_FROM": "post@charity.example",
            "TEXT_WEBHOOK_URL": f"http://127.0.0.1:{texts.port}/",
            "TEXT_WEBHOOK_SECRET": f"whsec_{base64.b64encode(SECRET).decode()}",
            # It is day whenever this is run.
            "QUIET_HOURS": f"{now + timedelta(hours=10):%H:%M}-{now + timedelta(hours=11):%H:%M}",
        }
        self.log = log
        self._running: list[Started | subprocess.Popen[bytes]] = []

    def start(self, *hours_ahead: float) -> None:
        """Start one for each, whose clock is so many hours ahead of ours."""
        for hours in hours_ahead:
            clock = {"PYTHONPATH": AHEAD, "CLOCK_AHEAD": str(hours * 3600)} if hours else {}
            begin = cold if hours else Started
            self._running.append(begin(("manage.py", "duties"), ROOT, {**self._env, **clock}, self.log))

    def end(self, how: signal.Signals) -> None:
        """End them all."""
        for one in self._running:
            one.send_signal(how)
        for one in self._running:
            one.wait(PATIENCE_SECONDS)
        self._running.clear()

    def until(self, true: Callable[[], object]) -> None:
        """Wait until they have made this true."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not true():
            assert time.monotonic() < deadline, self.log.read_text()[-4000:]
            assert all(one.poll() is None for one in self._running), self.log.read_text()[-4000:]
            time.sleep(PAUSE_SECONDS)


@contextmanager
def loops(post: Post, texts: Texts, folder: Path) -> Iterator[Loops]:
    """End whatever runs when the block ends."""
    one = Loops(post, texts, folder / "loops")
    try:
        yield one
    finally:
        post.go_on.set()
        texts.go_on.set()
        one.end(signal.SIGKILL)


def _database() -> str:
    """Where the rows of this test are."""
    name = connection.settings_dict["NAME"]
    if connection.vendor != "postgresql":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
