"""What came of handing something over."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum

SECONDS = 10
"""How long one step of talking to a provider may take."""
MOST_SECONDS = 45
"""How long all of them together may; a claim lasts longer."""


class Outcome(Enum):
    """The provider took it, refused it for good, did not get it, or nobody knows."""

    TOLD = "told"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    UNSURE = "unsure"


@contextmanager
def cut_off(line: Callable[[], socket.socket | None], seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Shut the line after so many seconds, however slowly the other side goes on."""

    def cut() -> None:
        if (open_line := line()) is not None:
            with suppress(OSError):
                open_line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
