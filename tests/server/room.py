"""Coming into a session of a real Alcove, as a browser would."""

import http.client
import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tests.running import Alcove


def path(alcove: Alcove) -> str:
    """The socket of its first session."""
    return f"/ws/sessions/{alcove.demo['sessions'][0]['id']}/"


def cookie(alcove: Alcove, who: int, among: str = "seats") -> str:
    """The cookie of a seat (from 0), or of one of its staff, of its first session."""
    door = http.client.HTTPConnection("127.0.0.1", alcove.port, timeout=10)
    door.request("GET", urlsplit(alcove.demo["sessions"][0][among][who]["link"]).path)
    answer = door.getresponse()
    answer.read()
    door.close()
    found = SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or []:
        found.load(header)
    return "; ".join(f"{name}={one.value}" for name, one in found.items() if name.startswith("alcove_"))


def enters(alcove: Alcove, who: int, among: str = "seats") -> connect:
    """A socket of this seat, or of this one of its staff."""
    headers = {"Cookie": cookie(alcove, who, among)}
    return connect(alcove.socket_url + path(alcove), origin=Origin(alcove.url), additional_headers=headers)


async def until(socket: ClientConnection, **wanted: str) -> dict[str, Any]:
    """Read until a frame has all of this."""
    while True:
        frame: dict[str, Any] = json.loads(await socket.recv())
        if wanted.items() <= frame.items():
            return frame
        if wanted.items() <= frame.get("entry", {}).items():
            return frame
