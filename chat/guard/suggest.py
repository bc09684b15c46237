"""A message said another way: what a class swaps or masks, and the rest as it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MASK: Final = "•••"
#: A place in the words as written, and what stands there instead.
Other = tuple[int, int, str]


def another_way(words: str, others: Iterable[Other]) -> str | None:
    """The whole message with every place said another way; of two that overlap the first, and the longer."""
    made, at = [], 0
    for start, end, other in sorted(others, key=lambda each: (each[0], -each[1])):
        if start >= at:
            made += [words[at:start], other]
        # What sticks out behind is gone with what it overlaps.
        at = max(at, end)
    return "".join([*made, words[at:]]).strip() or None
