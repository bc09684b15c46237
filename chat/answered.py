"""What somebody picked, in words: a number, or the place of an option, says nothing without what was asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from chat.opened import opened
from chat.protocol.contents import Removed
from chat.protocol.script import SCALE_TOP, Prompt
from chat.protocol.streams import ROOM

_KINDS: Final = ("prompt", "removed")


def questions(sessions: Collection[int]) -> dict[tuple[int, int], Prompt]:
    """Return what these rooms (rows) were asked, by row and position; what was taken away no seat reads again."""
    asked: dict[tuple[int, int], Prompt] = {}
    for session, entry in opened(sessions, Q(stream=ROOM, kind__in=_KINDS)):
        if isinstance(entry.content, Prompt):
            asked[session, entry.pos] = entry.content
        elif isinstance(entry.content, Removed):
            asked.pop((session, entry.of or 0), None)
    return asked


def in_words(value: int, asked: Prompt | None) -> str:
    """Return what was asked and what was picked."""
    if asked is None:
        return _("%(n)d, to a question that is not there any more") % {"n": value}
    return _("%(question)s – %(answer)s") % {"question": _question(asked), "answer": _picked(value, asked)}


def _picked(value: int, asked: Prompt) -> str:
    if asked.form == "scale":
        return _("%(n)d of %(top)d") % {"n": value, "top": SCALE_TOP}
    return asked.options[value] if value < len(asked.options) else str(value)


def _question(asked: Prompt) -> str:
    """The line that asks, or else the first."""
    lines = [line.strip() for line in asked.body.strip().splitlines()]
    return next((line for line in lines if line.endswith("?")), lines[0] if lines else "")
