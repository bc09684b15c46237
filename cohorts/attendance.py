"""Who came: told by whoever knows. What happens in a room is chat's, so chat registers the one who can say."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

KEPT = timedelta(days=30)
"""How long after a course's last evening it is known who came; then it is forgotten."""
Came = Mapping[int, int]
"""Sessions by their row, each with how many seats came in."""
Asked = Callable[[Collection[int]], Came]

Who = Mapping[int, frozenset[int]]
"""Sessions by their row, each with the numbers of the seats that came in."""
AskedWho = Callable[[Collection[int]], Who]

_asked: list[Asked] = []
_asked_who: list[AskedWho] = []


def register(counts: Asked) -> None:
    """Ask this from now on, in place of whatever was asked before."""
    _asked[:] = [counts]


def came(sessions: Collection[int]) -> Came:
    """Return how many seats came to each of these sessions, by one question for all of them."""
    return _asked[0](sessions) if _asked and sessions else {}


def register_who(came_in: AskedWho) -> None:
    """Ask this who came, from now on."""
    _asked_who[:] = [came_in]


def who_came(sessions: Collection[int]) -> Who:
    """Return who came to each of these sessions whose room was opened; one that never was is left out."""
    return _asked_who[0](sessions) if _asked_who and sessions else {}
