"""A socket as somebody makes it who does not keep to any manners: it sends and reads only what it is told to."""

import socket
import time
from contextlib import suppress

from tests.bench import wire


class Raw:
    """One raw socket, its handshake done."""

    def __init__(self, port: int, path: str, cookie: str = "") -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.line.sendall(wire.request(port, path, cookie))
        self.heard = b""
        while b"\r\n\r\n" not in self.heard:
            one = self.line.recv(1)
            if not one:
                raise ConnectionError("not let in")
            self.heard += one

    def push(self, frames: bytes, seconds: float) -> int:
        """Send the same again and again for so long, as far as it is taken; how many bytes were."""
        self.line.setblocking(False)
        until, sent, rest = time.monotonic() + seconds, 0, b""
        while time.monotonic() < until:
            rest = rest or frames
            try:
                taken = self.line.send(rest)
            except BlockingIOError:
                time.sleep(0.01)
                continue
            except OSError:
                break
            sent, rest = sent + taken, rest[taken:]
        return sent

    def is_cut(self, within: float) -> bool:
        """Whether the other side has ended it, seen without reading what it still has for us."""
        self.line.settimeout(0.2)
        until = time.monotonic() + within
        while time.monotonic() < until:
            try:
                self.line.sendall(wire.frame(b"{}"))
            except TimeoutError:
                continue
            except OSError:
                return True
            time.sleep(0.1)
        return False

    def close(self) -> None:
        with suppress(OSError):
            self.line.close()
