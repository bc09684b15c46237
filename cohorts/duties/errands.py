"""Errands: what a chore leaves to be done outside the house, after its commit, on threads of their own.

A chore that has to ask the network claims in its transaction what is to be done, and `run`s an errand for each. A
provider that hangs then holds up one errand and neither the other chores nor the heartbeat; what finds no free hand
stays in the database for the next round.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

log = logging.getLogger(__name__)
_pools: list["Errands"] = []


class Errands:
    """So many hands of this process for one kind of errand."""

    def __init__(self, name: str, hands: int) -> None:
        """Nothing runs yet."""
        self._name = name
        self._free = hands
        self._changed = threading.Condition()
        self._hands = hands
        _pools.append(self)

    @property
    def free(self) -> int:
        """How many more can be run now."""
        return self._free

    def run(self, errand: Callable[[], None]) -> None:
        """Do it once the caller's transaction has committed, and not at all if that is rolled back."""
        transaction.on_commit(lambda: self._begin(errand))

    def settled(self, seconds: float) -> bool:
        """Wait until nothing runs any more; return False if something still did after so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._free >= self._hands, seconds)

    def _begin(self, errand: Callable[[], None]) -> None:
        with self._changed:
            self._free -= 1
        try:
            # A daemon, as a hanging provider must not keep the house from stopping.
            threading.Thread(target=self._do, args=(errand,), name=self._name, daemon=True).start()
        except RuntimeError as problem:
            # The machine has no thread to give now. Raised, it would keep the others of this commit from beginning;
            # what was claimed for this one is found again once its claim has run out.
            log.error("an errand could not begin: %s", type(problem).__name__)
            self._give_back()

    def _do(self, errand: Callable[[], None]) -> None:
        try:
            errand()
        except Exception as problem:  # noqa: BLE001  (what it says may quote a contact)
            log.error("an errand failed: %s", type(problem).__name__)
        finally:
            try:
                connection.close()
            except Exception as problem:  # noqa: BLE001  (it may quote where the database is)
                log.error("an errand could not close its connection: %s", type(problem).__name__)
            self._give_back()

    def _give_back(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify_all()


def settled(seconds: float) -> bool:
    """Wait until no errand of this process runs any more; return False if one still did after so many seconds."""
    until = time.monotonic() + seconds
    return all(pool.settled(max(0.0, until - time.monotonic())) for pool in _pools)
