"""What one prompt needs to be sent, and whether a phone can show it at once."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from cohorts.script.shape import MOST_OPTIONS, StepText

MOST_CHARACTERS = 400
#: What fits a bubble on a phone of 360 × 640 in ordinary letters, without scrolling.
SCREEN_COLUMNS, SCREEN_LINES = 32, 14
LONGEST_WORD = 22
LONGEST_OPTION = 60
FEWEST_OPTIONS, ENDS = 2, 2
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\w")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one step: in which field, at which line of it, why, and how much it weighs."""

    field: str
    line: int
    reason: str
    severity: Literal["error", "warning"] = "warning"


def needed(step: StepText) -> Iterator[Finding]:
    """Yield what keeps this step from being sent, or a facilitator from knowing how."""
    if not step.words:
        yield Finding("words", 1, _("There is nothing to send. Write what the room should read."), "error")
    if not step.notes:
        yield Finding("notes", 1, _("No notes are written. Say how to run this step."))
    yield from _options(step)
    if step.breathing and step.kind != "exercise":
        yield Finding("breathing", 1, _("Only an exercise shows the breathing picture."), "error")


def on_a_phone(step: StepText) -> Iterator[Finding]:
    """Yield what a small screen would make hard to read."""
    if len(step.words) > MOST_CHARACTERS:
        reason = _("These are %(n)s characters; %(most)s are easy to take in. Make two steps of it.")
        yield Finding("words", 1, reason % {"n": len(step.words), "most": MOST_CHARACTERS})
    rows = _rows(step.words)
    if len(rows) > SCREEN_LINES:
        reason = _("A phone shows about %(most)s lines at once; this needs %(n)s. It goes on from this line.")
        yield Finding("words", rows[SCREEN_LINES], reason % {"most": SCREEN_LINES, "n": len(rows)})
    for number, line in enumerate(step.words.split("\n"), start=1):
        yield from _hard_to_show(number, line)


def _options(step: StepText) -> Iterator[Finding]:
    number = len(step.options)
    if step.kind == "poll" and not FEWEST_OPTIONS <= number <= MOST_OPTIONS:
        reason = _("A poll needs %(low)s to %(high)s options, one per line; here are %(n)s.")
        yield Finding("options", 1, reason % {"low": FEWEST_OPTIONS, "high": MOST_OPTIONS, "n": number}, "error")
    elif step.kind == "scale" and number != ENDS:
        yield Finding("options", 1, _("A scale needs two options: what 0 means, then what 10 means."), "error")
    elif number and step.kind not in {"poll", "scale"}:
        yield Finding(
            "options", 1, _("Only polls and scales have options. Take them out, or change the kind."), "error"
        )
    if len(set(step.options)) < number or "" in step.options:
        yield Finding("options", 1, _("Two options are the same, or one is empty. Make each different."), "error")
    for line, option in enumerate(step.options, start=1):
        if len(option) > LONGEST_OPTION:
            reason = _("This option has %(n)s characters; a button shows %(most)s.")
            yield Finding("options", line, reason % {"n": len(option), "most": LONGEST_OPTION})


def _hard_to_show(number: int, line: str) -> Iterator[Finding]:
    for word in line.split():
        if len(word) > LONGEST_WORD and not _ADDRESS.search(word):
            yield Finding("words", number, _("“%(word)s” is too long for one line of a phone.") % {"word": word[:40]})
    if _ADDRESS.search(line):
        yield Finding("words", number, _("There is an address in it. A room has no links; say where to look instead."))


def _rows(words: str) -> list[int]:
    """Return, for each row on a phone, the line of the words it comes from."""
    rows: list[int] = []
    for number, line in enumerate(words.split("\n"), start=1):
        rows += [number] * max(len(textwrap.wrap(line, SCREEN_COLUMNS)), 1)
    return rows
