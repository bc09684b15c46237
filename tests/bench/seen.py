"""What a crowd did and saw, counted; several crowds' counts add up."""

import time
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def _seconds() -> "array[float]":
    return array("d")


@dataclass(slots=True)
class Seen:
    """A stretch of time. Delays and lateness in seconds; `busy` is the share of one core the crowd used.

    `server_busy`: shares of a core that the servers used while it spoke, and not while it waited before and after.

    `missing`: deliveries that did not come, though their message was accepted. `extra`: more than were ever asked for.
    `held`: accepted, and kept back by the guard for a facilitator, so that nobody is to hear it.
    `silent`: requests that were not answered in time, in any way. `lateness`: how long after its moment a message was
    sent, which is how a crowd shows that it kept up itself.
    """

    seconds: float = 0.0
    sent: int = 0
    delivered: int = 0
    missing: int = 0
    extra: int = 0
    silent: int = 0
    closed: int = 0
    ok: int = 0
    held: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    busy: float = 0.0
    server_busy: float = 0.0
    delays: "array[float]" = field(default_factory=_seconds)
    answers: "array[float]" = field(default_factory=_seconds)
    lateness: "array[float]" = field(default_factory=_seconds)

    def delay_ms(self, share: float) -> float:
        """How long a message took to its listeners, in milliseconds."""
        return 1000 * percentile(self.delays, share)

    def answer_ms(self, share: float) -> float:
        """How long a request waited for its answer, in milliseconds."""
        return 1000 * percentile(self.answers, share)

    def late_ms(self, share: float) -> float:
        """How late the crowd itself was, in milliseconds."""
        return 1000 * percentile(self.lateness, share)


def together(all_of_them: Iterable[Seen]) -> Seen:
    """What several crowds saw in the same stretch; `busy` is that of the busiest, and all saw the same servers."""
    whole = Seen()
    for one in all_of_them:
        for name in ("sent", "delivered", "missing", "extra", "silent", "closed", "ok", "held"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        whole.refused.update(one.refused)
        whole.busy, whole.seconds = max(whole.busy, one.busy), max(whole.seconds, one.seconds)
        whole.server_busy = max(whole.server_busy, one.server_busy)
        for name in ("delays", "answers", "lateness"):
            getattr(whole, name).extend(getattr(one, name))
    return whole


@dataclass(slots=True)
class Ledger:
    """Who asked what in the present stretch, room by room, and how it was answered.

    `answers`: whether the server answers requests; where it does not, all that was asked counts as accepted.
    """

    answers: bool
    seen: Seen = field(default_factory=Seen)
    open: dict[int, tuple[float, int, int]] = field(default_factory=dict)
    asked_in: Counter[int] = field(default_factory=Counter)
    accepted_in: Counter[int] = field(default_factory=Counter)

    def ask(self, ref: int, room: int, who: int) -> None:
        """A request of `who` is on its way."""
        self.seen.sent += 1
        self.asked_in[room] += 1
        if self.answers:
            self.open[ref] = (time.perf_counter(), room, who)
        else:
            self.accepted_in[room] += 1

    def answer(self, ref: int, refusal: str, *, held: bool = False) -> None:
        """It was answered, and is heard unless held; answers to another stretch's requests are passed over."""
        since, room, _ = self.open.pop(ref, (0.0, 0, 0))
        if not since:
            return
        self.seen.answers.append(time.perf_counter() - since)
        if refusal:
            self.seen.refused[refusal] += 1
        else:
            self.seen.ok += 1
            self.seen.held += held
            self.accepted_in[room] += not held

    def close(self, who: int, code: int) -> None:
        """A socket was closed with a reason: that answers all that it had asked. Without one it is silence."""
        for ref in [ref for ref, (_, _, asker) in self.open.items() if asker == who] if code else ():
            self.answer(ref, f"closed {code}")

    def settle(self, heard: Iterable[tuple[int, int]], patience: float) -> Seen:
        """Balance the books: `heard` is each open socket's room and deliveries; `patience` is what an answer may take.

        A `busy` one may have been done all the same, so between accepted and asked nothing is wrong.
        """
        for room, deliveries in heard:
            self.seen.delivered += deliveries
            self.seen.missing += max(0, self.accepted_in[room] - deliveries)
            self.seen.extra += max(0, deliveries - self.asked_in[room])
        self.seen.silent = len(self.open) + sum(delay > patience for delay in self.seen.answers)
        return self.seen
