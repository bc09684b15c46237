"""What was seen during one fault, and the table of all of them at the end of a run."""

from collections.abc import Iterable
from dataclasses import dataclass, field

MB = 1_000_000


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of all stays within; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


@dataclass(slots=True)
class Seen:
    """One evening with a fault in it; times in seconds."""

    fault: str
    acknowledged: int = 0
    busy: int = 0
    again: int = 0
    slowest: float = 0.0
    returns: list[float] = field(default_factory=list)
    caught_up: list[float] = field(default_factory=list)
    grown: int = 0

    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        returns = f"{percentile(self.returns, 0.95):.1f}" if self.returns else "–"
        caught = f"{max(self.caught_up):.1f}" if self.caught_up else "–"
        counts = (str(self.acknowledged), str(self.busy), str(self.again), f"{self.slowest:.1f}")
        return (self.fault, *counts, str(len(self.returns)), returns, caught, f"{self.grown / MB:.0f}")


COLUMNS = ("fault", "acks", "busy", "again", "slowest s", "returns", "p95 s", "caught up s", "grown MB")
ALL: list[Seen] = []


def table() -> list[str]:
    """Lines for people."""
    rows = [COLUMNS, *(each.row() for each in ALL)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths)) for row in rows]


def _padded(row: tuple[str, ...], widths: list[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
