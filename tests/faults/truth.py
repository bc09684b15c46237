"""What the database really holds, read by the house's own reader in a process of its own.

``python -m tests.faults.truth``: one line in with session ids, one line out with what each holds, until the input ends.
"""

import asyncio
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
django.setup()

from django.db import connections

from chat.hub.reader import Reader
from chat.protocol.entry import Entry
from chat.verify import verify_all
from cohorts.models import Session

Told = dict[str, Any]


def main() -> None:
    """Answer line by line."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_told(line.split())) + "\n")
        sys.stdout.flush()


def _told(ids: list[str]) -> Told:
    broken = [str(wrong) for *_, wrong in verify_all(Session.objects.filter(public_id__in=ids)) if wrong]
    connections.close_all()
    return {"broken": broken, "sessions": asyncio.run(_read(ids))}


async def _read(ids: list[str]) -> dict[str, list[Told]]:
    reader = Reader()
    try:
        return {room.card.id: [_plain(entry) for entry in entries] for room, entries in await reader.load(ids)}
    finally:
        await reader.close()


def _plain(entry: Entry) -> Told:
    plain = {name: getattr(entry, name) for name in ("turn", "stream", "pos", "kind", "author", "asker", "ref")}
    content = {name: getattr(entry.content, name, None) for name in ("body", "phase")}
    return {**plain, **content, "at": entry.at.isoformat()}


if __name__ == "__main__":
    main()
