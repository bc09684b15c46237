"""How far the bench is: a bar on a terminal, a line a phase in a log."""

import sys
import time
from typing import TextIO

_WIDTH = 24
_EVERY = 0.2


class Progress:
    """Seconds are an estimate made before; the bar goes by them."""

    def __init__(self, expected: float, out: TextIO = sys.stderr) -> None:
        """`expected`: seconds for everything."""
        self._expected, self._out, self._bar = max(expected, 1.0), out, out.isatty()
        self._done = self._share = 0.0
        self._what, self._began, self._shown = "", time.monotonic(), 0.0

    def begin(self, what: str, seconds: float) -> None:
        """Something else is being done, for about so long."""
        self._done += self._share
        self._share, self._began = seconds, time.monotonic()
        self.say(what)

    def say(self, what: str) -> None:
        """The same, more exactly."""
        self._what, self._shown = what, 0.0
        if not self._bar:
            self._out.write(f"{self._part():4.0%}  {what}\n")
        self.tick()

    def tick(self) -> None:
        """Draw, if it is time to."""
        now = time.monotonic()
        if not self._bar or now - self._shown < _EVERY:
            return
        self._shown, filled = now, int(self._part() * _WIDTH)
        left = max(0.0, self._expected * (1 - self._part()))
        bar = "█" * filled + "░" * (_WIDTH - filled)
        self._out.write(f"\r\033[K{bar} {self._part():4.0%}  {self._what} · about {_spoken(left)} left")
        self._out.flush()

    def end(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._out.write("\r\033[K")

    def _part(self) -> float:
        here = min(time.monotonic() - self._began, self._share)
        return min((self._done + here) / self._expected, 1.0)


def _spoken(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"
