"""What Python looks through for rubbish, and when: never through everything while somebody is here.

A look holds up every thread. With some thousands of sockets one at everything took 416 ms, and one at the 50,000 newest
things 45 ms (4,500 sockets, one core). So the looks are at few things, which costs no more in all, and what has
grown old is looked at once the evening is over, or after many hours in a house that is never empty.
"""

import asyncio
import gc
import logging
import threading
from collections.abc import Callable

from chat import worker
from chat.ending import end
from server import pages

log = logging.getLogger(__name__)

#: New things until a look at them; such looks until one at what they left; and of those until one at all: never.
LITTLE_AT_A_TIME = (1_000, 2, 1_000_000_000)
#: So often we see whether anybody is here.
EVERY_SECONDS = 60.0
#: After so many looks it is done with people here as well: half a second once in six hours, and nothing grows for ever.
MOST_LOOKS = 360
#: So long it serves before it asks for large pages. They take up to 0.6 s of work: nobody should wait for that after a
#: crash, and a process that soon ends would gain nothing by it.
SETTLED_SECONDS = 60.0
#: Between one large page and the next: nobody waits longer than for one.
REST_SECONDS = 0.005
_AS_EVER = gc.get_threshold()
_tidying: list[asyncio.Task[None]] = []
_ended = threading.Event()


def start() -> None:
    """Keep what is here out of every later look and soon in large pages, and look at little at a time.

    It is not looked through once more, a third of a second: of 160,000 things that were loaded 43 were rubbish.
    """
    gc.freeze()
    gc.set_threshold(*LITTLE_AT_A_TIME)
    _ended.clear()
    loop = asyncio.get_running_loop()
    _tidying.extend((loop.create_task(tidy(worker.deserted)), loop.create_task(settle())))


async def stop() -> None:
    """As before."""
    _ended.set()
    await end(_tidying)
    _tidying.clear()
    gc.unfreeze()
    gc.set_threshold(*_AS_EVER)


async def settle() -> None:
    """Once it has served for a while, put what it reads all the time into large pages, while everybody talks on."""
    await asyncio.sleep(SETTLED_SECONDS)
    try:
        await asyncio.to_thread(pages.enlarge, _ended, REST_SECONDS)
    except Exception as problem:  # noqa: BLE001  (nobody depends on it, and an operator may want to know)
        log.warning("large pages of memory could not be asked for: %s", type(problem).__name__)


async def tidy(deserted: Callable[[], bool]) -> None:
    """Whenever everybody has gone, once, throw out what they left behind. Until cancelled."""
    looks = 0
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        empty = deserted()
        if looks >= MOST_LOOKS or (empty and looks):
            gc.collect()
            looks = 0
        elif not empty:
            looks += 1
