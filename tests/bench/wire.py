"""Just enough of RFC 6455 to talk to a server quickly: a handshake and masked text frames.

The mask is zero, which is legal and leaves the bytes as they are, so that the client's own work
does not hide the server's.
"""

import base64
import secrets
import socket

HOST = "127.0.0.1"
_MASKED = 0x80
_TEXT = 0x81
_SMALL = 126
#: A close frame of a client: going away, no reason.
GOODBYE = b"\x88\x82\x00\x00\x00\x00\x03\xe9"
PING = b'{"type":"ping","ref":"p"}'


def say(ref: int, words: str) -> bytes:
    """A message in Alcove's protocol; the baselines read only the body."""
    return frame(b'{"type":"say","ref":"r%d","body":"%s"}' % (ref, words.encode()))


def frame(text: bytes) -> bytes:
    """A text frame from a client, of up to 64 KiB."""
    size = len(text)
    head = bytes([_TEXT, _MASKED | size]) if size < _SMALL else bytes([_TEXT, _MASKED | _SMALL]) + size.to_bytes(2)
    return head + bytes(4) + text


def request(port: int, path: str, cookie: str) -> bytes:
    """The opening handshake."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {HOST}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: http://{HOST}:{port}",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def connect(port: int) -> socket.socket:
    """A socket that is connecting and never blocks."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.connect_ex((HOST, port))
    return sock
