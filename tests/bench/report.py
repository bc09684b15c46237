"""Tables for people, in Markdown, and sentences on what they mean and whether to believe them."""

from collections.abc import Sequence

from tests.bench.churn import CLOSED, NOT_LET_IN, Churned, few, flat
from tests.bench.options import SERVERS
from tests.bench.phases import ANSWER_WITHIN, CARRIED_MS, TOO_MUCH, WRITES_EVERY
from tests.bench.result import Result
from tests.bench.targets import IN_A_ROOM

#: Half of what a core carries is left for bad minutes.
HEADROOM = 0.5
_TOO_BUSY, _TOO_LATE_MS, _NOISY = 0.75, 25.0, 0.15
#: So many times longer than in the quickest row, and memory was somebody else's.
_DISTURBED = 1.3
_BASELINES = ("plain", "tutorial")


def measured(results: Sequence[Result]) -> str:
    """What each server carries; ratios are to the bare limit of the same run."""
    limit = next((result for result in results if result.name == "plain"), None)
    head = (
        "server", "messages/s", "× plain", "× plain by CPU",
        "p50 / p95 / p99 ms", "CPU-ms per 1,000: server · database",
        "server / client busy", "steady p50 / p95 / p99 ms", "all come back s", "KiB a socket",
    )  # fmt: skip
    return table(head, [_measured(each, limit) for each in results if not _is_crowd(each)])


def _measured(each: Result, limit: Result | None) -> list[str]:
    return [
        each.name if each.name in _BASELINES else f"Alcove on {each.name}",
        _or_dash(each.most, f"{each.most:,.0f}"),
        _ratio(each.most, limit.most if limit else 0),
        _ratio(limit.server_ms if limit else 0, each.server_ms),
        _or_dash(each.most, _three(each.most_p50_ms, each.most_p95_ms, each.most_p99_ms)),
        _or_dash(each.most, f"{each.server_ms:,.0f} · {each.database_ms:,.0f}"),
        f"{each.server_busy:.0%} / {each.client_busy:.0%}",
        _or_dash(each.steady_p50_ms, _three(each.steady_p50_ms, each.steady_p95_ms, each.steady_p99_ms)),
        _or_dash(each.storm_s, f"{each.storm_s:.2f}"),
        _or_dash(each.kib_a_socket, f"{each.kib_a_socket:.0f}"),
    ]


def crowded(results: Sequence[Result]) -> str:
    """Very many quiet sockets; empty where none were measured."""
    head = ("Alcove on", "sockets", "messages/s", "p50 / p95 / p99 ms", "KiB a socket")
    rows = [
        [
            each.name, f"{each.sockets:,}", f"{each.steady_rate:,.0f}",
            _three(each.steady_p50_ms, each.steady_p95_ms, each.steady_p99_ms), f"{each.kib_a_socket:.0f}",
        ]
        for each in results if _is_crowd(each)
    ]  # fmt: skip
    return table(head, rows)


def overloaded(results: Sequence[Result]) -> str:
    """How each answers when more is asked than it carries; empty where that was not measured."""
    head = ("Alcove on", "asked", "ok", "refused", "silent", "accepted but not delivered", "slowest answer s")
    return table(head, [_overloaded(each) for each in results if each.overload])


def _overloaded(each: Result) -> list[str]:
    found = each.overload
    refusals = [f"{count:,.0f} {name.removeprefix('no: ')}" for name, count in found.items() if name.startswith("no: ")]
    refusals += [f"{found['held']:,.0f} held by the guard"] if found.get("held") else []
    numbers = [f"{found[name]:,.0f}" for name in ("asked", "ok", "silent", "missing")]
    return [each.name, *numbers[:2], ", ".join(refusals) or "0", *numbers[2:], f"{found['slowest_s']:.1f}"]


def churned(found: Sequence[Churned]) -> str:
    """First against last, who was lost, and a verdict on each; empty where nobody came and went."""
    return "\n".join(_churned(each) for each in found)


def _churned(each: Churned) -> str:
    rows = [
        [name, f"{first:,.1f}", f"{last:,.1f}", _change(first, last), _verdict(flat(first, last))]
        for name, (first, last) in each.compared().items()
    ]
    came = ", ".join(f"{name} {count:,}" for name, count in each.counts.items())
    head = (f"Alcove on {each.name}, {each.minutes:g} minutes", "after warm-up", "at the end", "change", "verdict")
    return table(head, rows + _people(each)) + f"\n{came}\n"


def _people(each: Churned) -> list[list[str]]:
    """Who was lost, of all who came; nothing of a run from before they were counted."""
    came = each.counts["came"]
    lost = [(what, each.counts[what]) for what in (NOT_LET_IN, CLOSED) if what in each.counts]
    return [
        [what, "–", f"{many:,}", f"{many / max(came, 1):.2%} of {came:,}", _verdict(few(many, came))]
        for what, many in lost
    ]


def _change(first: float, last: float) -> str:
    return f"{last / first - 1:+.1%}" if first else "–"


def _verdict(holds: bool) -> str:
    return "flat" if holds else "NOT FLAT"


def sentences(results: Sequence[Result], cores: str) -> str:
    """What it comes to."""
    found = [_holds(each) for each in results if each.most and each.name not in _BASELINES and "fsync" not in each.name]
    return "\n".join([*found, *_compared(results), "", f"Cores: {cores}.", *_beliefs(results)]) + "\n"


def _holds(each: Result) -> str:
    cores = "one core" if each.workers == 1 else f"{each.workers} cores"
    return (
        f"Alcove on {each.name}: {rooms_carried(each):,} rooms of {IN_A_ROOM} on {cores}, "
        f"if everybody writes every {WRITES_EVERY:g} s and half is kept for bad minutes."
    )


def _compared(results: Sequence[Result]) -> list[str]:
    """A slower disk and SQLite against the same server on PostgreSQL as it is."""
    most = {each.name: each.most for each in results if each.most}
    pairs = [(name, name.partition(", fsync")[0]) for name in most if ", fsync" in name]
    pairs += [(f"{server}, sqlite", f"{server}, postgres") for server in SERVERS]
    return [f"{a}: {most[a] / most[b]:.2f} of {b}." for a, b in pairs if a in most and b in most]


def rooms_carried(each: Result) -> int:
    """Rooms on this target's cores with half of what it carries in reserve."""
    return int(HEADROOM * each.most * WRITES_EVERY / IN_A_ROOM)


def _beliefs(results: Sequence[Result]) -> list[str]:
    busiest = max((each.client_busy for each in results), default=0.0)
    latest = max((each.client_late_ms for each in results), default=0.0)
    held_up = [each.name for each in results if each.client_busy > _TOO_BUSY or each.client_late_ms > _TOO_LATE_MS]
    said = [
        f"Carried: everything delivered once, nothing refused, 95 in 100 within {CARRIED_MS:g} ms.",
        f"Overload: {TOO_MUCH:g} times what was carried; silent is whoever heard nothing within {ANSWER_WITHIN:g} s.",
        f"Clients: at most {busiest:.0%} of a core each, and 99 in 100 messages sent within {latest:.1f} ms of their "
        + ("moment, so they were not the limit." if not held_up else "moment."),
    ]
    if held_up:
        said.append(f"The clients may have held up {', '.join(held_up)}: take its figures as a lower bound.")
    if (noise := max((each.others_busy for each in results), default=0.0)) > _NOISY:
        said.append(
            f"Something else used {noise:.0%} of a core meanwhile: trust ratios and CPU-ms, not messages a second."
        )
    return [*said, *_reached(results)]


def _reached(results: Sequence[Result]) -> list[str]:
    """Whether memory was as quick in all rows, without which no ratio between them tells of servers alone."""
    took = {each.name: each.reach_ns for each in results if each.reach_ns}
    if not took:
        return []
    least = min(took.values())
    slow = [f"{name} ({ns:.0f})" for name, ns in took.items() if ns > _DISTURBED * least]
    said = f"A step in memory took {least:.0f} ns where it was quickest"
    if not slow:
        return [f"{said}, and nowhere a third more."]
    again = f"run {', '.join(slow)} again before you believe their ratios."
    return [f"{said}. Something outside of the bench slowed it: {again}"]


def _is_crowd(each: Result) -> bool:
    return each.name.endswith(" rooms")


def _three(*values: float) -> str:
    return " / ".join(f"{value:.1f}" if value < 100 else f"{value:.0f}" for value in values)


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if one and other else "–"


def _or_dash(value: float, text: str) -> str:
    return text if value else "–"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; nothing for no rows."""
    if not rows:
        return ""
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]]) + "\n"
