"""One process that is kept running: started, waited for, started anew when it dies, replaced without a gap, ended."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from server import lifeline
from server.limits import LEAVING_SECONDS

#: A worker looks at everything before it serves; one that is not up by then will never be.
START_SECONDS = 60
#: Whoever ran so long before it died did not die of its start.
STEADY_SECONDS = 10
LONGEST_PAUSE = 30
TRIES = 3

Say = Callable[[str], None]


@dataclass(frozen=True)
class Task:
    """What to run: words after the name of this Python, its environment, and the files it inherits."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    files: Sequence[int] = ()


@dataclass(eq=False)
class Running:
    """A process from its start to its end."""

    process: asyncio.subprocess.Process
    line: socket.socket

    async def is_up(self) -> bool:
        """Wait until it says that it does its work; whether it ever did."""
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                return bool(await _loop().sock_recv(self.line, 1))
        return False

    async def leave(self) -> None:
        """Tell it to leave; what has not left in time is ended."""
        self._tell(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), LEAVING_SECONDS + 1)
        except TimeoutError:
            self._tell(signal.SIGKILL)
            await self.process.wait()

    def _tell(self, what: signal.Signals) -> None:
        # Its own way to be told looks first whether it is gone, and can take its exit code from whoever waits for that.
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, what)


class Kept:
    """Keeps one ``Task`` running. ``hopeless`` hears each time it was not up after ``TRIES`` tries."""

    def __init__(self, task: Task, say: Say, *, hopeless: Say, gone: Callable[[int], None]) -> None:
        """Nothing runs yet. ``gone`` hears the id of each process that ended."""
        self.task = task
        self.up = asyncio.Event()
        self._say, self._hopeless, self._gone = say, hopeless, gone
        self._changing = asyncio.Lock()
        self._present: Running | None = None
        self._all: set[Running] = set()
        self._failed = self._stumbled = 0

    async def keep(self) -> None:
        """Run it until cancelled."""
        while True:
            began = _loop().time()
            running = await self._begin()
            took = _loop().time() - began
            if running is not None and self.up.is_set():
                running = await self._last(running)
            self._count(running, steady=_loop().time() - began - took > STEADY_SECONDS)
            await asyncio.sleep(self._pause(took))

    async def replace(self) -> bool:
        """Start another one, and once that is up let the old one leave; the old one stays if it never is."""
        async with self._changing:
            old, fresh = self._present, await self._start()
            if fresh is None or not await fresh.is_up():
                if fresh is not None:
                    await self._leave(fresh)
                self._say(f"{self.task.name} could not be replaced; the old one stays.")
                return False
            self._present = fresh
            self.up.set()
        self._say(f"{self.task.name} was replaced (process {fresh.process.pid}).")
        if old is not None:
            await self._leave(old)
        return True

    async def stop(self) -> None:
        """Let it leave; whoever runs ``keep`` or ``replace`` must have cancelled them."""
        await asyncio.gather(*(self._leave(one) for one in self._all))

    async def _start(self) -> Running | None:
        """A process that has only just begun; None, and said so, where this machine would not begin one."""
        with ExitStack() as unless_begun:
            try:
                ours, theirs = lifeline.pair()
                unless_begun.enter_context(ours)
                with theirs:
                    process = await self._process(theirs)
            except OSError as problem:
                self._say(f"{self.task.name} could not be started ({problem.strerror}).")
                return None
            unless_begun.pop_all()
        running = Running(process, ours)
        self._all.add(running)
        return running

    async def _process(self, line: socket.socket) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *self.task.words,
            str(line.fileno()),
            env=dict(self.task.environment),
            pass_fds=(*self.task.files, line.fileno()),
            # Ctrl-C is for the supervisor, which then tells everybody once.
            start_new_session=True,
        )

    async def _begin(self) -> Running | None:
        async with self._changing:
            if self._present is not None and self.up.is_set():
                # It was replaced while we paused.
                return self._present
            running = self._present = await self._start()
            if running is not None and await running.is_up():
                self._failed = 0
                self._say(f"{self.task.name} is up (process {running.process.pid}).")
                self.up.set()
            else:
                self._failed += 1
                if running is not None:
                    await self._leave(running)
        return running

    async def _last(self, running: Running) -> Running:
        """Wait until the present process has ended, however often it was replaced meanwhile."""
        while True:
            await running.process.wait()
            async with self._changing:
                if self._present is None or self._present is running:
                    await self._leave(running)
                    return running
                running = self._present

    async def _leave(self, running: Running) -> None:
        await running.leave()
        running.line.close()
        self._all.discard(running)
        self._gone(running.process.pid)

    def _count(self, running: Running | None, *, steady: bool) -> None:
        self.up.clear()
        self._stumbled = 0 if steady else self._stumbled + 1
        if running is not None:
            self._say(f"{self.task.name} ended ({_how(running.process.returncode)}) and is started anew.")
        if self._failed and self._failed % TRIES == 0:
            self._hopeless(f"{self.task.name} was not up after {TRIES} tries; the lines above say why.")

    def _pause(self, took: float) -> float:
        """Nothing after a steady run; else longer each time, and never faster than it takes to start, in seconds."""
        return min(LONGEST_PAUSE, max(2.0**self._stumbled / 4, took)) if self._stumbled else 0


def _how(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"code {code}"


def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()
