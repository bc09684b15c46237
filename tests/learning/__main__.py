"""`script/learn`: write the guard's weights anew, or try how well it does on people it did not learn from."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import learn, trial
from .lines import ROOT, hands

_FILE = ROOT / "chat/guard/weights.tsv"


def main(asked: Sequence[str] | None = None) -> int:
    """Return 0 when it is done."""
    parser = argparse.ArgumentParser(prog="script/learn", description=__doc__)
    parser.add_argument(
        "--try", action="store_true", dest="trying", help="leave out each hand once and say how it went"
    )
    parser.add_argument("--to", type=Path, default=_FILE, metavar="FILE", help="where the weights go")
    options = parser.parse_args(asked)
    if options.trying:
        _try()
        return 0
    text = learn.written([line for lines in hands().values() for line in lines])
    options.to.write_text(text, encoding="utf-8")
    _say(f"{text.count(chr(10)) - 1} pieces were weighed; {options.to.name} is written.")
    return 0


def _try() -> None:
    since, many = time.monotonic(), hands()
    left = iter(range(len(many) - 1, -1, -1))
    found = trial.trial(many, lambda hand: _say(f"{hand}: done, {next(left)} to go, {time.monotonic() - since:.0f} s"))
    for hand, tallies in found.items():
        _say("", hand, *trial.table(tallies))
    _say("", "all of them", *trial.table(trial.together(list(found.values()))))


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
