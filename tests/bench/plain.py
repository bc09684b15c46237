"""The bare limit: fan-out in one asyncio process, nothing stored, nothing decided.

`python -m tests.bench.plain PORT`.
"""

import json
import sys
from collections import defaultdict
from contextlib import suppress
from itertools import count

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

rooms: defaultdict[str, set[ServerConnection]] = defaultdict(set)
positions: defaultdict[str, "count[int]"] = defaultdict(lambda: count(1))


async def carry(connection: ServerConnection) -> None:
    """Hand every message to everybody with the same path."""
    path = connection.request.path if connection.request else ""
    rooms[path].add(connection)
    try:
        with suppress(ConnectionClosed):
            async for text in connection:
                asked = json.loads(text)
                entry = {"type": "entry", "stream": "room", "pos": next(positions[path]), "from": {"seat": 1}}
                said = json.dumps({**entry, "kind": "message", "body": asked["body"]}, separators=(",", ":"))
                broadcast(rooms[path], said)
    finally:
        rooms[path].discard(connection)


async def main(port: int) -> None:
    """Serve until killed."""
    async with serve(carry, "127.0.0.1", port, compression=None, ping_interval=None, backlog=2048) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
