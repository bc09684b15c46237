"""The figures of one target, and how those of several runs become one."""

from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import Any


@dataclass
class Result:
    """`_ms` are milliseconds, `_s` seconds, `_busy` shares of a core; a figure that was not measured is 0.

    `server_ms` and `database_ms` are processor time for a thousand messages. `most` is the highest rate at which
    everything was delivered, nothing refused and p95 below a quarter of a second. `reach_ns` is how long a step in
    memory took, before it was measured or after, whichever was longer.
    """

    name: str
    rooms: int
    sockets: int = 0
    workers: int = 1
    durable: bool = True
    empty_mib: float = 0.0
    kib_a_socket: float = 0.0
    steady_rate: float = 0.0
    steady_p50_ms: float = 0.0
    steady_p95_ms: float = 0.0
    steady_p99_ms: float = 0.0
    steady_server_ms: float = 0.0
    steady_database_ms: float = 0.0
    storm_s: float = 0.0
    storm_p95_s: float = 0.0
    storm_shut_out: float = 0.0
    most: float = 0.0
    most_p50_ms: float = 0.0
    most_p95_ms: float = 0.0
    most_p99_ms: float = 0.0
    server_ms: float = 0.0
    database_ms: float = 0.0
    server_busy: float = 0.0
    client_busy: float = 0.0
    client_late_ms: float = 0.0
    others_busy: float = 0.0
    reach_ns: float = 0.0
    steady_commits_a_message: float = 0.0
    most_commits_a_message: float = 0.0
    rings_a_message: float = 0.0
    disk_bytes_a_message: float = 0.0
    log_bytes_a_message: float = 0.0
    connections: float = 0.0
    bell_connections: float = 0.0
    overload: dict[str, float] = field(default_factory=dict)
    steps: list[dict[str, float]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Result":
        """From a file; what it says that is no longer known is passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in found.items() if name in known})


def typical(runs: list[Result]) -> Result:
    """The median of every figure of several runs of one target."""
    whole = Result(runs[0].name, runs[0].rooms)
    for each in fields(Result):
        values = [getattr(run, each.name) for run in runs]
        if each.type is float:
            setattr(whole, each.name, median(values))
        elif each.name == "steps":
            whole.steps = [step for steps in values for step in steps]
        elif each.name == "overload":
            whole.overload = _worst(values)
        else:
            setattr(whole, each.name, values[0])
    return whole


def _worst(overloads: list[dict[str, float]]) -> dict[str, float]:
    """Of overload the run with most silence is told, then the slowest: one bad one is enough to know of."""
    return max(overloads, key=lambda one: (one.get("silent", 0), one.get("slowest_s", 0)))
