"""The duty loop: does what is due, whoever else does so too, and says every few seconds that it lives."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from cohorts.clock import database_now
from cohorts.duties import errands
from cohorts.duties.claim import Due, carry_out, claim, due, know, note_failure
from cohorts.duties.registry import known
from cohorts.models import Heartbeat

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
BEAT_SECONDS = 10
#: After an error the loop tries again later, and later still, but never so late that it would count as dead.
MOST_PAUSE_SECONDS = 5.0
LEAVING_SECONDS = 2.0


class Loop:
    """One loop, in a thread of its own. Several may run, in one process or in many."""

    def __init__(self, now: Callable[[], datetime] = database_now) -> None:
        """`now` tells the database's time."""
        self.name = secrets.token_hex(4)
        self._now = now
        self._known: set[str] = set()
        self._next_beat = float("-inf")
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="duties", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the chore in hand, or after two seconds; an unfinished chore is rolled back and done by another.

        What is being told outside has two seconds more; whoever does the rest finds it in the database.
        """
        self._ended.set()
        if self.alive:
            self._thread.join(LEAVING_SECONDS)
        errands.settled(LEAVING_SECONDS)

    def round(self) -> None:
        """Do once what is due now. A failing chore is logged; a failing database raises."""
        now = self._now()
        self._beat(now)
        self._get_to_know(now)
        for one in due(known(), now):
            if self._ended.is_set():
                return
            self._do(one)

    def _run(self) -> None:
        log.info("the duty loop begins")
        pause = 0.0
        while not self._ended.wait(pause):
            try:
                self.round()
                close_old_connections()
                pause = TICK_SECONDS
            except Exception as problem:  # noqa: BLE001  (a duty is late at worst, never forgotten)
                log.error("a round of duties failed: %s", type(problem).__name__)
                connection.close()
                pause = min(2 * pause or TICK_SECONDS, MOST_PAUSE_SECONDS)
        self._say_that_it_ends()
        connection.close()

    def _say_that_it_ends(self) -> None:
        """Whoever changes a key need not wait for us; if it cannot be said, they wait a minute."""
        with suppress(DatabaseError):
            Heartbeat.objects.filter(loop=self.name).update(stopped=True)

    def _do(self, one: Due) -> None:
        chore, now = one.chore, self._now()
        self._beat(now)
        if (until := claim(chore, now)) is None:
            return
        try:
            done = carry_out(chore, now, until, marked=one.may_be_marked(now))
        except Exception:  # one chore must not stop the others
            log.exception("chore %s failed", chore.name)
            with suppress(DatabaseError, InterfaceError):
                note_failure(chore, now)
            return
        if done:
            log.info("chore %s done", chore.name, extra={"count": done})

    def _beat(self, now: datetime) -> None:
        if time.monotonic() < self._next_beat:
            return
        row = Heartbeat(loop=self.name, beat_at=now, ring=settings.KEYS.ring.told)
        said = ["beat_at", "ring"]
        Heartbeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["loop"], update_fields=said)
        self._next_beat = time.monotonic() + BEAT_SECONDS

    def _get_to_know(self, now: datetime) -> None:
        if self._known != (names := set(known())):
            know(names, now)
            self._known = names
