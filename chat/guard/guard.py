"""The guard: words in, a verdict out. Pure; it reads no clock but its own budget's, and keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from typing import Final

from . import suggest
from .letters import without_pictures
from .lexicon import Lexicon
from .plain import Plain
from .quick.sight import NOTHING
from .reading import ALONE, Among, Reader, Reading
from .stretches import is_little, reads_as_one, stretches
from .verdict import HOLD, PASS, TABLE, Fate, Kind, Verdict
from .weights import Weights
from .weights import shipped as learnt

#: Code in the event loop cannot be stopped from outside, so the guard looks at the time between its steps.
BUDGET_SECONDS: Final = 0.005
#: So many times that has what is little work, the second time: where memory has rested for a second and the machine
#: takes its time to come back to it, a reading of one millisecond was seen to take ninety.
_LITTLE: Final = 20
#: What stretches of one message come to, for as long as it is read.
Known = dict[tuple[str, Among], Reading]


class Late(Exception):
    """The budget is used up."""


class Guard:
    """One lexicon, compiled, and what becomes of each class."""

    def __init__(
        self,
        lexicon: Lexicon,
        table: Mapping[Kind, Fate] = TABLE,
        budget: float = BUDGET_SECONDS,
        weights: Weights | None = None,
        *,
        quick: bool = False,
    ) -> None:
        """Compile the lexicon; takes two seconds or so. `budget` in seconds; `weights` only to try others.

        `quick`: with a look that spares it most reading, for whoever reads all day: to make that takes two more.
        """
        self.lexicon, self._budget = lexicon, budget
        self._reader = Reader(lexicon, table, weights or learnt(), quick=quick)

    @property
    def weights(self) -> Weights:
        """What it weighs words by, so that another may share them."""
        return self._reader.weights

    def within(self, seconds: float) -> Guard:
        """The same with another budget, for whoever reads what nobody waits for."""
        made = copy(self)
        made._budget = seconds  # noqa: SLF001  (one of its own kind)
        return made

    def read(self, words: str) -> Verdict:
        """What happens to these words. Too slow twice: `HOLD`, as for anything that cannot be read.

        The first time it may have been the collector of rubbish or another process that took the time, and not these
        words: only the second counts what this thread worked, as to ask for that takes a while itself.
        """
        sure = self._reader.sure_of(words) if reads_as_one(words) else None
        if sure == NOTHING and without_pictures(words) == words:
            return PASS
        # What was read the first time need not be read again.
        known: Known = {}
        return self._in_time(words, lambda still: self._read(words, still, known, sure))

    def read_joined(self, words: str) -> Verdict:
        """What happens to several lines of one person, read as one; nothing is offered instead.

        What they weigh together does not count: they are no message, and weigh like none that was learnt from.
        """
        return self._in_time(words, lambda still: self._reader.read(words, still, joined=True).verdict)

    def plain(self, words: str) -> Plain:
        """How the words read once made plain, for staff and for whoever tunes the rules."""
        return self._reader.plain(words)

    def _in_time(self, words: str, reading: Callable[[Callable[[], None]], Verdict]) -> Verdict:
        try:
            return reading(self._until(time.perf_counter, self._budget))
        except Late:
            again = self._budget * (_LITTLE if is_little(words) else 1)
        try:
            return reading(self._until(time.thread_time, again))
        except Late:
            return HOLD

    @staticmethod
    def _until(clock: Callable[[], float], seconds: float) -> Callable[[], None]:
        until = clock() + seconds

        def still() -> None:
            if clock() > until:
                raise Late

        return still

    def _read(self, words: str, still: Callable[[], None], known: Known, sure: int | None) -> Verdict:
        verdict, others = self._whole(words, still, known, sure)
        if verdict.outcome not in ("swap", "mask"):
            return verdict
        suggestion = suggest.another_way(words, others) if others is not None else None
        if suggestion is None or not self._would_pass(suggestion, still, known):
            return replace(verdict, outcome="hold")
        return replace(verdict, suggestion=suggestion)

    def _would_pass(self, words: str, still: Callable[[], None], known: Known) -> bool:
        """Whether a suggestion can be sent: nobody is offered what would be kept back again."""
        return self._whole(words, still, known).verdict.outcome == "pass"

    def _whole(self, words: str, still: Callable[[], None], known: Known, sure: int | None = None) -> Reading:
        """What all of a message comes to, read as one or in stretches."""
        if not (spans := stretches(words)):
            raise Late
        if len(spans) == 1:
            return self._part(words, still, ALONE, sure)
        among = Among(len(spans), self._reader.names_an_app(words))
        readings: list[Reading] = []
        for start, end in spans:
            what = words[start:end], among
            try:
                if what not in known:
                    known[what] = self._part(words[start:end], still, among)
            except Late:
                # Nothing that comes later matters more than danger right now; all else has to be read to its end.
                if any(each.verdict.outcome == "divert" for each in readings):
                    break
                raise
            readings.append(known[what].moved(start))
        return Reading.of_all(readings)

    def _part(self, words: str, still: Callable[[], None], among: Among, sure: int | None = None) -> Reading:
        """What words come to that are read as one; where pictures part them, also without these."""
        reading, bare = self._reader.read(words, still, among, sure=sure), without_pictures(words)
        if bare == words or reading.verdict.outcome == "divert":
            return reading
        return max(reading, self._reader.read(bare, still, among), key=lambda each: each.verdict.strictness())
