"""What has to be done is done once, by whichever loop comes first, and no failure stops the rest."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from chat.models import Lease, PresenceRow
from cohorts.clock import database_now
from cohorts.duties import Chore, Errands, Loop, registry
from cohorts.duties.claim import CLAIM_SECONDS, carry_out, claim
from cohorts.models import ChoreRow, Heartbeat, Session, SignIn
from tests import cast
from tests.retention import let_go

pytestmark = pytest.mark.django_db(transaction=True)

BEGAN = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
Add = Callable[..., list[datetime]]


class Clock:
    """The database's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> Add:
    """A house that knows only the chores of this test; returns when each was done."""
    monkeypatch.setattr(registry, "_CHORES", {})

    def add(name: str, every: float, fails: type[BaseException] | None = None) -> list[datetime]:
        done: list[datetime] = []

        def do(now: datetime) -> int:
            done.append(now)
            if fails is not None:
                raise fails("private words")
            return 1

        registry.register(Chore(name, every, do))
        return done

    return add


@pytest.fixture
def loops(clock: Clock) -> tuple[Loop, Loop]:
    return Loop(clock), Loop(clock)


def side_by_side(*loops: Loop) -> None:
    """One round of each at the same moment, in threads of their own."""
    together = threading.Barrier(len(loops))

    def one(loop: Loop) -> None:
        together.wait(30)
        try:
            loop.round()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(loops)) as threads:
        list(threads.map(one, loops))


def test_two_loops_do_each_chore_once_a_period(chores: Add, clock: Clock, loops: tuple[Loop, Loop]) -> None:
    often, seldom = chores("often", 5), chores("seldom", 120)
    for _ in range(25):
        side_by_side(*loops)
        clock.forward(5)
    assert often == [BEGAN + timedelta(seconds=5 * nth) for nth in range(25)]
    assert seldom == [BEGAN, BEGAN + timedelta(seconds=120)]


def test_a_failing_chore_stops_no_other_and_is_tried_again(
    chores: Add, clock: Clock, loops: tuple[Loop, Loop], caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = chores("broken", 3600, ValueError), chores("whole", 3600)
    loops[0].round()
    assert (len(broken), len(whole)) == (1, 1)
    assert "chore broken failed" in caplog.text
    clock.forward(CLAIM_SECONDS - 1)
    loops[1].round()
    assert len(broken) == 1, "while the claim lasts nobody tries"
    clock.forward(1)
    loops[1].round()
    assert (len(broken), len(whole)) == (2, 1)


def test_what_a_failing_chore_wrote_is_undone(clock: Clock) -> None:
    def half(now: datetime) -> int:
        Heartbeat.objects.create(loop="half", beat_at=now)
        raise ValueError

    ChoreRow.objects.create(name="half", next_at=BEGAN)
    chore = Chore("half", 3600, half)
    until = claim(chore, BEGAN)
    assert until is not None
    with pytest.raises(ValueError):  # noqa: PT011  (our own, above)
        carry_out(chore, BEGAN, until)
    assert not Heartbeat.objects.exists()


def test_a_loop_that_dies_with_a_chore_is_replaced(chores: Add, clock: Clock, loops: tuple[Loop, Loop]) -> None:
    done = chores("reminders", 86_400)
    ChoreRow.objects.create(name="reminders", next_at=BEGAN)
    assert claim(registry.known()["reminders"], BEGAN), "and then it is killed"
    loops[1].round()
    assert done == []
    clock.forward(CLAIM_SECONDS)
    loops[1].round()
    assert len(done) == 1


def test_a_loop_that_took_too_long_does_not_call_its_successors_work_off(chores: Add) -> None:
    chores("slow", 3600)
    slow = registry.known()["slow"]
    ChoreRow.objects.create(name="slow", next_at=BEGAN)
    first = claim(slow, BEGAN)
    second = claim(slow, BEGAN + timedelta(seconds=CLAIM_SECONDS))
    assert first is not None
    assert second is not None
    carry_out(slow, BEGAN, first)
    assert ChoreRow.objects.get().next_at == second


def test_a_chore_that_another_release_knows_is_left_to_it(chores: Add, loops: tuple[Loop, Loop]) -> None:
    known = chores("known", 60)
    ChoreRow.objects.create(name="of tomorrow", next_at=BEGAN)
    loops[0].round()
    assert len(known) == 1
    assert ChoreRow.objects.get(name="of tomorrow").next_at == BEGAN


def test_two_chores_of_one_name_are_refused(chores: Add) -> None:
    chores("once", 60)
    with pytest.raises(ValueError, match="two chores are called once"):
        chores("once", 60)


def test_a_loop_survives_a_database_that_fails(
    chores: Add, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    times, enough = iter(range(100)), threading.Event()
    monkeypatch.setattr("cohorts.duties.loop.TICK_SECONDS", 0.01)

    def now() -> datetime:
        if next(times) < 2:
            raise DatabaseError("private words")
        enough.set()
        return timezone.now()

    loop = Loop(now)
    loop.start()
    assert enough.wait(20)
    loop.stop()
    assert not loop.alive, "it ends when it is told to, and not before"
    assert Heartbeat.objects.get(loop=loop.name).stopped
    assert caplog.text.count("a round of duties failed: DatabaseError") == 2
    assert "private" not in caplog.text


def test_a_heartbeat_is_written_every_ten_seconds_in_one_row(
    chores: Add, clock: Clock, loops: tuple[Loop, Loop], monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, passed = loops[0], [0.0]
    monkeypatch.setattr("cohorts.duties.loop.time.monotonic", lambda: passed[0])
    for seconds, expected in ((0, 0), (9, 0), (1, 10)):
        passed[0] += seconds
        clock.forward(seconds)
        loop.round()
        assert Heartbeat.objects.get().beat_at == BEGAN + timedelta(seconds=expected)


def test_sign_ins_are_forgotten_a_month_after_they_ended_or_ran_out() -> None:
    evening, now = cast.evening(), timezone.now()
    kept = SignIn.objects.count()
    for who, field in ((evening.otter, "ended_at"), (evening.counsellor, "expires_at")):
        sign_in = evening.opened[who.public_id].sign_in
        SignIn.objects.filter(pk=sign_in.pk).update(**{field: now - timedelta(days=30, seconds=1)})
    recent = evening.opened[evening.heron.public_id].sign_in
    SignIn.objects.filter(pk=recent.pk).update(ended_at=now - timedelta(days=29))
    assert let_go("sign_ins", now) == 2
    assert SignIn.objects.count() == kept - 2
    assert let_go("sign_ins", now) == 0


def test_heartbeats_of_loops_that_ended_yesterday_are_forgotten() -> None:
    now = database_now()
    Heartbeat.objects.create(loop="here", beat_at=now)
    Heartbeat.objects.create(loop="gone", beat_at=now - timedelta(days=1, seconds=1))
    assert let_go("heartbeats", now) == 1
    assert Heartbeat.objects.get().loop == "here"


def test_who_came_is_forgotten_a_month_after_the_course() -> None:
    evening, now = cast.evening(), timezone.now()
    long_ago = now - timedelta(days=60)
    Lease.objects.create(worker="lapsed", renewed_at=long_ago)
    Lease.objects.create(worker="nobody's", renewed_at=long_ago)
    Lease.objects.create(worker="alive", renewed_at=now)
    first = cast.session(evening.cohort, "over", long_ago)
    gone = cast.session(evening.elsewhere.cohort, "over", long_ago)
    Session.objects.filter(pk=evening.elsewhere.pk).delete()
    for nth, session in enumerate((first, evening.session, gone, gone)):
        PresenceRow.objects.create(
            session=session, person="seat:1", worker="alive" if nth == 3 else "lapsed", socket=str(nth),
            entered_at=long_ago, left_at=long_ago,
        )  # fmt: skip
    assert let_go("presence", now) == 2
    assert let_go("leases", now) == 1, "the lease that nobody came by"
    assert set(PresenceRow.objects.values_list("session", flat=True)) == {first.pk, evening.session.pk}
    assert set(Lease.objects.values_list("worker", flat=True)) == {"lapsed", "alive"}
    PresenceRow.objects.all().delete()
    assert let_go("leases", now) == 1


def test_a_clock_that_is_put_back_keeps_no_chore_waiting(chores: Add, clock: Clock, loops: tuple[Loop, Loop]) -> None:
    often, seldom = chores("often", 5), chores("seldom", 86_400)
    loops[0].round()
    clock.forward(-7200)
    side_by_side(*loops)
    assert (len(often), len(seldom)) == (2, 2), "once more, by one of them"
    clock.forward(5)
    side_by_side(*loops)
    assert (len(often), len(seldom)) == (3, 2)


def test_an_errand_begins_after_the_commit_and_holds_up_nobody(
    chores: Add, clock: Clock, loops: tuple[Loop, Loop], caplog: pytest.LogCaptureFixture
) -> None:
    errands, hangs, seen = Errands("calls", 2), threading.Event(), threading.Event()

    def call() -> None:
        seen.set()
        assert not connection.in_atomic_block
        hangs.wait(30)
        raise OSError("private words")

    def claim_calls(now: datetime) -> int:
        for _ in range(free := errands.free):
            errands.run(call)
        assert not seen.is_set() or not free, "nothing begins before the commit"
        return free

    other = chores("other", 5)
    registry.register(Chore("calls", 5, claim_calls))
    for _ in range(3):
        loops[0].round()
        clock.forward(5)
    assert seen.wait(30)
    assert (len(other), errands.free, errands.settled(0)) == (3, 0, False)
    hangs.set()
    assert errands.settled(30)
    assert errands.free == 2
    assert caplog.text.count("an errand failed: OSError") == 2
    assert "private" not in caplog.text


def test_what_is_rolled_back_sends_nobody_on_an_errand(
    chores: Add, loops: tuple[Loop, Loop], caplog: pytest.LogCaptureFixture
) -> None:
    errands, went = Errands("calls", 1), []

    def fails(now: datetime) -> int:
        errands.run(lambda: went.append(now))
        raise ValueError

    registry.register(Chore("fails", 5, fails))
    loops[0].round()
    assert "chore fails failed" in caplog.text
    assert errands.settled(30)
    assert (went, errands.free) == ([], 1)
