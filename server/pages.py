"""What a process reads all the time lies in large pages of memory, where the machine has them.

A message meets tables of 200 MB at a few hundred places, and each place in another small page costs a walk through the
page tables, twice in a virtual machine. With large pages reading a message took some seven in a hundred less time.
Linux gives them to whoever asks (`madvise`, its setting nearly everywhere); elsewhere all stays as it is.
"""

import ctypes
import errno
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: From `asm-generic/mman-common.h`: give large pages from now on, and do it at once for what is there (Linux 6.1).
_HUGEPAGE: Final = 14
_COLLAPSE: Final = 25
_LARGE: Final = 2 << 20
_SMAPS: Final = Path("/proc/self/smaps")
#: Private memory to read and write that no file stands behind, nameless or the heap: from, to, and kB of it in use.
_OWN: Final = re.compile(
    r"^([\da-f]+)-([\da-f]+) rw-p [\da-f]+ \S+ 0(?: +\[heap\])? *\n(?:.*\n)*?Rss: +(\d+) kB$", re.MULTILINE
)


def enlarge(ended: threading.Event | None = None, rest: float = 0.0) -> None:
    """Ask for large pages for all memory of this process that is in use and nobody else's, until it has `ended`.

    It takes 0.1 s, several times that on a busy machine, and may run in a thread beside everything else: one page after
    the other with so many seconds of `rest` between, as whoever needs new memory waits while one is made. What the
    machine does not grant stays in small pages.
    """
    ended = ended or threading.Event()
    try:
        smaps = _SMAPS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for start, size in _in_use(smaps):
        madvise(start, size, _HUGEPAGE)
        for page in _pages(start, size):
            # A kernel that does not know how to do it at once does it by and by.
            if madvise(page, _LARGE, _COLLAPSE) and ctypes.get_errno() == errno.EINVAL:
                break
            if ended.wait(rest):
                return


def _pages(start: int, size: int) -> range:
    """Where each large page begins that lies in this memory as a whole."""
    first = (start + _LARGE - 1) // _LARGE * _LARGE
    return range(first, start + size - _LARGE + 1, _LARGE)


def _in_use(smaps: str) -> Iterator[tuple[int, int]]:
    """Where memory begins of which more than half is in use, and its bytes; not what is less than one page.

    A thread has eight megabytes for its calls and uses next to none of them: large pages would fill them all.
    """
    for found in _OWN.finditer(smaps):
        start, end, used = int(found[1], 16), int(found[2], 16), int(found[3]) << 10
        if end - start >= _LARGE and used > (end - start) // 2:
            yield start, end - start
