"""What a process reads all the time lies in large pages, where the machine gives them."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from server.pages import _in_use, _pages, enlarge

#: Before, they come only by and by.
AT_ONCE = tuple(map(int, platform.release().split(".")[:2])) >= (6, 1)
GIVEN = Path("/sys/kernel/mm/transparent_hugepage/enabled")
SMAPS = """\
55d0c8a00000-55d0c8e00000 r-xp 00000000 fe:00 1234                       /usr/bin/python3
Size:               4096 kB
Rss:                4096 kB
55d0c9000000-55d0c9400000 rw-p 00000000 00:00 0                          [heap]
Size:               4096 kB
Rss:                4000 kB
7f0000000000-7f0000400000 rw-p 00000000 00:00 0
Size:               4096 kB
KernelPageSize:        4 kB
Rss:                4096 kB
7f0000400000-7f0000500000 rw-p 00000000 00:00 0
Size:               1024 kB
Rss:                1024 kB
7f0000600000-7f0000a00000 rw-s 00000000 00:01 77                         /dev/shm/shared
Size:               4096 kB
Rss:                4096 kB
7f0000b00000-7f0000f00000 rw-p 00000000 fe:00 5678                       /usr/lib/some where.so
Size:               4096 kB
Rss:                4096 kB
7f0001000000-7f0001800000 rw-p 00000000 00:00 0
Size:               8192 kB
Rss:                  40 kB
7ffd00000000-7ffd00400000 rw-p 00000000 00:00 0                          [stack]
Size:               4096 kB
Rss:                4096 kB
"""
FILLS_TABLES = """
from pathlib import Path
from threading import Event, Thread
from server.pages import enlarge
tables = [{str(number): number for number in range(1000)} for _ in range(400)]
threads = [Thread(target=Event().wait, daemon=True) for _ in range(20)]
for thread in threads:
    thread.start()
def told(what):
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))
large, used = told("AnonHugePages"), told("Rss")
enlarge()
print(told("AnonHugePages") - large, told("Rss") - used, all(table["7"] == 7 for table in tables))
"""


def test_only_memory_in_use_that_is_nobody_elses_and_no_file_is_asked_for() -> None:
    heap, rest = (0x55D0C9000000, 4 << 20), (0x7F0000000000, 4 << 20)
    assert list(_in_use(SMAPS)) == [heap, rest]


def test_each_large_page_lies_in_the_memory_as_a_whole() -> None:
    page = 2 << 20
    assert list(_pages(4 * page, 2 * page)) == [4 * page, 5 * page]
    assert list(_pages(4 * page + 4096, 2 * page)) == [5 * page]
    assert list(_pages(4 * page + 4096, page)) == []


@pytest.mark.skipif(
    not AT_ONCE or not GIVEN.exists() or "[never]" in GIVEN.read_text(), reason="this machine has no large pages"
)
def test_what_was_in_small_pages_is_in_large_ones_unharmed_and_takes_no_more() -> None:
    done = subprocess.run([sys.executable, "-c", FILLS_TABLES], capture_output=True, text=True, check=True)
    large, more, unharmed = done.stdout.split()
    assert (int(large) > 10_000, int(more) < 10_000, unharmed) == (True, True, "True")


def test_a_machine_that_tells_nothing_of_its_memory_goes_on_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.pages._SMAPS", Path("/nowhere"))
    enlarge()
