"""Counts in Redis or Valkey; while it is away, in this process, so that nobody is locked out by its absence.

The limits on tries then widen by the number of processes, and a code of an authenticator app counts once in each. One
that hangs is asked once, not for each of the sixteen counts of a post: who waits holds a connection to the database.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError, ResponseError

log = logging.getLogger(__name__)

#: Whoever did not answer is not asked for so long.
LET_BE_SECONDS = 5.0
#: Until when each server is let be, by the monotonic clock; threads may have a `Counters` each, and all know it.
_let_be: dict[str, float] = {}


class Counters(RedisCache):
    """The shared cache of small counts."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        """As Django makes one from settings."""
        super().__init__(server, params)
        self._server = server
        own = {name: value for name, value in params.items() if name != "OPTIONS"}
        self._here = LocMemCache("counters", {**own, "OPTIONS": {"MAX_ENTRIES": 100_000}})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """Keep what was not there yet."""
        return self._asked("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """What is kept."""
        return self._asked("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Keep it."""
        return self._asked("set", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Keep it no longer."""
        return self._asked("delete", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """Count one on. Raises `ConnectionError` while it is away: whoever counts limits tries by himself then."""
        if self._is_let_be:
            raise ConnectionError("the shared cache did not answer a moment ago")
        try:
            return super().incr(*args, **kwargs)
        except RedisError as away:
            self._note(away)
            raise ConnectionError("the shared cache did not answer") from away

    def _asked(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if not self._is_let_be:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (RedisError, OSError) as away:
                self._note(away)
                log.warning("tries are counted in this process alone: the shared cache did not answer")
        return getattr(self._here, name)(*args, **kwargs)

    @property
    def _is_let_be(self) -> bool:
        return time.monotonic() < _let_be.get(self._server, 0.0)

    def _note(self, away: Exception) -> None:
        """Let it be for a while, unless it was there and refused."""
        if not isinstance(away, ResponseError):
            _let_be[self._server] = time.monotonic() + LET_BE_SECONDS
