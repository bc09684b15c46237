"""How many evenings are tried. `EVENINGS=10` in the environment tries ten times as many, for a quiet night."""

import os

from hypothesis import HealthCheck, settings

TIMES = float(os.environ.get("EVENINGS") or 1)


def evenings(count: int) -> settings:
    """So many examples; an evening takes a while to think up, and a busy machine longer."""
    return settings(
        max_examples=max(1, int(count * TIMES)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
