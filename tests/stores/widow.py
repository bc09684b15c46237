"""Outlives a run that was killed, and ends what the run could not end any more.

``python -m tests.stores.widow FOLDER…`` waits until its standard input closes, as it does however the run dies. Then it
kills every process that was started on one of the folders, and removes them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import psutil


def watch(folders: list[Path]) -> "subprocess.Popen[bytes]":
    """Start watching over the caller; closing the returned process's ``stdin`` is enough to end it."""
    command = [sys.executable, "-m", "tests.stores.widow", *map(str, folders)]
    # A signal to the whole group, such as Ctrl-C, must not end the one who cleans up after it.
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)


def clean_up(folders: list[str]) -> None:
    """Kill what works on ``folders`` and remove them."""
    killed = [one for one in psutil.process_iter() if one.pid != psutil.Process().pid and _works_on(one, folders)]
    for one in killed:
        one.kill()
    psutil.wait_procs(killed, timeout=5)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _works_on(process: psutil.Process, folders: list[str]) -> bool:
    try:
        told = [*process.cmdline(), process.environ().get("DATA_DIR", "")]
    except psutil.Error:
        return False
    return any(word.startswith(folder) for word in told for folder in folders)


if __name__ == "__main__":
    sys.stdin.read()
    clean_up(sys.argv[1:])
