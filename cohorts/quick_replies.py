"""The quick replies there are now: the house's own list, or the bundled one until somebody has changed it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from cohorts.models import QuickReply

MOST: Final = 20
"""More than that nobody finds anything in."""
_FILE = Path(__file__).with_name("quick_replies.toml")


def standing() -> list[QuickReply]:
    """Return the list in its order, by one question; rows that are kept nowhere yet while it is the bundled one."""
    kept = list(QuickReply.objects.all())
    return [one for one in kept if one.removed_at is None] if kept else ours()


def ours() -> list[QuickReply]:
    """Return the bundled list as rows that are kept nowhere yet; their names tell nothing of their words."""
    return [QuickReply(name=f"ours-{at}", text=text, position=at) for at, text in enumerate(bundled(), start=1)]


def missing(among: list[QuickReply]) -> list[str]:
    """Return the bundled words that are not among these."""
    said = {one.text for one in among}
    return [text for text in bundled() if text not in said]


@cache
def bundled() -> tuple[str, ...]:
    """Return the words that come along, in their order."""
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8"))["replies"])
