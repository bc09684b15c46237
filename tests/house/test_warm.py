"""What the tests begin warm is a process like any other, and has read nothing but what every house loads."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import ROOT
from tests.warm import Started, cold

LOOKS = """
import json, os, sys
loaded = [name for name in ("chat.guard.reading", "uvloop") if name in sys.modules]
own = [name for name in sys.modules if "reactor" in name or name in ("server.settings", "prometheus_client")]
print(json.dumps([loaded, own, sorted(os.environ), os.getcwd(), sys.argv]))
print("amiss", file=sys.stderr)
sys.exit(3)
"""


def test_it_has_libraries_and_the_guard_and_neither_settings_nor_what_was_around_it(tmp_path: Path) -> None:
    output, errors = tmp_path / "output", tmp_path / "errors"
    one = Started(("-c", LOOKS, "a word"), tmp_path, {"ONLY": "this"}, output, errors)
    assert one.wait(60) == 3
    assert output.read_text() == (f'[["chat.guard.reading", "uvloop"], [], ["ONLY"], "{tmp_path}", ["-c", "a word"]]\n')
    assert errors.read_text() == "amiss\n"


@pytest.mark.parametrize("begin", [Started, cold])
def test_it_is_told_and_ended_like_one_that_was_begun_cold(
    begin: Callable[..., Started | subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    output = tmp_path / "output"
    one = begin(("-c", "import time; print('here', flush=True); time.sleep(60)"), ROOT, dict(os.environ), output)
    with pytest.raises(subprocess.TimeoutExpired):
        one.wait(0.01)
    deadline = time.monotonic() + 60
    while not (output.exists() and output.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert one.poll() is None
    os.kill(one.pid, 0)
    one.send_signal(signal.SIGTERM)
    assert one.wait(20) == -signal.SIGTERM
    assert one.poll() == one.returncode == -signal.SIGTERM
    one.kill()
