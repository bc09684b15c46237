"""Make the database's disk slower than it is: so many milliseconds more for every fsync.

PostgreSQL and SQLite have no setting for that (PostgreSQL's commit_delay makes a commit wait for company, which is
another thing). A few lines of C take the place of fsync and fdatasync in the process that writes: they sleep, then call
the real one. It is compiled when asked for and tried before it is believed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SOURCE = Path(__file__).with_name("slow_disk.c")
_TRY = """
import os, sys, time
with open(sys.argv[1], "wb") as file:
    began = time.perf_counter()
    for _ in range(10):
        file.write(b"x"), file.flush(), os.fdatasync(file.fileno())
    print((time.perf_counter() - began) * 100)
"""
HOW = "every fsync and fdatasync of the process that writes to the database sleeps {0:g} ms, then really happens"


class NoSlowDisk(Exception):
    """It cannot be done here; the message says why in a sentence."""


@contextmanager
def slow_disk(milliseconds: float) -> Iterator[dict[str, str]]:
    """The environment that makes a process's disk slower."""
    folder = Path(tempfile.mkdtemp(prefix="alcove-slow-disk-"))
    # PostgreSQL runs as somebody else when we are root.
    folder.chmod(0o755)
    try:
        env = {"LD_PRELOAD": str(_compiled(folder)), "SLOW_DISK_MS": f"{milliseconds:g}"}
        _try(folder, env, milliseconds)
        yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def inherited(env: dict[str, str]) -> Iterator[None]:
    """What is started inside has `env` as well."""
    before = {name: os.environ.get(name) for name in env}
    os.environ.update(env)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})


def _compiled(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or not sys.platform.startswith("linux"):
        raise NoSlowDisk("--fsync-delay needs Linux and a C compiler (on Debian or Ubuntu: apt install gcc).")
    library = folder / "slow_disk.so"
    command: list[str | Path] = [compiler, "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSlowDisk(f"--fsync-delay: the C compiler refused its few lines. {done.stderr.strip()[-300:]}")
    library.chmod(0o755)
    return library


def _try(folder: Path, env: dict[str, str], milliseconds: float) -> None:
    command: list[str | Path] = [sys.executable, "-c", _TRY, folder / "tried"]
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    if done.returncode or float(done.stdout) < milliseconds:
        raise NoSlowDisk("--fsync-delay was tried and fsync took no longer; this system does not let us in between.")
