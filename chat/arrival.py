"""What a browser says when it connects: which session, who it claims to be, what it already has."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError
from django.http.cookie import parse_cookie
from django.utils import timezone

from chat.protocol.closing import Close, Gone
from chat.protocol.streams import SENDABLE
from cohorts.access import Badge, badges
from cohorts.staff import half

log = logging.getLogger(__name__)

#: As many digits as any position has, and as the databases' numbers hold whatever they are.
_DIGITS: Final = 9
#: How ids of ours look. Anything else is not brought to the database, which refuses some of it,
#: and with it the batch it comes in.
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A claim, not yet believed: the journal judges the badge, the hub the cursors."""

    session: str
    badge: Badge
    cursors: Mapping[str, int]


def read_arrival(scope: Mapping[str, Any]) -> Arrival:
    """What the connection says of itself.

    `Gone` 4401 where it does not say who it is, 4404 for what can be no session.
    """
    query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
    session = str(scope["url_route"]["kwargs"]["session"])
    badge = _badge(scope, query.pop("as", None))
    if not _ID.fullmatch(session):
        raise Gone(Close.NOT_HERE)
    return Arrival(session, badge, _cursors(query))


def own_cursors(cursors: Mapping[str, int], seat: int | None) -> dict[str, int]:
    """The cursors by stream name; a seat may write `seat=` for its own."""
    own = {} if seat is None else {f"seat:{seat}": cursors.get("seat", 0)}
    return {**own, **{name: pos for name, pos in cursors.items() if name != "seat"}}


async def note_half_signed_in(scope: Mapping[str, Any]) -> None:
    """Write down that somebody of staff came to a socket with a password alone; for anybody else nothing is asked."""
    key = _cookies(scope).get(settings.SESSION_COOKIE_NAME)
    if key:
        try:
            await database_sync_to_async(_write_down)(key)
        except DatabaseError as problem:
            log.error("a refused socket could not be written down: %s", type(problem).__name__)


def _write_down(key: str) -> None:
    staff = half.of_key(key)
    if staff is not None:
        half.write_down(staff, timezone.now(), "socket")


def _cookies(scope: Mapping[str, Any]) -> dict[str, str]:
    header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(header.decode("latin-1"))


def _badge(scope: Mapping[str, Any], as_id: str | None) -> Badge:
    claims = badges(_cookies(scope))
    if as_id is not None:
        claims = [badge for badge in claims if badge.as_id == as_id]
    if len(claims) != 1:
        raise Gone(Close.NOT_SIGNED_IN)
    return claims[0]


def _cursors(query: Mapping[str, str]) -> dict[str, int]:
    return {
        name: int(pos)
        for name, pos in query.items()
        if (name in SENDABLE or name == "seat") and pos.isascii() and pos.isdigit()
        and len(pos) <= _DIGITS
    }  # fmt: skip
