"""A run that is killed leaves no server and no folder behind."""

import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.running import ROOT

RUN = """
import sys, time
from pathlib import Path
from tests.stores import widow
folder = Path(sys.argv[1])
watched = widow.watch([folder])
import subprocess
left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", str(folder / "cluster")])
print(left.pid, flush=True)
time.sleep(600)
"""


def test_what_a_killed_run_left_is_ended_and_removed(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    run = subprocess.Popen([sys.executable, "-c", RUN, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    left = int(run.stdout.readline())
    assert psutil.pid_exists(left)
    run.kill()
    run.communicate()
    deadline = time.monotonic() + 15
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not folder.exists()
    assert not psutil.pid_exists(left) or psutil.Process(left).status() == psutil.STATUS_ZOMBIE
