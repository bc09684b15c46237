"""What is asked of a server: arrivals, an ordinary evening, a storm, as much as it can carry, and more than that."""

import time
from collections.abc import Sequence

from tests.bench.crowds import Crowds
from tests.bench.member import Ticket
from tests.bench.meter import Meter, Spent, memory
from tests.bench.progress import Progress
from tests.bench.result import Result
from tests.bench.seen import Seen, percentile
from tests.bench.stores import Looked, look
from tests.bench.targets import Target

#: Everybody writes once in so many seconds on an ordinary evening.
WRITES_EVERY = 8.0
#: Carried means: everything delivered, and 95 in 100 of it in less than this.
CARRIED_MS = 250.0
#: Overload is so many times what was carried; an answer may take so many seconds then.
TOO_MUCH, ANSWER_WITHIN = 2.5, 10.0
#: Of a thousand ordinary messages the guard may doubt one; more, and it had no time to read.
_HELD_AT_MOST = 0.001
_GROWS, _CLOSE_ENOUGH, _ON_TIME = 1.35, 1.06, 0.97
#: So little delay is no server's end; so often a failure above it is not believed.
_EASY_MS, _DOUBTS = 25.0, 2
_STORM_SECONDS, _WARM_SECONDS = 60.0, 2.0


class Measuring:
    """The phases on one running target. Each fills in its part of `result`."""

    def __init__(self, target: Target, crowds: Crowds, progress: Progress, seconds: float, evening: float) -> None:
        """`seconds`, `evening`: how long each rate is held, and how long that of an ordinary evening."""
        self._target, self._crowds, self._progress = target, crowds, progress
        self._seconds, self._evening = seconds, evening
        self._meter = Meter(target.pids, target.database, crowds.pids)
        self._everybody = [ticket for room in target.rooms for ticket in room]
        self.result = Result(target.name, len(target.rooms), len(self._everybody), len(target.pids))
        self.result.durable = target.answers

    def arrive(self) -> None:
        """Those who open the rooms, then everybody else: how much memory a socket takes."""
        self.result.empty_mib = memory(self._target.pids) / 1024
        there = [room[0] for room in self._target.rooms]
        self._enter(there)
        before = memory(self._target.pids)
        rest = [ticket for room in self._target.rooms for ticket in room[1:]]
        came = len(self._enter(rest))
        self._rest()
        self.result.kib_a_socket = (memory(self._target.pids) - before) / max(came, 1)

    def steady(self, rate: float = 0.0) -> None:
        """An ordinary evening: one message a person every eight seconds, or `rate` a second in all."""
        rate = rate or len(self._everybody) / WRITES_EVERY
        self._progress.say(f"{self._target.name}: an ordinary evening, {rate:,.0f} messages a second")
        self._crowds.speak(rate, _WARM_SECONDS, 3)
        before = self._stores()
        seen, spent = self._hold(rate, self._evening)
        self._note_stores(self._stores(), before, seen.sent)
        result = self.result
        result.steady_rate, result.steady_server_ms = rate, spent.ms_per_thousand(seen.sent)
        result.steady_database_ms = 1e6 * spent.database / max(seen.sent, 1)
        result.steady_p50_ms, result.steady_p95_ms = seen.delay_ms(0.5), seen.delay_ms(0.95)
        result.steady_p99_ms = seen.delay_ms(0.99)
        self._note_client(seen, spent)

    def storm(self) -> None:
        """Everybody leaves and all come back in the same moment, and are sent what was said."""
        self._crowds.leave()
        self._rest()
        took = self._enter(self._everybody)
        self.result.storm_s, self.result.storm_p95_s = max(took, default=0.0), percentile(took, 0.95)
        self.result.storm_shut_out = len(self._everybody) - len(took)
        self._rest()

    def most(self, first_rate: float) -> None:
        """Grow until it is too much, then close in between the last two."""
        rate, too_much, most, doubts = first_rate, 0.0, 0.0, _DOUBTS
        while rate >= 1 and (too_much == 0 or too_much / max(most, 1) > _CLOSE_ENOUGH):
            # One hiccup of a busy machine must not decide.
            if self._carries(rate) or self._carries(rate):
                most = rate
            else:
                too_much = rate
            if too_much / max(most, 1) <= _CLOSE_ENOUGH and self.result.most_p95_ms < _EASY_MS and doubts:
                # It was not near its end, so what failed above failed for another reason.
                too_much, doubts, rate = 0.0, doubts - 1, most
            rate = rate * _GROWS if too_much == 0 else (most + too_much) / 2

    def overload(self) -> None:
        """More than it can do: everybody must hear something, and soon."""
        rate = TOO_MUCH * self.result.most
        if not rate or not self._target.answers:
            return
        self._progress.say(f"{self._target.name}: {rate:,.0f} messages a second, more than it carries")
        seen = self._crowds.speak(rate, self._seconds, ANSWER_WITHIN)
        refusals = {f"no: {code}": count for code, count in seen.refused.items()}
        self.result.overload = {
            "rate": round(rate), "asked": seen.sent, "ok": seen.ok, **refusals,
            "silent": seen.silent, "missing": seen.missing, "held": seen.held,
            "answer_p95_s": round(seen.answer_ms(0.95) / 1000, 2), "slowest_s": round(seen.answer_ms(1) / 1000, 2),
        }  # fmt: skip

    # --- their common ground ----------------------------------------------------------------

    def _carries(self, rate: float) -> bool:
        self._progress.say(f"{self._target.name}: {rate:,.0f} messages a second")
        before = self._stores()
        seen, spent = self._hold(rate, self._seconds)
        commits = self._stores().since(before).commits
        carried = carries(seen, rate)
        self._step(rate, seen, spent, carried=carried)
        if carried:
            result = self.result
            result.most, result.server_ms = seen.sent / seen.seconds, spent.ms_per_thousand(seen.sent)
            result.most_p50_ms, result.most_p95_ms = seen.delay_ms(0.5), seen.delay_ms(0.95)
            result.most_p99_ms, result.database_ms = seen.delay_ms(0.99), 1e6 * spent.database / seen.sent
            result.server_busy, result.most_commits_a_message = seen.server_busy, commits / seen.sent
            self._note_client(seen, spent)
        elif seen.closed:
            self._crowds.leave()
            self._rest()
            self._enter(self._everybody)
        return carried

    def _hold(self, rate: float, seconds: float) -> tuple[Seen, Spent]:
        meter = self._meter.start()
        seen = self._crowds.speak(rate, seconds, ANSWER_WITHIN)
        return seen, meter.stop()

    def _step(self, rate: float, seen: Seen, spent: Spent, *, carried: bool) -> None:
        self.result.steps.append({
            "rate": round(rate), "carried": carried, "sent": seen.sent, "delivered": seen.delivered,
            "missing": seen.missing, "extra": seen.extra, "refused": seen.refused.total(), "silent": seen.silent,
            "held": seen.held, "closed": seen.closed, "p50_ms": round(seen.delay_ms(0.5), 1),
            "p95_ms": round(seen.delay_ms(0.95), 1), "p99_ms": round(seen.delay_ms(0.99), 1),
            "server_ms": round(spent.ms_per_thousand(seen.sent)), "client_busy": round(seen.busy, 2),
            "client_late_ms": round(seen.late_ms(0.99), 1), "others_busy": round(spent.others / spent.seconds, 2),
        })  # fmt: skip

    def _note_client(self, seen: Seen, spent: Spent) -> None:
        self.result.client_busy, self.result.client_late_ms = seen.busy, seen.late_ms(0.99)
        self.result.others_busy = spent.others / spent.seconds

    def _note_stores(self, now: Looked, before: Looked, sent: int) -> None:
        if not now.entries or not sent:
            return
        grown, result = now.since(before), self.result
        result.steady_commits_a_message, result.rings_a_message = grown.commits / sent, grown.rings / sent
        result.disk_bytes_a_message, result.log_bytes_a_message = now.entry_bytes / now.entries, grown.wal_bytes / sent
        result.connections, result.bell_connections = now.connections, now.bell_connections

    def _stores(self) -> Looked:
        return look(self._target.env) if self._target.env else Looked()

    def _enter(self, tickets: Sequence[Ticket]) -> list[float]:
        self._progress.say(f"{self._target.name}: {len(tickets):,} sockets arrive at once")
        return self._crowds.enter(tickets, _STORM_SECONDS)

    def _rest(self) -> None:
        until = time.monotonic() + 1
        while time.monotonic() < until:
            self._progress.tick()
            time.sleep(0.1)


def carries(seen: Seen, rate: float) -> bool:
    """Whether everything came, once, and soon; and whether the crowd itself kept up."""
    if seen.held > max(1, _HELD_AT_MOST * seen.sent):
        return False
    wrong = seen.missing + seen.extra + seen.silent + seen.closed + seen.refused.total()
    return wrong == 0 and seen.delay_ms(0.95) < CARRIED_MS and seen.sent > _ON_TIME * rate * seen.seconds
