"""Processes of Alcove that begin with what each of them would load first: libraries, and the guard.

A run starts hundreds, and to load took each of them two seconds of work and 200 MB of its own. Each is a process like
any other, with its own settings, stores and sockets, that can be signalled and killed; it is forked from one that has
only loaded. What is about starting itself starts ``python``: `cold`, the first start, the services of the compose file.
"""

import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Final

_LOADED: Final = "tests.loaded"
_began: list[ForkServerContext] = []


class Started:
    """One of them, and of what `subprocess.Popen` has what tests ask for."""

    def __init__(
        self, words: tuple[str, ...], folder: Path, env: dict[str, str], output: Path, errors: Path | None = None
    ) -> None:
        """Begin what ``python`` with these words would be, adding to these files whatever it says."""
        says = (output, errors or output)
        self._process = _context().Process(target=_become, args=(words, folder, env, says), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with, so far as is known."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """What it ended with, if it has."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """What it ends with. Raises `subprocess.TimeoutExpired` after so many seconds."""
        self._process.join(timeout)
        ended = self._process.exitcode
        if ended is None:
            raise subprocess.TimeoutExpired("python", timeout or 0.0)
        return ended

    def send_signal(self, how: signal.Signals) -> None:
        """Signal it, if it is still there."""
        if self.poll() is None:
            os.kill(self.pid, how)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def cold(
    words: tuple[str, ...], folder: Path, env: dict[str, str], output: Path, errors: Path | None = None
) -> "subprocess.Popen[bytes]":
    """Begin the same as a house does: with ``python``, which loads everything itself."""
    with output.open("ab") as said, (errors or output).open("ab") as wrong:
        return subprocess.Popen([sys.executable, *words], cwd=folder, env=env, stdout=said, stderr=wrong)


def _context() -> ForkServerContext:
    if not _began:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_LOADED])
        _began.append(context)
    return _began[0]


def _become(words: tuple[str, ...], folder: Path, env: dict[str, str], says: tuple[Path, Path]) -> None:
    """Be that from here on, in a process that has done nothing else yet."""
    for stream, file in zip((sys.stdout, sys.stderr), says, strict=True):
        with file.open("ab") as said:
            os.dup2(said.fileno(), stream.fileno())
        stream.reconfigure(write_through=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    try:
        if words[0] == "-m":
            sys.argv = list(words[1:])
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        elif words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            exec(words[1], {"__name__": "__main__"})  # noqa: S102  (what `python -c` does)
        else:
            sys.argv = list(words)
            runpy.run_path(words[0], run_name="__main__")
    finally:
        # A forked process leaves without what others do at their end.
        atexit._run_exitfuncs()
