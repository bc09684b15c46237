"""The listening socket: opened once, here, and shared by every worker that inherits it."""

import socket

from server.env import Refused
from server.limits import BACKLOG


def opened(host: str, port: int) -> socket.socket:
    """Listen on ``host`` and ``port``; a port that is not free raises ``Refused``.

    Whoever knocks while nobody serves waits in the queue, so that a worker may end without anybody noticing.
    """
    door = socket.socket(_family(host), socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise Refused(
            f"Port {port} on {host} is not free ({error.strerror}). Set PORT to another, or stop what uses it."
        ) from None
    door.listen(BACKLOG)
    door.setblocking(False)
    return door


def inherited(number: int) -> socket.socket:
    """The door that was opened by the process that started this one, by its file number."""
    door = socket.socket(fileno=number)
    door.setblocking(False)
    return door


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
