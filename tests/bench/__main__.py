"""How much one machine carries, and how that compares with the least and the most that could be done.

`script/bench` runs the bare limit, the tutorial and Alcove in turn, in one go, and prints a table of ratios: these
machines are noisy, so a number by itself means little.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.bench import targets
from tests.bench.phases import Result, measure
from tests.ground import Ground

FIRST_RATE = {"plain": 4000.0, "tutorial": 150.0, "daphne": 800.0, "uvicorn": 1500.0}


def main() -> int:
    """Measure what was asked for, print the table, write the JSON."""
    asked = _parse()
    ground = Ground("grown" if asked.store == "postgres" else "embedded", durable=True)
    ground.start()
    try:
        results = [_one(name, ground, asked) for name in asked.only or FIRST_RATE]
    finally:
        ground.stop()
        sys.stderr.write("\n")
    sys.stdout.write(table(results, asked.store))
    if asked.json:
        Path(asked.json).write_text(json.dumps([result.as_json() for result in results], indent=1) + "\n")
    return 0


def _one(name: str, ground: Ground, asked: argparse.Namespace) -> Result:
    if name in ("plain", "tutorial"):
        opening = targets.baseline(name, asked.rooms)
    else:
        opening = targets.alcove(asked.rooms, ground, name)
    with opening as target:
        return measure(name, target, seconds=asked.seconds, first_rate=FIRST_RATE[name], tell=_tell)


def table(results: list[Result], store: str) -> str:
    """A table for people; ratios are to the bare limit where it was measured."""
    limit = next((result.most for result in results if result.name == "plain"), 0.0)
    steady = "steady p50 / p95 / p99 ms"
    columns = ("server", "messages/s", "× plain", "p95 at that", steady, "storm s", "KiB a socket", "client busy")
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    for each in results:
        ratio = f"{each.most / limit:.2f}" if limit else "–"
        name = each.name if each.name in ("plain", "tutorial") else f"Alcove on {each.name}, {store}"
        steady = f"{each.steady_p50:.1f} / {each.steady_p95:.1f} / {each.steady_p99:.1f}"
        lines.append(
            f"| {name} | {each.most:,.0f} | {ratio} | {each.at_most_p95:.0f} | {steady} | {each.storm_s:.2f} "
            f"| {each.kib_a_socket:.0f} | {each.client_busy:.0%} |"
        )
    return "\n".join(lines) + "\n"


def _tell(what: str) -> None:
    sys.stderr.write(f"\r\033[K{what}")
    sys.stderr.flush()


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--rooms", type=int, default=100, help="rooms of nine (100)")
    parser.add_argument("--seconds", type=float, default=6, help="how long each rate is held (6)")
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--only", nargs="*", choices=list(FIRST_RATE), help="measure these alone")
    parser.add_argument("--json", help="write every step to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
