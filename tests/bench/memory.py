"""How long this machine takes to reach its memory: what is done to it from outside shows there first.

On a machine of which we had two cores a fixed sum took the same time within half a minute in which to reach memory
took up to 2.7 times as long; whatever looks things up, as we do, gets slower then than what mostly adds. Others on
the same host do that, and so does a machine within a machine that watches which pages are in use: there, after 1.5 s
of rest, one small page in thirty cost 130 microseconds to come back to, and of large pages hardly one.
"""

from __future__ import annotations

import time
from array import array
from functools import cache
from typing import Final

#: More than a core has for itself, so that most steps leave it.
_PLACES: Final = 1 << 23
_STEPS: Final = 200_000
#: From each place to the next one by a full round of all places, in an order that no machine foresees.
_TIMES, _MORE = 1_664_525, 1_013_904_223


def reach_ns(steps: int = _STEPS) -> float:
    """How long a step to some place in 32 MiB takes, with what Python needs for it; in nanoseconds."""
    nexts, at = _round(), 0
    since = time.perf_counter_ns()
    for _ in range(steps):
        at = nexts[at]
    return (time.perf_counter_ns() - since) / steps


@cache
def _round() -> array[int]:
    return array("I", ((_TIMES * place + _MORE) % _PLACES for place in range(_PLACES)))
