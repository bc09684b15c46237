"""The file of figures: written by a run, read to make the tables of the page on scale."""

import argparse
import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.churn import Churned
from tests.bench.report import churned, crowded, measured, overloaded, sentences
from tests.bench.result import Result
from tests.bench.sizing import basis, sized
from tests.running import ROOT

PAGE = ROOT / "docs" / "scale.md"
_BEGIN, _END = "<!-- {0}: written by script/bench --table -->", "<!-- /{0} -->"


def write(
    file: str, asked: argparse.Namespace, told: dict[str, str], results: Sequence[Result], came: Sequence[Churned]
) -> None:
    """Everything that was found, and what is `told` of this machine.

    What the file says of churn stays if this run had none, and the other way round.
    """
    path = Path(file)
    kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    if results:
        kept |= {
            "made": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine(), **told,
            "command": command(asked), "results": [each.as_json() for each in results],
        }  # fmt: skip
    if came:
        kept["churn"] = [each.as_json() for each in came]
    path.write_text(json.dumps(kept, indent=1) + "\n")


def command(asked: argparse.Namespace) -> str:
    """The command that was given, but for where it wrote."""
    words = ["script/bench"]
    for name, value in vars(asked).items():
        if name in {"json", "table", "churn"} or not value:
            continue
        words += [f"--{name.replace('_', '-')}", *_words(value)]
    return " ".join(words)


def _words(value: Any) -> list[str]:
    if value is True:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [f"{value:g}"]


def machine() -> str:
    """What it ran on, in a line."""
    words = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(words or os.sched_getaffinity(0))
    return f"{cores} cores{f' ({words[0]})' if words else ''}, {memory:.0f} GiB, Python {platform.python_version()}"


def _lines(file: str) -> list[str]:
    path = Path(file)
    return path.read_text().splitlines() if path.exists() else []


def tables(found: dict[str, Any]) -> dict[str, str]:
    """The tables of a file of figures, by the name of their place on the page."""
    results = [Result.from_json(each) for each in found.get("results", [])]
    came = [Churned.from_json(each) for each in found.get("churn", [])]
    whole = basis(results)
    run = f"Made on {found.get('made')} by `{found.get('command')}` on {found.get('machine')}.\n"
    run += f"{found['disk']}\n" if found.get("disk") else ""
    return {
        "run": run,
        "measured": measured(results),
        "crowd": crowded(results),
        "overload": overloaded(results),
        "sentences": "".join(f"- {line}\n" for line in sentences(results, found.get("cores", "")).splitlines() if line),
        "sizing": sized(whole) if whole else "",
        "churn": churned(came),
    }


def onto(page: str, made: dict[str, str]) -> str:
    """The page with its tables replaced; whatever has no place on it is left out."""
    for name, text in made.items():
        begin, end = _BEGIN.format(name), _END.format(name)
        before, found, rest = page.partition(begin)
        if found and end in rest:
            page = f"{before}{begin}\n\n{text.strip()}\n\n{end}{rest.partition(end)[2]}"
    return page
