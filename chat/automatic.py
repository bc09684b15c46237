"""What a machine answers at once to words that were diverted: that it is one, who was called, and whom to call.

The numbers come from the help pack, so that they are its country's.
"""

from __future__ import annotations

from chat.guard import Verdict
from chat.words import ADVICE, CALLED_FOR_YOU, IS_AUTOMATIC, NOBODY_CALLED, OR_TEXT
from cohorts import signposts


def automatic(verdict: Verdict, *, nobody: bool) -> str:
    """The whole reply. `nobody`: none of ours is here, so nothing may sound as if somebody were."""
    called = NOBODY_CALLED if nobody else CALLED_FOR_YOU
    reply = verdict.reply or "plan"
    number = signposts.pack().emergency[0].number
    advice = str(ADVICE[reply]) % {"number": number}
    return " ".join([str(IS_AUTOMATIC), str(called), advice, *(_or_text() if reply == "plan" else ())])


def _or_text() -> tuple[str, ...]:
    """Another way than a call, for somebody who cannot speak just now."""
    line = next((line for line in signposts.pack().lines if line.sms), None)
    return () if line is None else (str(OR_TEXT) % {"word": line.sms_word or line.name, "number": line.sms},)
