"""How many files this process may open: each socket is one, and many systems let whoever does not ask open 1,024."""

import resource
from contextlib import suppress
from typing import Final

#: Far more than the sockets that a process carries. What is opened beyond the limit is refused, and nobody gets in.
MOST: Final = 65_536


def open_many() -> None:
    """Let this process, and those it starts, open as many as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return
    # Some systems have a limit of their own below the one that they tell; it then stays as it was.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
