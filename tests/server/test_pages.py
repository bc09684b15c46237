"""What a process reads all the time lies in large pages, where the machine gives them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from server.pages import _own, enlarge

GIVEN = Path("/sys/kernel/mm/transparent_hugepage/enabled")
MAPS = """\
55d0c8a00000-55d0c8e00000 r-xp 00000000 fe:00 1234                       /usr/bin/python3
55d0c9000000-55d0c9400000 rw-p 00000000 00:00 0                          [heap]
7f0000000000-7f0000400000 rw-p 00000000 00:00 0
7f0000400000-7f0000500000 rw-p 00000000 00:00 0
7f0000600000-7f0000a00000 rw-s 00000000 00:01 77                         /dev/shm/shared
7f0000b00000-7f0000f00000 rw-p 00000000 fe:00 5678                       /usr/lib/some where.so
7ffd00000000-7ffd00400000 rw-p 00000000 00:00 0                          [stack]
"""
FILLS_TABLES = """
from pathlib import Path
from server.pages import enlarge
tables = [{str(number): number for number in range(1000)} for _ in range(400)]
def large():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))
before = large()
enlarge()
print(large() - before, all(table["7"] == 7 for table in tables))
"""


def test_only_memory_that_is_nobody_elses_and_no_file_is_asked_for() -> None:
    heap, rest = (0x55D0C9000000, 4 << 20), (0x7F0000000000, 4 << 20)
    assert list(_own(MAPS)) == [heap, rest]


@pytest.mark.skipif(not GIVEN.exists() or "[never]" in GIVEN.read_text(), reason="this machine has no large pages")
def test_what_was_in_small_pages_is_in_large_ones_and_unharmed() -> None:
    done = subprocess.run([sys.executable, "-c", FILLS_TABLES], capture_output=True, text=True, check=True)
    kib, unharmed = done.stdout.split()
    assert (int(kib) > 10_000, unharmed) == (True, "True")


def test_a_machine_that_tells_nothing_of_its_memory_goes_on_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.pages._MAPS", Path("/nowhere"))
    enlarge()
