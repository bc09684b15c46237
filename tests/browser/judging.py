"""Alcove as it is, but that a message may say itself what the guard is to make of it: run as a module.

    python -m tests.browser.judging

What somebody wrote is judged by the guard that is there, unless it holds one of these phrases:
then each hit is where the phrase stands.
"""

import runpy
from dataclasses import replace
from typing import Final

from chat import guard
from chat.guard import Hit, Verdict

PHRASE: Final = "zzblade"
PHRASES: Final = {
    "zzplan": Verdict("divert", "imminent", "now", (Hit("imminent: plan", 0, 0, "plan"),), reply="plan"),
    PHRASE: Verdict("swap", "tool", "note", (Hit("tool: blades", 0, 0, "blade"),), "I used a thing to self-harm"),
    "zzdare": Verdict("block", "encourage", "now", (Hit("encourage: dare", 0, 0, "dare"),)),
    "zzlow": Verdict("pass", "low", "soon", (Hit("low: hopeless", 0, 0, "hopeless"),)),
    "zzhome": Verdict("hold", "disclosure", "now", (Hit("disclosure: home", 0, 0, "home"),)),
}
#: A test of pages must not find them otherwise because the machine was busy.
_PATIENT_SECONDS: Final = 10.0


def read(words: str) -> Verdict:
    """The verdict of the phrase in these words, or what the guard itself says."""
    found = next((_where(phrase, words) for phrase in PHRASES if phrase in words), None)
    return found or guard.in_use().within(_PATIENT_SECONDS).read(words)


def _where(phrase: str, words: str) -> Verdict:
    """The verdict of a phrase, pointing at where it stands."""
    verdict, start = PHRASES[phrase], words.index(phrase)
    hits = tuple(replace(hit, start=start, end=start + len(phrase)) for hit in verdict.hits)
    return replace(verdict, hits=hits)


if __name__ == "__main__":
    guard.read = read
    runpy.run_module("server", run_name="__main__")
