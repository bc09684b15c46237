"""What the server says in words: kind, short, no blame, and true when it is sent."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

#: Why something was not done, as the person who asked reads it.
REFUSALS: Final[dict[str, Words]] = {
    "bad_frame": _("That did not arrive in one piece. Please try again."),
    "unknown_type": _("This room does not know how to do that."),
    "too_long": _("That is a bit too long for one message. Could you split it in two?"),
    "too_fast": _("That was very quick. Wait a moment, then send it again."),
    "slow": _("The room is going slowly just now. You can send again in a moment."),
    "muted": _("You are having a breather. You can still read, and you can still write to us."),
    "aside": _("You are out of the room for now. You can still write to us privately."),
    "paused": _("The room is having a quiet moment. You can still write to us privately."),
    "not_open": _("The room is not open just now. You can still write to us privately."),
    "over": _("Tonight’s session has ended."),
    "not_allowed": _("That is not something you can do here."),
    "not_found": _("That is not here any more."),
    "already": _("That has already been done."),
    "blocked": _("We kept this one out of the room. You can write to us privately."),
    "swap": _("Shall we say it another way?"),
    "busy": _("We could not make sure that was sent. Your words are kept; trying again."),
}

NOBODY_HERE: Final = _(
    "No facilitator is here right now, so the room is having a quiet moment. "
    "It’s us, not you. If you need someone now, press Help."
)
NOBODY_READS_YET: Final = _("Nobody reads here before the room opens. If you need someone now, press Help.")
STAYED_WITH_US: Final = _("This stayed with the facilitators.")
#: What the room of a one-to-one welcome is headed with.
WELCOME: Final = _("One-to-one welcome")
QUIET_MOMENT: Final = _("Let’s all take a quiet moment.")

#: What facilitators read; the words above are for young people.
TOO_EARLY: Final = _("The lobby is not open yet.")
ALONE: Final = _(
    "There are not enough of you here yet. The room opens when the second facilitator comes. It also opens for one "
    "alone once an observer or the safeguarding lead has said that they stand behind you; every message is held then."
)
TOLD_CANCELLED: Final = _(
    "Everybody was told that there is no session tonight. You can still write to whoever is here, privately."
)
RESUME_FIRST: Final = _("The room is paused. Resume it first.")
ROOM_IS_SHUT: Final = _("The room is not open, so this cannot go there now.")
AUTHOR_IS_OUT: Final = _("Whoever wrote this is out of the room, so it cannot go there now.")
BREATHER_AT_MOST: Final = _(
    "You can give a breather of %(minutes)d minutes at most. A counsellor can give a longer one."
)
