"""How many rooms does this machine hold? `script/bench --help` says what can be asked."""

import json
import resource
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import disk, figures, memory, options, report
from tests.bench.churn import Churned, churn
from tests.bench.cores import Cores, NotFirst
from tests.bench.crowds import CrowdFailed, Crowds
from tests.bench.phases import Measuring
from tests.bench.plan import FIRST_RATE, Row, churn_rows, opened, rows
from tests.bench.progress import Progress
from tests.bench.result import Result, typical
from tests.bench.slow_disk import HOW, NoSlowDisk
from tests.bench.targets import IN_A_ROOM, Target
from tests.running import ROOT

_TICK_SECONDS = 0.5

_SPARE_FILES = 500


def main() -> int:
    """Measure what was asked for, print what was found, write the JSON."""
    asked = options.parse()
    if asked.table:
        return _print_tables(asked.table)
    cores = Cores.divide(asked.workers)
    if trouble := _more_files(max(asked.rooms, asked.crowd) * IN_A_ROOM + _SPARE_FILES):
        sys.stderr.write(f"{trouble}\n")
        return 1
    try:
        if asked.first:
            cores.go_first()
        return _run(asked, cores)
    except (CrowdFailed, NotFirst, NoSlowDisk, TimeoutError, RuntimeError) as problem:
        sys.stderr.write(f"\nThe bench stopped. {problem}\n")
        return 1


def _run(asked: Namespace, cores: Cores) -> int:
    cores.keep_to_the_rest()
    # Before anything else writes to it.
    sync = disk.told()
    results, left_out = ([], []) if asked.churn else _measure_all(asked, cores)
    came = _churn_all(asked, cores) if asked.churn else []
    said = [report.measured(results), report.crowded(results), report.overloaded(results), report.churned(came)]
    sys.stdout.write("\n".join(text for text in said if text) + "\n")
    if results:
        sys.stdout.write(report.sentences(results, str(cores)) + f"{sync}\n")
    if asked.fsync_delay and results:
        sys.stdout.write(f"fsync + {asked.fsync_delay:g} ms: {HOW.format(asked.fsync_delay)}.\n")
    if asked.json:
        figures.write(asked.json, asked, {"cores": str(cores), "disk": sync}, results, came)
    sys.stderr.writelines(f"Left out: {why}\n" for why in left_out)
    return 1 if left_out else 0


def _measure_all(asked: Namespace, cores: Cores) -> tuple[list[Result], list[str]]:
    """Every row in turn, as often as asked; and which could not be measured to their end, each with why.

    A bench takes half an hour: one row that breaks does not cost what the others found.
    """
    plan = rows(asked)
    progress = Progress(asked.times * sum(row.expected(asked) for row in plan))
    runs: list[list[Result]] = [[] for _ in plan]
    left_out = []
    for _ in range(asked.times):
        for row, found in zip(plan, runs, strict=True):
            progress.begin(f"{row.name}: starting", row.expected(asked))
            try:
                with _started(row, asked, cores, progress) as target:
                    found.append(_measure(row, target, asked, cores, progress))
            except CrowdFailed as problem:
                left_out.append(f"{row.name}. {problem}")
    progress.end()
    return [typical(found) for found in runs if found], left_out


@contextmanager
def _started(row: Row, asked: Namespace, cores: Cores, progress: Progress) -> Iterator[Target]:
    workers = asked.workers if row.kind == "alcove" else 1
    with opened(row, workers, progress.tick) as target:
        cores.give(target.pids)
        if row.kind == "alcove":
            _settle(progress, asked.settle)
        yield target


def _settle(progress: Progress, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        progress.tick()
        time.sleep(_TICK_SECONDS)


def _measure(row: Row, target: Target, asked: Namespace, cores: Cores, progress: Progress) -> Result:
    with Crowds(cores.clients, answers=target.answers, tick=progress.tick, servers=target.pids) as crowds:
        measuring = Measuring(target, crowds, progress, asked.seconds, asked.evening)
        before = memory.reach_ns()
        measuring.arrive()
        if "steady" in row.phases:
            measuring.steady(row.rate)
        if "storm" in row.phases:
            measuring.storm()
        if "saturation" in row.phases:
            measuring.most(FIRST_RATE[row.kind] * (asked.workers if row.kind == "alcove" else 1))
        if "overload" in row.phases:
            measuring.overload()
    measuring.result.reach_ns = max(before, memory.reach_ns())
    return measuring.result


def _churn_all(asked: Namespace, cores: Cores) -> list[Churned]:
    plan = churn_rows(asked)
    progress = Progress(len(plan) * (asked.churn + 0.5) * 60)
    found = []
    for row in plan:
        progress.begin(f"{row.name}: starting", (asked.churn + 0.5) * 60)
        with opened(row, asked.workers, progress.tick, {}) as target:
            cores.give(target.pids)
            found.append(churn(target, asked.churn, progress))
    progress.end()
    return found


def _more_files(needed: int) -> str:
    """Let this process and what it starts open so many files; a sentence if it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        return f"So many sockets need {needed:,} open files; this system allows {hard:,}. Raise it: ulimit -n {needed}."
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    return ""


def _print_tables(file: str) -> int:
    path = Path(file)
    if not path.exists():
        sys.stderr.write(f"There is no {file} yet: make one with script/bench --json {file}.\n")
        return 1
    made = figures.tables(json.loads(path.read_text()))
    if path.resolve() == (ROOT / options.FIGURES).resolve():
        figures.PAGE.write_text(figures.onto(figures.PAGE.read_text(), made))
    sys.stdout.write("\n".join(text for text in made.values() if text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
