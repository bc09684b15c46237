"""What an operator may ask of the bench, in their words."""

import argparse
from collections.abc import Sequence

TARGETS = ("plain", "tutorial", "alcove")
PHASES = ("memory", "steady", "storm", "saturation", "overload")
STORES, SERVERS = ("postgres", "sqlite"), ("daphne", "uvicorn")
FIGURES = "docs/figures.json"
#: A server asks for large pages of memory after a minute (`server/memory.py`), and evenings are longer.
SETTLED = 66
#: Of an evening held for three seconds 95 in 100 are all but 17 messages, and a matter of chance.
EVENING = 20

ABOUT = """How many rooms does this machine hold?

The bench opens rooms of nine people on servers and stores of its own, touches nothing of yours, and lets everybody
write. It measures what one core carries, and what the least one could do carries on the same machine in the same run:
'plain' (hand every message on, keep nothing) and 'tutorial' (what the Channels tutorial builds). Compare the ratios:
messages a second differ from machine to machine and from hour to hour. Let the machine do nothing else meanwhile.
The last lines say how many rooms that makes, and whether the figures can be believed."""

MORE = """examples:
  script/bench                                     everything, about twenty minutes
  script/bench --server uvicorn --only plain alcove saturation --times 3
  script/bench --store postgres sqlite --fsync-delay 3 --crowd 500 --json docs/figures.json
  script/bench --churn 30 --server uvicorn         half an hour of coming and going: does anything grow?
  script/bench --table                             write the tables of docs/scale.md from docs/figures.json"""


_ONLY = f"some of {', '.join(TARGETS)} and of {', '.join(PHASES)}; saturation takes longest (all)"


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; what cannot be asked for is said in a sentence."""
    parser = argparse.ArgumentParser(
        prog="script/bench", description=ABOUT, epilog=MORE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    _what(parser)
    _how(parser)
    asked = parser.parse_args(words)
    if asked.workers > 1 and "sqlite" in asked.store:
        parser.error("--workers above 1 needs --store postgres: several processes cannot share SQLite.")
    for name in ("rooms", "crowd"):
        if not 0 <= getattr(asked, name) <= 500 or (name == "rooms" and not asked.rooms):
            parser.error(f"--{name} must be from 1 to 500.")
    if asked.churn and (asked.churn < 3 or asked.churn > 600):
        parser.error("--churn must be from 3 to 600 minutes.")
    return asked


def _what(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--only", nargs="+", choices=[*TARGETS, *PHASES], default=[], metavar="WHAT", help=_ONLY)
    add("--server", nargs="+", choices=SERVERS, default=list(SERVERS), help="what serves Alcove (both)")
    add("--store", nargs="+", choices=STORES, default=["postgres"], help="where Alcove keeps words (postgres)")
    add("--crowd", type=int, default=0, metavar="ROOMS", help="also so many rooms with a message a second each, as 500")
    add(
        "--fsync-delay",
        type=float,
        default=0,
        metavar="MS",
        help="also on a disk that takes so much longer (Linux, cc)",
    )
    add("--churn", type=float, default=0, metavar="MINUTES", help="only come and go for so long; watch what grows")


def _how(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--rooms", type=int, default=100, help="rooms of nine (100)")
    add("--seconds", type=float, default=6, help="how long each rate is held (6)")
    add("--evening", type=float, default=EVENING, metavar="SECONDS", help=f"how long that of an evening ({EVENING})")
    add("--workers", type=int, default=1, help="processes of Alcove, a core each; each room is one's by its id (1)")
    add("--settle", type=float, default=SETTLED, metavar="SECONDS", help=f"let Alcove serve so long first ({SETTLED})")
    add("--times", type=int, default=1, help="run everything so often, in turn, and take medians (1)")
    add("--first", action="store_true", help="go before everything else on this machine; needs root")
    add("--json", metavar="FILE", help="write every figure and step to this file")
    add("--table", nargs="?", const=FIGURES, metavar="FILE", help=f"measure nothing; tables from a file ({FIGURES})")


def wanted(asked: argparse.Namespace, all_of_them: Sequence[str]) -> list[str]:
    """Which of these are to be measured: those named, or all if none of them is."""
    named = [one for one in all_of_them if one in asked.only]
    return named or list(all_of_them)
