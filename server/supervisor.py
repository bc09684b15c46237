"""Several workers on one machine behind one door, and the duty loop beside them.

The supervisor opens the door once; every worker inherits it and takes whoever knocks. It does no work of its own: it
starts who died, and hands on what it is told.

SIGTERM, SIGINT   everybody leaves at once, within eleven seconds
SIGHUP            each worker is replaced, one after another: the new one serves before the old one leaves
"""

import asyncio
import logging
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.door import opened
from server.kept import Kept, Task

log = logging.getLogger(__name__)

METRICS = "PROMETHEUS_MULTIPROC_DIR"
_SERVER = ["-m", "server"]


def supervise(workers: int, host: str, port: int) -> str:
    """Keep ``workers`` serving until told to stop; return an empty text, or one sentence on why that was not possible.

    A port that is not free raises ``Refused``.
    """
    with opened(host, port) as door, _metrics(workers) as folder:
        return asyncio.run(_supervise(workers, door, folder))


async def _supervise(workers: int, door: socket.socket, metrics: Path | None) -> str:
    return await Supervisor(workers, door, metrics).run()


class Supervisor:
    """Workers and the duty loop, from the first start to the last goodbye."""

    def __init__(self, workers: int, door: socket.socket, metrics: Path | None) -> None:
        """Nothing is started yet. ``metrics`` is the folder in which workers count together, if there are several."""
        self._door, self._metrics = door, metrics
        inherits = door.fileno()
        serve, duties = [*_SERVER, "--door", str(inherits), "--line"], [*_SERVER, "--duties", "--line"]
        self._workers = [self._kept(f"Worker {number}", serve, inherits) for number in range(1, workers + 1)]
        self._duties = self._kept("The duty loop", duties)
        self._told: asyncio.Future[str] = asyncio.Future()
        self._doing: list[asyncio.Task[None]] = []
        self._rolling: asyncio.Task[None] | None = None

    async def run(self) -> str:
        """Until told to stop; why it could not go on, if so."""
        loop = asyncio.get_running_loop()
        for told in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(told, self._end, "")
        loop.add_signal_handler(signal.SIGHUP, self._roll)
        self._do(self._begin())
        trouble = await self._told
        await self._stop()
        return trouble

    # --- who runs ---------------------------------------------------------------------------

    def _kept(self, name: str, words: list[str], *files: int) -> Kept:
        shared = {METRICS: str(self._metrics)} if self._metrics else {}
        # The duties have a process of their own here.
        task = Task(name, words, {**os.environ, **shared, "DUTIES": "0"}, files)
        return Kept(task, log.info, hopeless=self._hopeless, gone=self._forget)

    async def _begin(self) -> None:
        """Start one, and the others once that serves: what is wrong is then said once."""
        first, *others = self._workers
        self._keep(first)
        await first.up.wait()
        for one in (*others, self._duties):
            self._keep(one)

    def _keep(self, one: Kept) -> None:
        self._do(one.keep())

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        doing = asyncio.create_task(what)
        doing.add_done_callback(_ended)
        self._doing.append(doing)

    def _hopeless(self, sentence: str) -> None:
        """Stop, unless there are rooms that others still serve: those would pay for it."""
        if any(one.up.is_set() for one in self._workers):
            log.warning("%s The others go on, and it is tried again.", sentence)
        else:
            self._end(sentence)

    # --- what it is told --------------------------------------------------------------------

    def _roll(self) -> None:
        if self._rolling is None or self._rolling.done():
            self._rolling = asyncio.create_task(self._replace())
            self._rolling.add_done_callback(_ended)

    async def _replace(self) -> None:
        log.info("Replacing everybody, one after another.")
        for one in (*self._workers, self._duties):
            if not await one.replace():
                log.info("Not everybody was replaced; the lines above say why. The others stay as they are.")
                return
        log.info("Everybody was replaced.")

    def _end(self, trouble: str) -> None:
        if not self._told.done():
            self._told.set_result(trouble)

    async def _stop(self) -> None:
        log.info("Closing.")
        self._door.close()
        doing = [*self._doing, *([self._rolling] if self._rolling else [])]
        for one in doing:
            one.cancel()
        await asyncio.gather(*doing, return_exceptions=True)
        await asyncio.gather(*(kept.stop() for kept in (*self._workers, self._duties)))

    def _forget(self, process: int) -> None:
        """What a process that is gone held open is no longer counted."""
        for file in self._metrics.glob(f"gauge_live*_{process}.db") if self._metrics else ():
            file.unlink(missing_ok=True)


def _ended(doing: asyncio.Task[None]) -> None:
    """Say what ended something that was to go on; nobody waits for it, and whoever it kept is not kept any more."""
    if not doing.cancelled() and (problem := doing.exception()) is not None:
        log.error("The supervisor itself failed at something; start it anew.", exc_info=problem)


@contextmanager
def _metrics(workers: int) -> Iterator[Path | None]:
    """A fresh folder of our own in which several workers count together; one worker needs none."""
    if workers == 1:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="alcove-metrics-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
