"""What each kind of entry is called where staff read it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.protocol.content import Content

KINDS: Final[Mapping[str, Promise | str]] = {
    "message": _("in the room"),
    "whisper": _("private word"),
    "held": _("held, to be read first"),
    "automatic": _("an automatic reply"),
    "help": _("called for a facilitator"),
    "checkin": _("checked in"),
    "answer": _("shared an answer"),
    "stopped": _("stopped before the room"),
    "passed": _("passed, or listened"),
    "removed": _("taken out of the room"),
    "restored": _("put back into the room"),
    "released": _("let into the room"),
    "returned": _("given back with a note"),
    "muted": _("a breather"),
    "unmuted": _("breather ended"),
    "aside": _("set aside"),
    "eject": _("put out of the evening"),
    "readmit": _("let back in"),
    "waiting": _("told that they still wait"),
    "stay": _("asked to stay behind"),
    "settled": _("settled"),
    "taken": _("taken up"),
    "flag": _("flag"),
    "flag_done": _("flag looked at"),
    "reopened": _("flag opened again"),
    "mode": _("how much is held"),
    "concern": _("concern raised"),
}
LEVELS: Final[Mapping[str, Promise | str]] = {
    "now": _("look now"), "soon": _("look soon"), "note": _("note"), "urgent": _("urgent"), "concern": _("same day"),
}  # fmt: skip
SOURCES: Final[Mapping[str, Promise | str]] = {
    "help": _("their own call"), "worry": _("somebody’s worry"), "guard": _("the machine, for a person to look"),
    "gone": _("gone while something was open"),
}  # fmt: skip
MODES: Final[Mapping[str, Promise | str]] = {
    "open": _("nothing more than for everybody"), "hold_flagged": _("what is marked"), "hold_all": _("everything"),
}  # fmt: skip


def title(content: Content) -> str:
    """Return what happened, in two or three words."""
    return str(KINDS.get(content.kind, content.kind))


def details(content: Content) -> list[str]:
    """Return what belongs to it: how pressing, from where, why, what came of it. Words of young people are not here."""
    said: Any = content
    found = [
        LEVELS.get(getattr(said, "level", "")),
        SOURCES.get(getattr(said, "source", "")),
        MODES.get(getattr(said, "mode", "")),
        *(getattr(said, name, None) for name in ("reason", "outcome", "why", "text")),
    ]
    return [str(one) for one in found if one]
