"""Knocking with any cookie at all, as somebody does who is not let in by a page of ours."""

from __future__ import annotations

from chat.consumers import application_for
from tests.chat.house import House, Visitor


async def knock(
    house: House, cookie: str | None, *, session: str | None = None, query: str = "", worker: int = 0
) -> Visitor:
    """Open a socket with just this Cookie header, or with none."""
    serving = house.workers[worker]
    public_id = house.evening.session.public_id if session is None else session
    scope = {
        "type": "websocket",
        "path": f"/ws/sessions/{public_id}/",
        "raw_path": b"",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [] if cookie is None else [(b"cookie", cookie.encode("latin-1"))],
    }
    visitor = Visitor()
    house.visitors.append(visitor)
    await visitor.connect(application_for(lambda: serving), scope)
    return visitor
