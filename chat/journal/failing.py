"""Since when whatever is to be written fails. Who only reads does not see a disk that is full."""

from __future__ import annotations

import time
from typing import Final

#: What failed and was not tried again for so long fails no more, as far as anybody knows: nobody asks for it.
UNTRIED: Final = 15.0


class Failing:
    """One kind of thing to be written. Told in the writer's thread, and read in any."""

    def __init__(self) -> None:
        """Nothing failed yet."""
        self._span: tuple[float, float] | None = None

    def failed(self) -> None:
        """It was tried, and could not be written."""
        now = time.monotonic()
        self._span = (now - self.seconds, now)

    def written(self) -> None:
        """It was tried, and is written."""
        self._span = None

    @property
    def seconds(self) -> float:
        """For how long every try has failed; 0 where none has, or where nobody tries any more."""
        span, now = self._span, time.monotonic()
        return 0.0 if span is None or now - span[1] > UNTRIED else now - span[0]
