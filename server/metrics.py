"""What is counted, for whoever stands close by: this machine and its private network, never the world.

Several workers under one supervisor count in one folder, PROMETHEUS_MULTIPROC_DIR, so that each can tell of all.
"""

import os
from collections.abc import Iterable
from ipaddress import ip_address

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from server.headers import CLAIMS, Scope
from server.health import Report

TYPE = CONTENT_TYPE_LATEST
# When counting began would double every line, and nobody asks.
disable_created_metrics()


def may_see(scope: Scope) -> bool:
    """Whether the one who asks is on this machine or in its private network, and asks for nobody else.

    A proxy says for whom it asks, which is for somebody outside; so `scope` must be as it came in at the door.
    """
    if any(name in CLAIMS for name, _ in scope["headers"]):
        return False
    try:
        address = ip_address((scope.get("client") or [""])[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_private or address.is_loopback


def page(report: Report) -> bytes:
    """Everything, in the form that monitoring reads. Reads files where several workers count together."""
    now = CollectorRegistry()
    now.register(_Now(report))
    return generate_latest(_counted()) + generate_latest(now)


def _counted() -> CollectorRegistry:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


class _Now(Collector):
    """What is asked anew each time, and is the same whichever worker is asked."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def collect(self) -> Iterable[Metric]:
        """The parts, and how long ago a duty loop ran."""
        parts = GaugeMetricFamily("alcove_part_ok", "1 where a part is well; /readyz says more.", labels=["part"])
        for name, part in self._report.parts.items():
            parts.add_metric([name], int(part.ok))
        yield parts
        if self._report.beat_age is not None:
            yield GaugeMetricFamily("alcove_duties_age_seconds", "Since a duty loop last ran.", self._report.beat_age)
