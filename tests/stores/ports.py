"""Ports for servers that live as long as a test."""

import secrets
import socket

#: Below those that a machine gives to outgoing connections: while a server is away nobody else may land on its port.
FIRST, LAST = 12_000, 32_000


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at this moment."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        with socket.socket() as door:
            # One whose last connections have only just ended is free as well.
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
