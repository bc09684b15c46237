"""The journal: requests are collected while one batch commits, and the next batch takes them all.

1. `ask` puts a request in the queue and returns at once; the answer comes by `asked.tell`.
2. The writer's thread takes what is waiting, at most 512, and runs it in one transaction: at once when it was idle, and
   while few wait; where eight or more do, it lets others join them for 16 ms first, if nobody calls for help.
3. After the commit, and only then, the outcome goes to the event loop in one call.

When a batch fails it is rolled back and tried once more on a fresh connection (refs make a lost
answer to COMMIT safe); then one session at a time; then one request at a time. What still fails
is `busy`. While the database is away nothing is split: all of it is `busy`. When a session is locked
by somebody else for too long, the others are split from it at once.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import timedelta
from time import time as wall_clock
from typing import Final

from django.db import Error as DatabaseError
from django.db import InterfaceError, InternalError, OperationalError

from chat import meters
from chat.presence import RENEW_EVERY
from chat.protocol.replies import No
from chat.store import Store
from chat.verbs import verb_for
from chat.words import REFUSALS

from .asked import Answer, Asked, Outcome
from .batch import Batch
from .failing import Failing
from .scene import Rooms

log = logging.getLogger(__name__)

MOST_IN_A_BATCH: Final = 512
MOST_WAITING: Final = 2048
#: Where so many wait when a batch is written the process is busy, and others may join them for so many seconds: a
#: transaction, a turn of the thread and a frame to each socket of a room are spent on more words then.
BUSY_FROM: Final = 8
COLLECTS: Final = 0.016
#: A lease is renewed while nobody waits, as it is a commit of its own, and waits for whoever does until it is so old.
OVERDUE: Final = 1.5 * RENEW_EVERY
#: Longer than the worst a writer goes through without a sign: a database that is away, tried for twice.
AT_WORK_WITHIN: Final = 30.0
#: Rooms remembered between batches; one that is forgotten is read again.
MOST_ROOMS: Final = 2048
#: What the database says where it can write nothing, whatever it is: it is full, only reads, or is not there.
_OF_THE_DATABASE: Final = (OperationalError, InterfaceError, InternalError)


class Journal:
    """One per process. Start it in the event loop that its answers are for."""

    def __init__(self, worker: str, on_outcome: Callable[[Outcome], None], send: Callable[[], None]) -> None:
        """`on_outcome` hears of every commit, in the event loop, before the askers do; then `send` sends it."""
        self._worker, self._on_outcome, self._send = worker, on_outcome, send
        self._waiting: deque[Asked] = deque()
        self._urgent: deque[Asked] = deque()
        #: In the order asked, in the event loop alone: those who may still be waiting.
        self._unanswered: deque[Asked] = deque()
        self._bell = threading.Condition()
        #: Somebody calls for help or we stop, so nobody may join the batch at leisure.
        self._hurry = threading.Event()
        self._stopping = False
        self._rooms: Rooms = {}
        self._store = Store()
        self._renewed = self._renewed_at = float("-inf")
        self._at_work = float("-inf")
        self._entries, self._lease = Failing(), Failing()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to write. Answers come in the event loop this is called in."""
        self._loop = asyncio.get_running_loop()
        self._at_work = time.monotonic()
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the writer is at work, and hangs nowhere; one that has nothing to do shows itself too."""
        shown = time.monotonic() - self._at_work < AT_WORK_WITHIN
        return self._thread is not None and self._thread.is_alive() and shown

    @property
    def failing_for(self) -> float:
        """For how many seconds nothing that was to be said could be written, or no lease renewed; 0 where it can be."""
        return max(self._entries.seconds, self._lease.seconds)

    async def stop(self) -> None:
        """Write what is waiting, say that this worker has stopped, and end."""
        with self._bell:
            self._stopping = True
            self._hurry.set()
            self._bell.notify()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def ask(self, asked: Asked) -> None:
        """Queue a request. A full queue answers `busy`, save for what must always get through; help goes first."""
        verb = verb_for(asked.ask)
        with self._bell:
            full = len(self._waiting) >= MOST_WAITING and not verb.passes_queue
            if not full and not self._stopping:
                self._unanswered.append(asked)
                (self._urgent if verb.urgent else self._waiting).append(asked)
                if verb.urgent:
                    self._hurry.set()
                self._bell.notify()
                return
        self._give_up([asked])

    def give_up_late(self) -> None:
        """Tell those who waited too long that we could not make sure. Called about once a second."""
        meters.waiting.set(len(self._urgent) + len(self._waiting))
        unanswered = self._unanswered
        while unanswered and (unanswered[0].answered or unanswered[0].late):
            self._give_up([unanswered.popleft()])

    def _give_up(self, asked_in_vain: Iterable[Asked]) -> None:
        """Tell these that we could not make sure, and count those that had not been told anything yet."""
        for asked in asked_in_vain:
            if not asked.answered:
                meters.refused("busy")
                self._tell(asked, No(asked.ask.ref, "busy", str(REFUSALS["busy"])))

    # --- the writer's thread ----------------------------------------------------------------

    def _work(self) -> None:
        self._store.own_connection()
        while (batch := self._next()) is not None:
            self._at_work = time.monotonic()
            try:
                self._renew(OVERDUE)
                self._settle(batch)
                if not self._is_asked:
                    self._renew()
            except Exception as problem:  # noqa: BLE001  (the writer must outlive anything)
                log.error("the journal stumbled: %s", type(problem).__name__)
        self._renew(stopped=True)
        self._store.connection.close()

    def _next(self) -> list[Asked] | None:
        """What is waiting, after waiting for it at most as long as the lease allows."""
        # Nobody else takes from the queue, so it is at least as long as it is seen to be here.
        if BUSY_FROM <= len(self._waiting) < MOST_IN_A_BATCH:
            self._hurry.wait(COLLECTS)
        with self._bell:
            if not self._is_asked and not self._stopping:
                self._bell.wait(RENEW_EVERY.total_seconds() / 2)
            if not self._is_asked:
                return None if self._stopping else []
            size = min(len(self._urgent) + len(self._waiting), MOST_IN_A_BATCH)
            if not self._stopping:
                self._hurry.clear()
            return [(self._urgent or self._waiting).popleft() for _ in range(size)]

    @property
    def _is_asked(self) -> bool:
        return bool(self._urgent or self._waiting)

    def _settle(self, batch: list[Asked]) -> None:
        """Write a batch by the rules for failing ones, and hand out what came of it."""
        in_time = self._without_late(batch)
        try:
            self._hand_out(self._write_twice(in_time))
        except (OperationalError, InterfaceError) as problem:
            if self._away():
                log.error("the database is away: %s", type(problem).__name__)
                self._refuse(in_time)
            else:
                self._split(in_time, problem)
        except Exception as problem:  # noqa: BLE001  (one bad request must not stop the others)
            self._split(in_time, problem)

    def _without_late(self, batch: list[Asked]) -> list[Asked]:
        """Those somebody still waits for; the others are told that we could not make sure."""
        self._refuse([asked for asked in batch if asked.late])
        return [asked for asked in batch if not asked.late]

    def _split(self, batch: list[Asked], problem: Exception) -> None:
        """One session at a time, then one request at a time, then `busy`."""
        log.error("a batch of %d failed: %s", len(batch), type(problem).__name__)
        batch = self._without_late(batch)
        by_session: dict[str, list[Asked]] = {}
        for asked in batch:
            by_session.setdefault(asked.session, []).append(asked)
        if len(batch) <= 1 or (len(by_session) == 1 and self._store.was_locked(problem)):
            self._refuse(batch)
            return
        parts = list(by_session.values()) if len(by_session) > 1 else [[asked] for asked in batch]
        for part in parts:
            try:
                self._hand_out(self._write(self._without_late(part)))
            except Exception as problem_of_part:  # noqa: BLE001  (as above)
                self._split(part, problem_of_part)

    def _write_twice(self, batch: list[Asked]) -> Outcome:
        try:
            return self._write(batch)
        except DatabaseError as problem:
            if self._store.was_locked(problem):
                # The other rooms of this batch have waited long enough for one that somebody else holds.
                raise
            return self._write(batch)

    def _write(self, batch: list[Asked]) -> Outcome:
        """One transaction. Any failure drops what it may have left half true."""
        if not batch:
            return Outcome()
        try:
            # Before each: a batch that is split may take many, and a database that is away many seconds for each.
            self._at_work = time.monotonic()
            self._connect()
            began = time.monotonic()
            with self._store.transaction():
                outcome = Batch(self._store, self._rooms, self._worker, batch).run()
        except BaseException as problem:
            if isinstance(problem, _OF_THE_DATABASE):
                self._entries.failed()
            for asked in batch:
                self._rooms.pop(asked.session, None)
            self._store.connection.close()
            raise
        if outcome.entries:
            # What only came and went may have found a place in what is there, also where the disk is full.
            self._entries.written()
        meters.wrote(outcome.answers, time.monotonic() - began)
        while len(self._rooms) > MOST_ROOMS:
            self._rooms.pop(next(iter(self._rooms)))
        return outcome

    def _connect(self) -> None:
        if self._store.connection.connection is None:
            self._store.connection.ensure_connection()
            self._store.limit_waiting()

    def _away(self) -> bool:
        try:
            self._connect()
            self._store.now().get()
        except DatabaseError:
            self._store.connection.close()
            return True
        return False

    def _renew(self, due: timedelta = RENEW_EVERY, *, stopped: bool = False) -> None:
        """Renew the lease when it is due. If that fails our people lapse, which is then true."""
        now, at = time.monotonic(), wall_clock()
        # The second goes on while the machine is suspended, and leases age by the like of it.
        if not stopped and max(now - self._renewed, at - self._renewed_at) < due.total_seconds():
            return
        try:
            self._connect()
            self._store.renew(self._worker, stopped=stopped)
            self._renewed, self._renewed_at = now, at
            self._lease.written()
        except DatabaseError as problem:
            log.error("the lease was not renewed: %s", type(problem).__name__)
            self._lease.failed()
            self._store.connection.close()

    def _refuse(self, batch: list[Asked]) -> None:
        if batch and self._loop is not None:
            self._loop.call_soon_threadsafe(self._give_up, batch)

    def _hand_out(self, outcome: Outcome) -> None:
        if outcome.answers and self._loop is not None:
            self._loop.call_soon_threadsafe(self._told, outcome)

    def _told(self, outcome: Outcome) -> None:
        """In the event loop: the hub first, then the askers, whatever befalls the hub."""
        try:
            self._on_outcome(outcome)
        except Exception as problem:  # noqa: BLE001  (it is committed: the askers must hear so)
            log.error("the hub could not take an outcome: %s", type(problem).__name__)
        for asked, answer in outcome.answers:
            self._tell(asked, answer)
        self._send()
        # A few each time: a second's worth at once takes as long as a message may.
        while self._unanswered and self._unanswered[0].answered:
            self._unanswered.popleft()

    def _tell(self, asked: Asked, answer: Answer) -> None:
        """One asker that cannot be told must not silence the next."""
        try:
            asked.answer(answer)
        except Exception as problem:  # noqa: BLE001  (as it says)
            log.error("an asker could not be told: %s", type(problem).__name__)
