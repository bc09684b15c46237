"""One command from a clean clone, in an environment that holds nothing."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import ROOT
from tests.stores.ports import free_port

FIRST_SECONDS = 300
AGAIN_SECONDS = 60


class Machine:
    """A clone and a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.clone = folder / "alcove"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(self.clone)], check=True)
        self.port = free_port()
        self.said = folder / "said"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float) -> str:
        """Run script/server until a page answers; return what it printed."""
        words = ["env", "-i", f"PATH={os.environ['PATH']}", f"HOME={self.home}", f"PORT={self.port}", "script/server"]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(words, cwd=self.clone, stdout=said, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + seconds
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                pytest.fail(f"script/server did not serve:\n{self.said.read_text()}")
            time.sleep(0.1)
        return self.said.read_text()

    def stop(self, how: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(20)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/help/", timeout=2):
                return True
        except OSError:
            return False


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    if not (ROOT / ".git").exists():
        pytest.skip("there is no repository to clone")
    made = Machine(tmp_path_factory.mktemp("machine"))
    yield made
    if made.process is not None:
        made.process.kill()
        made.process.wait()


@pytest.mark.slow
def test_a_clean_clone_answers_in_one_command_and_keeps_its_links(machine: Machine) -> None:
    first = machine.start(FIRST_SECONDS)
    links = re.findall(rf"http://127\.0\.0\.1:{machine.port}/demo/\S+", first)
    assert len(set(links)) >= 12, "eight seats, two facilitators, a coordinator and a safeguarding lead"
    with urllib.request.urlopen(links[0], timeout=10) as page:
        assert page.status == 200
    assert machine.stop(signal.SIGINT) == 0
    assert "Traceback" not in machine.said.read_text()

    since = time.monotonic()
    again = machine.start(AGAIN_SECONDS)
    assert time.monotonic() - since < AGAIN_SECONDS
    assert set(links) <= set(re.findall(r"http://\S+/demo/\S+", again))
    assert machine.stop(signal.SIGTERM) == 0
    assert "Traceback" not in machine.said.read_text()
