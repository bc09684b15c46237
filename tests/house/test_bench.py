"""The bench counts what it says it counts, and an operator can run it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from chat import guard
from tests.bench import cores, figures, memory, options, slow_disk, talk
from tests.bench.churn import Churned, Guests
from tests.bench.crowd import Crowd
from tests.bench.crowds import CrowdFailed, Crowds
from tests.bench.member import ANSWER, Member, Ticket
from tests.bench.phases import carries
from tests.bench.report import churned, sentences
from tests.bench.result import Result
from tests.bench.seen import Ledger, Seen, together
from tests.bench.targets import Target
from tests.bench.wire import connect
from tests.house.room_of_echoes import room_of_echoes
from tests.running import ROOT

LISTENERS, MESSAGES = 3, 20
FAITHFUL = {"missing": 0, "extra": 0, "silent": 0, "refused": 0}
FRAMES = (
    b'\x81\x20{"type":"entry","kind":"message"}{"type":"ok","ref":"r41","stream":"room","pos":9}'
    b'{"type":"no","ref":"r42","code":"busy"}'
)


def heard_in_a_room(fault: str) -> Seen:
    with room_of_echoes(fault, odd=7) as room:
        crowd = Crowd(answers=True)
        tickets = [Ticket(room.port, "/", 0, samples=place == 1) for place in range(LISTENERS)]
        assert len(crowd.enter(tickets, 10)) == LISTENERS
        seen = crowd.speak(rate=100, seconds=MESSAGES / 100, patience=1)
        crowd.leave()
        return seen


def test_a_row_in_which_others_on_the_host_slowed_memory_is_named() -> None:
    quiet, busy = Result("plain", 100, reach_ns=80), Result("daphne, postgres", 100, reach_ns=120)
    assert "nowhere a third more" in sentences([quiet, Result("uvicorn, postgres", 100, reach_ns=100)], "")
    assert "run daphne, postgres (120) again" in sentences([quiet, busy], "")


def test_a_step_in_memory_visits_all_of_it_before_it_comes_back() -> None:
    nexts, at, seen = memory._round(), 0, 1
    while at := nexts[at]:
        seen += 1
    assert seen == len(nexts) == 32 * 2**20 // nexts.itemsize
    assert memory.reach_ns(steps=1000) > 0


@pytest.mark.parametrize(("told", "nice"), [("/autogroup-41 nice -15\n", "-15"), ("", "0"), (None, "0")])
def test_the_turn_of_a_session_is_read_where_the_kernel_tells_it(tmp_path: Path, told: str | None, nice: str) -> None:
    if told is not None:
        (tmp_path / "autogroup").write_text(told)
    assert cores.nice_of_session(tmp_path / "autogroup") == nice


def test_what_a_crowd_says_is_ordinary_talk_of_which_the_guard_keeps_nothing_back() -> None:
    some = (*range(2 * len(talk.LINES)), *range(0, talk.KNOWN, 1009))
    kept = [talk.words(number) for number in some if guard.read(talk.words(number)) != guard.PASS]
    assert kept == []


def test_what_a_crowd_says_tells_which_message_it_is() -> None:
    sent, now = talk.Sent(), time.perf_counter_ns()
    for number in (1, 77, talk.KNOWN - 1, talk.KNOWN + 5):
        body = f'{{"kind":"message","body":"{sent.says(number)}"}}'.encode()
        found = talk.BEGINNING.search(body)
        assert found is not None
        assert -1 < sent.ago(found, now) <= 0


def test_clients_that_end_in_the_middle_are_said_to_have_ended() -> None:
    inside: list[float] = []

    def ends_them() -> None:
        for pid in crowds.pids if inside else ():
            os.kill(pid, signal.SIGKILL)

    with room_of_echoes("", odd=7) as room, Crowds(1, answers=True, tick=ends_them) as crowds:
        inside += crowds.enter([Ticket(room.port, "/", 0, samples=True)], 10)
        with pytest.raises(CrowdFailed, match="ended in the middle"):
            crowds.speak(rate=1, seconds=60, patience=1)


@pytest.mark.parametrize(
    ("fault", "noticed"),
    [
        ("", {}),
        ("one does not hear it", {"missing": 1}),
        ("no answer", {"silent": 1}),
        ("heard twice", {"extra": LISTENERS}),
        ("busy", {"refused": 1}),
    ],
)
def test_one_unfaithful_moment_among_many_is_noticed(fault: str, noticed: dict[str, int]) -> None:
    seen = heard_in_a_room(fault)
    found = {name: getattr(seen, name) for name in ("missing", "extra", "silent")}
    assert seen.sent == MESSAGES
    assert {**found, "refused": seen.refused.total()} == FAITHFUL | noticed
    assert seen.ok == MESSAGES - seen.silent - seen.refused.total()


def test_what_waits_for_a_facilitator_is_missed_by_nobody_and_much_of_it_is_not_carried() -> None:
    held = ANSWER.search(b'{"type":"ok","ref":"r2","stream":"seat:1","pos":3,"held":true}')
    assert held is not None
    assert held[2] == b"seat"
    ledger = Ledger(answers=True)
    for ref in (1, 2, 3):
        ledger.ask(ref, room=7, who=0)
        ledger.answer(ref, "", held=ref > 1)
    ledger.answer(4, "", held=True)
    seen = ledger.settle([(7, 1), (7, 1)], patience=1)
    assert (seen.ok, seen.held, seen.missing) == (3, 2, 0)
    assert not carries(seen, rate=1), "two in three: the guard had no time"
    assert ledger.settle([(7, 0)], patience=1).missing == 1


def test_what_two_reads_share_is_counted_once() -> None:
    for cut in range(1, len(FRAMES)):
        with connect(9) as sock:
            member = Member(Ticket(9, "/", 0), sock, b"")
            pieces = [member.take(part) for part in (FRAMES[:cut], FRAMES[cut:], FRAMES)]
        assert sum(piece.deliveries() for piece in pieces) == 2
        found = [match.groups() for piece in pieces for match in piece.find(ANSWER)]
        assert found == [(b"41", b"room", None, None), (None, None, b"42", b"busy")] * 2


def test_what_grows_is_not_called_flat() -> None:
    samples = [{"at_s": float(at), "memory MiB": 100 + at / 10, "threads": 12.0} for at in range(120)]
    told = churned([Churned("uvicorn, postgres", 30, samples, Counter(came=9))])
    verdicts = {line.split(" | ")[0]: line.split(" | ")[-1] for line in told.splitlines()}
    assert verdicts["| memory MiB"] == "NOT FLAT |"
    assert verdicts["| threads"] == "flat |"


def test_who_was_shut_out_or_cut_off_is_no_better_than_what_grows() -> None:
    samples = [{"at_s": float(at), "memory MiB": 100.0} for at in range(120)]
    counts = Counter({"came": 9000, "were in and left": 8781, "not let in": 9, "closed": 10, "were closed by 1006": 10})
    told = churned([Churned("uvicorn, postgres", 30, samples, counts)])
    assert "| not let in | – | 9 | 0.10% of 9,000 | flat |" in told
    assert "| closed | – | 10 | 0.11% of 9,000 | NOT FLAT |" in told
    uncounted = Churned("uvicorn, postgres", 30, samples, Counter(came=9000))
    assert "not let in" not in churned([uncounted]), "of whom nobody kept count, nobody can say so"


def test_what_became_of_whoever_came_is_told_also_where_nobody_was_lost() -> None:
    target = SimpleNamespace(rooms=[])
    guests = Guests(cast("Target", target), seed=7)
    assert guests.settle()["not let in"] == guests.settle()["closed"] == 0
    assert {"not let in", "closed"} <= guests.settle().keys()
    guests.counts.update({"were closed by 1006": 2, "were closed by silence": 1})
    assert guests.settle()["closed"] == 3


def test_how_busy_a_server_was_is_of_the_time_in_which_it_was_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    # One that is at work without a pause, so also while the crowd waits before and after it speaks.
    monkeypatch.setattr("tests.bench.crowd.cpu_seconds", lambda pid: time.perf_counter())
    with room_of_echoes("", odd=7) as room:
        crowd = Crowd(answers=True, servers=[1])
        crowd.enter([Ticket(room.port, "/", 0, samples=True)], 10)
        seen = crowd.speak(rate=100, seconds=MESSAGES / 100, patience=1)
        crowd.leave()
    assert seen.server_busy == pytest.approx(1, abs=0.02)
    assert together([seen, Seen(server_busy=0.5)]).server_busy == seen.server_busy


def test_a_slow_disk_is_slow_or_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("cc"):
        with slow_disk.slow_disk(3) as env:
            assert Path(env["LD_PRELOAD"]).exists()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(slow_disk.NoSlowDisk, match="needs Linux and a C compiler"), slow_disk.slow_disk(3):
        pass


def test_what_cannot_be_measured_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options.parse(["--workers", "2", "--store", "sqlite"])
    assert "several processes cannot share SQLite" in capsys.readouterr().err


def test_the_page_on_scale_says_what_was_measured() -> None:
    made = figures.tables(json.loads((ROOT / options.FIGURES).read_text()))
    page = figures.PAGE.read_text()
    assert made["sizing"].strip() in page
    assert figures.onto(page, made) == page


def test_the_bench_runs_and_tells_what_it_found(tmp_path: Path) -> None:
    asked = ["--rooms", "2", "--evening", "1", "--settle", "0", "--server", "uvicorn", "--store", "sqlite"]
    command = [sys.executable, "-m", "tests.bench", *asked, "--only", "alcove", "memory", "steady", "storm"]
    done = subprocess.run(
        [*command, "--json", str(tmp_path / "found")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "found").read_text())["results"][0]
    assert (found["sockets"], found["storm_shut_out"]) == (18, 0)
    assert found["steady_p50_ms"] > 0
    assert "| Alcove on uvicorn, sqlite |" in done.stdout
    assert "Clients: at most" in done.stdout
    assert "A sync of the disk takes" in done.stdout
