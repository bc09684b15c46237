"""The rows of a run: each a server to start, what to ask of it, and about how long that takes."""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.options import PHASES, TARGETS, wanted
from tests.bench.slow_disk import inherited, slow_disk
from tests.bench.targets import UNPACED, Target, Tick, alcove, baseline
from tests.ground import Ground
from tests.stores import Valkey

FIRST_RATE = {"plain": 6000.0, "tutorial": 200.0, "alcove": 1500.0}
_START, _ENTER, _STEPS, _AROUND_A_STEP = 10.0, 5.0, 11, 1.5


@dataclass(frozen=True, slots=True)
class Row:
    """One server to measure. `rate` 0: everybody writes every eight seconds. `slow_ms`: added to every fsync."""

    kind: str
    rooms: int
    phases: tuple[str, ...]
    server: str = ""
    store: str = ""
    slow_ms: float = 0.0
    rate: float = 0.0

    @property
    def name(self) -> str:
        """As the table has it."""
        if self.kind != "alcove":
            return self.kind
        slow = f", fsync + {self.slow_ms:g} ms" if self.slow_ms else ""
        crowd = f", {self.rooms} rooms" if self.rate else ""
        return f"{self.server}, {self.store}{slow}{crowd}"

    def expected(self, asked: argparse.Namespace) -> float:
        """About how long it takes, in seconds."""
        each = {"memory": _ENTER, "steady": asked.evening + 4, "storm": _ENTER, "overload": asked.seconds + 8}
        each["saturation"] = _STEPS * (asked.seconds + _AROUND_A_STEP)
        settled = asked.settle if self.kind == "alcove" else 0
        return float(_START + settled + self.rooms / 12 + sum(each[phase] for phase in self.phases))


def rows(asked: argparse.Namespace) -> list[Row]:
    """What was asked for, the baselines first."""
    kinds, phases = wanted(asked, TARGETS), tuple(wanted(asked, PHASES))
    if "overload" in phases and "saturation" not in phases:
        phases = tuple(phase for phase in PHASES if phase in {*phases, "saturation"})
    bare = tuple(phase for phase in phases if phase != "overload")
    found = [Row(kind, asked.rooms, bare) for kind in kinds if kind != "alcove" and bare]
    pairs = [(server, store) for store in asked.store for server in asked.server] if "alcove" in kinds else []
    found += [Row("alcove", asked.rooms, phases, *pair) for pair in pairs]
    if asked.fsync_delay:
        found += [Row("alcove", asked.rooms, ("saturation",), *pair, slow_ms=asked.fsync_delay) for pair in pairs]
    if asked.crowd:
        found += [Row("alcove", asked.crowd, ("memory", "steady"), *pair, rate=float(asked.crowd)) for pair in pairs]
    return found


def churn_rows(asked: argparse.Namespace) -> list[Row]:
    """The servers to come and go on: half the rooms, each with its facilitator."""
    return [
        Row("alcove", max(30, asked.rooms // 2), (), server, store) for store in asked.store for server in asked.server
    ]


@contextmanager
def opened(row: Row, workers: int, tick: Tick, settings: dict[str, str] | None = None) -> Iterator[Target]:
    """Start it on stores of its own, and leave nothing behind."""
    with ExitStack() as stack:
        if row.kind == "plain":
            yield stack.enter_context(baseline(row.kind, row.rooms, {}))
            return
        if row.kind == "tutorial":
            yield stack.enter_context(baseline(row.kind, row.rooms, {"REDIS_URL": stack.enter_context(_doorbell())}))
            return
        slow = stack.enter_context(slow_disk(row.slow_ms)) if row.slow_ms else {}
        ground = Ground("grown" if row.store == "postgres" else "embedded", durable=True)
        stack.callback(ground.stop)
        with inherited(slow if row.store == "postgres" else {}):
            ground.start()
        # SQLite writes in the server's own process.
        env = {"ALCOVE_SERVER": row.server, **(slow if row.store == "sqlite" else {})}
        paces = UNPACED if settings is None else settings
        yield stack.enter_context(alcove(row.name, ground, row.rooms, workers, {**paces, **env}, tick))


@contextmanager
def _doorbell() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="alcove-bench-"))
    valkey = Valkey(folder)
    valkey.start()
    try:
        yield valkey.url()
    finally:
        valkey.stop()
        shutil.rmtree(folder, ignore_errors=True)
