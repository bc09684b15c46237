"""Alcove as it is, but that a message may say itself what the guard is to make of it: run as a module.

    python -m tests.browser.judging

What somebody wrote is judged by the guard that is there, unless it holds one of these phrases.
"""

import runpy
from typing import Final

from chat import guard
from chat.guard import Hit, Verdict

PHRASE: Final = "zzblade"
PHRASES: Final = {
    "zzplan": Verdict("divert", "imminent", "now", (Hit("imminent: plan", 0, 6, "plan"),), reply="plan"),
    PHRASE: Verdict("swap", "tool", "note", (Hit("tool: blades", 9, 16, "blade"),), "I used a thing to self-harm"),
    "zzdare": Verdict("block", "encourage", "now", (Hit("encourage: dare", 0, 6, "dare"),)),
    "zzlow": Verdict("pass", "low", "soon", (Hit("low: hopeless", 0, 5, "hopeless"),)),
    "zzhome": Verdict("hold", "disclosure", "now", (Hit("disclosure: home", 0, 6, "home"),)),
}
_READ: Final = guard.read


def read(words: str) -> Verdict:
    """The verdict of the phrase in these words, or what the guard itself says."""
    return next((verdict for phrase, verdict in PHRASES.items() if phrase in words), None) or _READ(words)


if __name__ == "__main__":
    guard.read = read
    runpy.run_module("server", run_name="__main__")
