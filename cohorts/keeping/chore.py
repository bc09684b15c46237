"""The hourly round of letting go: begun by a chore, carried out beside it in small steps.

Each step is a transaction of its own with a breath after it, so that whoever writes in a room meanwhile waits for one
step at most. A loop that dies leaves the rest to the next hour.
"""

import logging
import threading
from datetime import datetime
from typing import Final

from django.db import DatabaseError

from cohorts.actions.own import finish
from cohorts.clock import database_now
from cohorts.duties.errands import Errands
from cohorts.duties.registry import Chore
from cohorts.duties.registry import register as register_chore
from cohorts.keeping import wiping
from cohorts.keeping.letting_go import step
from cohorts.keeping.registry import Kept, known

log = logging.getLogger(__name__)

HOUR: Final = 60 * 60
BREATH_SECONDS: Final = 0.05
#: So many steps of one class in a round; the rest is taken an hour later.
MOST_STEPS: Final = 400

errands = Errands("letting go", 1)
_stopped = threading.Event()


def begin_round(_: datetime) -> int:
    """Let go of what is over, once this chore has committed; one round at a time in each process."""
    if errands.free:
        errands.run(carry_out)
    return 0


def carry_out() -> None:
    """Let everything go that is due, then see that its bytes go too where that harms nobody."""
    for kept in known().values():
        try:
            _all_of(kept)
        except Exception as problem:  # noqa: BLE001  (no class may keep the others; what it says may quote a name)
            log.error("letting go of %s failed: %s", kept.name, type(problem).__name__)
    _own_wishes()
    wiping.wipe_what_is_owed(database_now())


def _own_wishes() -> None:
    try:
        finish(database_now())
    except DatabaseError as problem:  # each wish bears what it meets itself; here they could not even be read
        log.error("deleting what somebody asked for failed: %s", type(problem).__name__)


def _all_of(kept: Kept) -> None:
    for _ in range(MOST_STEPS):
        if not step(kept, database_now()):
            return
        _stopped.wait(BREATH_SECONDS)


register_chore(Chore("let go of what is over", HOUR, begin_round))
