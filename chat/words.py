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
    "blocked": _(
        "We kept this one out of the room, so that it stays safe for everyone. You can say how you feel. "
        "You can also write to us privately."
    ),
    "swap": _("Shall we say it another way?"),
    "busy": _("We could not make sure that was sent. Your words are kept; trying again."),
}

#: By class of the verdict, which the words never name. A class that is not here has the usual words of its code.
BLOCKED: Final[dict[str, Words]] = {
    "encourage": _(
        "We kept this one out of the room. Here we help each other to stay safe and to feel better. "
        "If things are hard for you right now, write to us privately or press Help."
    ),
    "tips": _(
        "We kept this one out of the room, so that it stays safe for everyone. You can say how you feel. "
        "If things are hard right now, write to us privately or press Help."
    ),
}
SAY_IT_SO: Final[dict[str, Words]] = {
    "tool": _(
        "We keep the names of things people use out of the room so everyone stays safe. You can still say how it "
        "felt. Shall we say it like this?"
    ),
    "method": _(
        "We keep what people do, and where, out of the room so everyone stays safe. You can still say how it felt. "
        "Shall we say it like this?"
    ),
    "contact": _(
        "It’s lovely that you want to stay in touch. To keep everyone safe we can’t share here who we are or where "
        "to find us. Shall we send it like this?"
    ),
}
#: Where nothing is left to offer but what was masked.
SAY_SOMETHING_ELSE: Final = _(
    "It’s lovely that you want to stay in touch. To keep everyone safe we can’t share here who we are or where "
    "to find us. You can say something else, or write to us privately."
)
HELD: Final[dict[str, Words]] = {
    "disclosure": _("Thank you for telling us. A facilitator reads this first. You can also write to us privately."),
    "bullying": _(
        "A facilitator reads this first. In this group we are kind to each other, also when we are cross. "
        "You can also write to us privately."
    ),
}

#: What the machine says to somebody who may be in danger; put together in `chat/automatic.py`.
IS_AUTOMATIC: Final = _("This message is automatic.")
CALLED_FOR_YOU: Final = _("We have called a facilitator to read what you wrote.")
NOBODY_CALLED: Final = _("None of us is here right now. Your words are kept, but please don’t wait for us.")
ADVICE: Final[dict[str, Words]] = {
    "plan": _("If you might act on it, call %(number)s now."),
    "done": _(
        "If you have taken something, or you are badly hurt, call %(number)s now, even if you feel OK. "
        "Tell someone near you."
    ),
    "other": _(
        "If they may be in danger, call %(number)s now and tell an adult near you. You don’t have to carry this alone."
    ),
}
OR_TEXT: Final = _("Or text %(word)s to %(number)s.")

#: What somebody may warn of before what they say: a page offers these and no others.
HEADS_UP: Final[tuple[Words, ...]] = (
    _("a hard week"), _("family"), _("friends"), _("school"), _("feeling very low"), _("hospital"), _("food"),
    _("something heavy"),
)  # fmt: skip

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
WROTE_MEANWHILE: Final = _("They wrote meanwhile. Please look first.")
CHANGED_SINCE: Final = _("It has changed since. Please look first.")
BREATHER_AT_MOST: Final = _(
    "You can give a breather of %(minutes)d minutes at most. A counsellor can give a longer one."
)
