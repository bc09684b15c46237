"""What classes, outcomes and levels are called where staff look after the lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat.guard.lexicon import Rule, weaker
from chat.guard.verdict import TABLE, Fate, Kind, Level, Outcome, Verdict

CLASSES: Final[Mapping[Kind, Promise | str]] = {
    "imminent": _("Danger right now"),
    "disclosure": _("Telling of abuse or neglect"),
    "encourage": _("Encouraging self-harm"),
    "meet": _("Meeting up and secrecy"),
    "tips": _("Tips, how-to and hiding it"),
    "bullying": _("Hate, bullying, sexual"),
    "contact": _("Ways to find somebody"),
    "method": _("Methods, wounds, amounts"),
    "tool": _("Names of things people use"),
    "low": _("Sad, hopeless, urges"),
    "swearing": _("Swearing"),
}
OUTCOMES: Final[Mapping[Outcome, Promise | str]] = {
    "pass": _("goes to the room"),
    "swap": _("other words are offered"),
    "mask": _("covered, then offered again"),
    "hold": _("a facilitator reads it first"),
    "block": _("kept out of the room, kindly"),
    "divert": _("kept out, with the automatic reply"),
}
LEVELS: Final[Mapping[Level | None, Promise | str]] = {
    "now": _("look now"),
    "soon": _("look soon"),
    "note": _("note"),
    None: _("nobody is called"),
}


def fate(rule: Rule, *, lowered: bool = False) -> Fate:
    """What a rule does: its own, else its class's; a step weaker once it is lowered."""
    usual = TABLE[rule.kind]
    outcome, level = rule.outcome or usual.outcome, rule.level or usual.level
    return Fate(*weaker(outcome, level)) if lowered else Fate(outcome, level)


def said(of: Fate | Verdict) -> str:
    """What happens to the words and how soon staff look, in one line."""
    return _now("%(outcome)s · %(level)s") % {"outcome": OUTCOMES[of.outcome], "level": LEVELS[of.level]}
