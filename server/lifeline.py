"""The line between a supervisor and one process it started: up it says "I am up", and its end says the other is gone.

Nothing is left behind when the supervisor is killed: whoever it started then leaves in order.
"""

import os
import signal
import socket
from threading import Thread

_UP = b"1"


class Lifeline:
    """The end that the started process holds."""

    def __init__(self, number: int) -> None:
        """``number`` is the inherited file number."""
        self._line = socket.socket(fileno=number)

    def hold(self) -> None:
        """From now on leave, as if told to, once the supervisor is gone."""
        Thread(target=self._until_alone, daemon=True).start()

    def up(self) -> None:
        """Tell the supervisor that this process does its work."""
        self._line.send(_UP)

    def _until_alone(self) -> None:
        while self._line.recv(1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)


def pair() -> tuple[socket.socket, socket.socket]:
    """Both ends: ours, which never blocks, and the one to be inherited."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    return ours, theirs
