"""What tests of the rota's pages share: noon on a Tuesday, who has which time, and what a page says."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import time_machine

from cohorts.models import OnCallSpan, Staff
from cohorts.on_call import Post
from tests.cohorts.planned import Visitor

ROTA, PLAN, MINE, AWAY, ASK = (f"/desk/on-call/{page}" for page in ("", "plan/", "mine/", "away/", "ask/"))
#: Far enough ahead that no store's own clock has come there.
AT_NOON = time_machine.travel("2037-11-03 12:00 +0000", tick=False)


class Colleague(Visitor):
    """Somebody with a browser who came from their own times, as whoever has no desk does."""

    def __init__(self, staff: Staff) -> None:
        super().__init__(staff)
        self.sees(MINE)


def has(staff: Staff, start: datetime, end: datetime, post: Post = Post.ON_CALL) -> OnCallSpan:
    return OnCallSpan.objects.create(staff=staff, post=post, starts_at=start, ends_at=end)


def text(answer: Any) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def weeks(**other: object) -> dict[str, Any]:
    """Four weeks on call round the clock from Monday 9 November 2037."""
    fields: dict[str, Any] = {
        "post": "on_call", "first": "2037-11-09", "weeks": 4, "every": 1, "begins": "09:00", "ends": "09:00",
    }  # fmt: skip
    return fields | other


def key(span: OnCallSpan) -> str:
    return f"{span.post} {span.starts_at.isoformat()}"
