"""What other rooms of the house have to say in a session: asked for by the herald, written by the journal.

They decide nothing here. The ref is made from what is said, so that two loops say it once; late is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chat.protocol.asks import Ask

#: Sessions, by public id, and what is to be said in each. Read beside the event loop; it must not write.
Say = Callable[[], Iterable[tuple[str, Ask]]]
_OTHERS: list[Say] = []


def register(say: Say) -> None:
    """Have this asked about once a second by every worker; it must cost next to nothing where there is nothing."""
    _OTHERS.append(say)


def to_say() -> list[tuple[str, Ask]]:
    """Return what there is to be said."""
    return [one for say in _OTHERS for one in say()]
