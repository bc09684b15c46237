"""Every kind of chain that this house keeps: how far each chain has come, and what stood at a number of it.

Each room of the house registers its own. Whoever walks them is told here what there is to walk; whoever keeps the heads
somewhere else, so that a database put back to an older day is seen, takes them from here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one chain has come: the number of its last entry, when that was written, and its digest."""

    chain: str
    number: int
    at: datetime
    digest: bytes


LET_GO: Final = b"let go"
"""In the place of a digest: what stood there went by rule, and an act, chained as well, says so."""


@dataclass(frozen=True, slots=True)
class Chains:
    """One kind of chain. `heads` gives each that has entries; `digest_at` what stands at a number now, or None.

    `gone_by_rule` says how many went whole since a moment because their time was over, as acts say, which are chained.
    """

    heads: Callable[[], Iterable[Standing]]
    digest_at: Callable[[str, int], bytes | None]
    gone_by_rule: Callable[[datetime], int] = lambda since: 0


_KINDS: dict[str, Chains] = {}


def register(kind: str, chains: Chains) -> None:
    """Have the heads of these chains kept elsewhere too; a kind is one short word. Twice the same name raises."""
    if kind in _KINDS:
        raise ValueError(f"two kinds of chains are called {kind}")
    _KINDS[kind] = chains


def kinds() -> dict[str, Chains]:
    """Every kind by its name."""
    return dict(_KINDS)
