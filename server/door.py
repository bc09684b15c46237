"""The listening socket: opened once, here, and shared by every worker that inherits it."""

import errno
import socket

from server.env import Refused
from server.limits import BACKLOG


def opened(host: str, port: int) -> socket.socket:
    """Listen on ``host`` and ``port``; what is not free, or not for this user or machine, raises ``Refused``.

    Whoever knocks while nobody serves waits in the queue, so that a worker may end without anybody noticing.
    """
    door = socket.socket(_family(host), socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        if error.errno == errno.EADDRINUSE:
            raise Refused(
                f"Port {port} on {host} is not free ({error.strerror}). Set PORT to another, or stop what uses it."
            ) from None
        raise Refused(
            f"Port {port} on {host} cannot be listened on ({error.strerror}). Set HOST to an address of this machine, "
            "and PORT to one that this user may have, such as any from 1024 on."
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
