"""How long this machine takes to put something safely on its disk: no word can be safe, and so none be read, sooner."""

import os
import tempfile
import time
from statistics import quantiles

_TIMES, _PAGE = 200, b"\0" * 8192


def told() -> str:
    """The middle one and the 95th in 100 of so many syncs of one page of a database, in a sentence."""
    middle, slow = measured()
    return f"A sync of the disk takes {middle:.1f} ms, 95 in 100 at most {slow:.1f} ms; every commit waits for one."


def measured(times: int = _TIMES) -> tuple[float, float]:
    """The same in milliseconds, in the folder where the bench keeps its databases."""
    with tempfile.TemporaryFile(prefix="alcove-bench-") as file:
        taken = [_synced(file.fileno()) for _ in range(times)]
    parts = quantiles(taken, n=20)
    return parts[9], parts[18]


def _synced(file: int) -> float:
    os.write(file, _PAGE)
    since = time.perf_counter()
    os.fsync(file)
    return (time.perf_counter() - since) * 1000
