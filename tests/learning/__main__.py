"""`script/learn`: write the guard's weights anew, or try how well it does on people it did not learn from."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.unhurried import unhurried

from . import learn, trial
from .lines import ROOT, Line, hands, unheard

_FILE = ROOT / "chat/guard/weights.tsv"


def main(asked: Sequence[str] | None = None) -> int:
    """Return 0 when it is done."""
    parser = argparse.ArgumentParser(prog="script/learn", description=__doc__)
    parser.add_argument(
        "--try", nargs="*", dest="left_out", metavar="HAND", help="leave out these hands and say how it went with them"
    )
    parser.add_argument(
        "--unheard", action="store_true", help="say how the weights that are there do on hands nobody learnt from"
    )
    parser.add_argument("--to", type=Path, default=_FILE, metavar="FILE", help="where the weights go")
    options = parser.parse_args(asked)
    if options.unheard:
        guard = unhurried()
        _tell({hand: trial.tallied(guard, theirs) for hand, theirs in unheard().items()})
        return 0
    many = hands()
    if options.left_out is not None:
        if unknown := set(options.left_out) - set(many):
            parser.error(f"There is no hand called {', '.join(sorted(unknown))}: {', '.join(many)}.")
        _try(many, [options.left_out] if options.left_out else trial.in_groups(list(many)))
        return 0
    text = learn.written([line for lines in many.values() for line in lines])
    options.to.write_text(text, encoding="utf-8")
    _say(f"{text.count(chr(10)) - 1} pieces were weighed; {options.to.name} is written.")
    return 0


def _try(many: dict[str, list[Line]], groups: Sequence[Sequence[str]]) -> None:
    since, left = time.monotonic(), iter(range(len(groups) - 1, -1, -1))

    def done(group: Sequence[str]) -> None:
        _say(f"{', '.join(group)}: done, {next(left)} to go, {time.monotonic() - since:.0f} s")

    _tell(trial.trial(many, groups, done))


def _tell(found: dict[str, dict[str, trial.Tally]]) -> None:
    for hand, tallies in found.items():
        _say("", hand, *trial.table(tallies))
    _say("", "all of them", *trial.table(trial.together(list(found.values()))))


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
