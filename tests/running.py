"""A real Alcove in a process of its own, as an operator starts it."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from tests import tables
from tests.ground import NAMES
from tests.stores.ports import free_port
from tests.warm import Started, cold

ROOT = Path(__file__).resolve().parent.parent
#: Half a second on an idle machine; two workers that load everything, among fifty who want two cores, minutes.
START_SECONDS = 180
STOP_SECONDS = 20


@dataclass
class Alcove:
    """One process of ``python -m server`` and what a test needs to know of it."""

    env: dict[str, str]
    port: int = field(default_factory=free_port)
    demo: dict[str, Any] = field(default_factory=dict)
    process: "Started | subprocess.Popen[bytes] | None" = None
    #: What comes after ``python``.
    words: tuple[str, ...] = ("-m", "server")
    #: Loads everything itself, as outside of tests: for what is measured, and for what Python reads as it starts.
    cold: bool = False

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        """Where its sockets are."""
        return f"ws://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it wrote, all of it."""
        return Path(self.env["DATA_DIR"]) / f"log-{self.port}"

    def prepare(self, *, sessions: int = 1) -> Self:
        """Make tables and a demo of ``sessions`` open sessions; ``demo`` then holds its links."""
        self.lay_tables()
        self.demo = json.loads(self.manage("demo", "--sessions", str(sessions), "--json"))
        return self

    def lay_tables(self) -> None:
        """Give its stores their tables, and nothing in them."""
        tables.lay(self.env, lambda: self.manage("migrate", "--verbosity", "0"))

    def manage(self, *words: str) -> str:
        """Run one of its commands and return what it printed."""
        return self.run("manage.py", *words)

    def run(self, *words: str) -> str:
        """Run Python in its environment and return what it printed."""
        with TemporaryDirectory() as folder:
            output, errors = Path(folder, "output"), Path(folder, "errors")
            code = self._begin(words, output, errors).wait()
            said, wrong = output.read_text(), errors.read_text()
        if code:
            raise RuntimeError(f"{words} failed:\n{said}\n{wrong}")
        return said

    def start(self) -> Self:
        """Serve, and return once the first page answers."""
        self.process = self._begin(self.words, self.log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"Alcove did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)
        return self

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end and return its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(how)
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            self.process.kill()
            self.process.wait()
            self.process = None

    def sibling(self) -> "Alcove":
        """Another worker on the same stores and keys, not yet started."""
        return Alcove(self.env, demo=self.demo, cold=self.cold)

    def _begin(
        self, words: tuple[str, ...], output: Path, errors: Path | None = None
    ) -> "Started | subprocess.Popen[bytes]":
        return (cold if self.cold else Started)(words, ROOT, self._environment(), output, errors)

    def _environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if name not in NAMES}
        return {**clean, "DEMO": "1", "PYTHONUNBUFFERED": "1", **self.env, "PORT": str(self.port)}

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/help/", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
