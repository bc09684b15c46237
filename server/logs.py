"""A log that can be shown to anybody: what happened in the house, never what was said, by whom or from where."""

import copy
import logging
import time
import traceback
from types import TracebackType

HOUSE = ("server", "facilitator", "chat", "cohorts")
_HIDDEN = "·"
Problem = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """One line per event, UTC.

    Our own lines are written with care and pass whole. Of lines that other packages write only the fixed words are
    kept: they fill in paths with a personal link, addresses, statements with values. A problem is shown by its kind and
    its place; its message may quote a row or a word somebody wrote, so it is shown only where no real people are.
    """

    def __init__(self, *, show_errors: bool) -> None:
        """``show_errors`` is for a developer's machine alone."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.show_errors = show_errors

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        """UTC, whatever the machine's zone."""
        return time.gmtime(seconds)

    def format(self, record: logging.LogRecord) -> str:
        """One event. The record itself stays as it is, for others may look at it too."""
        mine = copy.copy(record)
        mine.exc_text = None
        if record.name.partition(".")[0] not in HOUSE:
            mine.msg, mine.args = _fixed_words(record), None
        if record.name.startswith("django.security"):
            # A stranger at the door is no problem of ours to trace, and its message says what he asked for.
            mine.exc_info = None
        return super().format(mine)

    def formatException(self, ei: Problem) -> str:
        """The traceback, without its messages unless ``show_errors``."""
        if self.show_errors or ei[0] is None:
            return super().formatException(ei)
        frames = traceback.extract_tb(ei[2])
        return "".join(traceback.format_list(frames)) + ei[0].__name__


def _fixed_words(record: logging.LogRecord) -> str:
    if not record.args:
        # Words and what was filled in can no longer be told apart; the place still says which line it was.
        return f"{record.filename}:{record.lineno}"
    words = str(record.msg).partition("\n")[0].replace("%%", "%")
    for directive in ("%s", "%r", "%d", "%i", "%f"):
        words = words.replace(directive, _HIDDEN)
    return words
