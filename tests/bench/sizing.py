"""From what one core carried to what many rooms need: multiplication, and nothing else."""

import math
from collections.abc import Sequence

from tests.bench.phases import WRITES_EVERY
from tests.bench.report import HEADROOM, rooms_carried, table
from tests.bench.result import Result
from tests.bench.targets import IN_A_ROOM

ROOMS = (100, 1_000, 100_000)
EVENING_SECONDS = 3600
_ARRIVE_SECONDS = 60


def basis(results: Sequence[Result]) -> Result | None:
    """The figures to multiply: of what carries most on an ordinary PostgreSQL."""
    fit = [each for each in results if each.name.endswith(", postgres") and each.most and each.steady_rate]
    return max(fit, key=lambda each: each.most, default=None)


def sized(each: Result) -> str:
    """What 100, 1,000 and 100,000 rooms at once need."""
    columns = [_needs(each, rooms) for rooms in ROOMS]
    head = ["", *(f"{rooms:,} rooms" for rooms in ROOMS)]
    return table(head, [[name, *(column[name] for column in columns)] for name in columns[0]])


def _needs(each: Result, rooms: int) -> dict[str, str]:
    rate = rooms * IN_A_ROOM / WRITES_EVERY
    cores = max(2, math.ceil(rooms / (rooms_carried(each) / each.workers)))
    memory = cores * each.empty_mib / each.workers + rooms * IN_A_ROOM * each.kib_a_socket / 1024
    evening = rate * EVENING_SECONDS
    return {
        "sockets": f"{rooms * IN_A_ROOM:,}",
        "messages/s in": f"{rate:,.0f}",
        "messages/s out": f"{rate * IN_A_ROOM:,.0f}",
        "arrivals/s, all in one minute": f"{rooms * IN_A_ROOM / _ARRIVE_SECONDS:,.0f}",
        f"cores for Alcove, {1 - HEADROOM:.0%} in reserve, two at least": f"{cores:,}",
        "memory for Alcove, GiB": f"{memory / 1024:,.1f}",
        "cores for PostgreSQL, busy workers … idle ones": _range(
            rate, each.database_ms, each.steady_database_ms, 1000_000
        ),
        "commits/s, busy workers … idle ones": _range(
            rate, each.most_commits_a_message, each.steady_commits_a_message, 1
        ),
        "connections to PostgreSQL": f"{cores * each.connections / each.workers:,.0f}",
        "log of PostgreSQL, MB/s": f"{rate * each.log_bytes_a_message / 1e6:,.1f}",
        "disk for an evening of one hour, GB": f"{evening * each.disk_bytes_a_message / 1e9:,.1f}",
        "Valkey messages/s": f"{rate * each.rings_a_message:,.0f}",
        "connections to Valkey": f"{cores * each.bell_connections / each.workers:,.0f}",
    }


def _range(rate: float, low: float, high: float, divided_by: float) -> str:
    ends = sorted((rate * low / divided_by, rate * high / divided_by))
    return " … ".join(f"{end:,.1f}" if end < 10 else f"{end:,.0f}" for end in ends)
