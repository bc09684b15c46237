"""Which other processes listen to a session that this one listens to: pure, but for the time it is told.

Where rooms are spread by their session, nearly every room is one process's own, and ringing for it would only be heard
by whoever rang. Each says when it begins to listen, is answered, and says so anew every now and then; whoever is not
heard of for long is forgotten. Its own word comes back to it as well: until it does, others may not have heard it
either, and once it has not for long, it may be deaf.
"""

from __future__ import annotations

from typing import Final

#: Answers to the first word take less than this; until then a room may be somebody else's as well.
SETTLES_IN: Final = 2.0
#: Longer than it takes to say twice that one still listens.
FORGOTTEN_AFTER: Final = 75.0
_NEVER: Final = float("inf")


class Neighbours:
    """Of the sessions of one process."""

    def __init__(self) -> None:
        """Nothing is listened to."""
        #: When its own word came back, first and last; of a session for which it has not yet, never.
        self._since: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._heard: dict[str, dict[str, float]] = {}
        self._sure_from = 0.0

    def listen(self, session: str) -> None:
        """This process listens to a session, from now on or still."""
        self._since.setdefault(session, _NEVER)

    def hear_own(self, session: str, now: float) -> None:
        """What this process said of itself came back to it."""
        if session in self._since:
            self._since[session] = min(now, self._since[session])
            self._last[session] = now

    def leave(self, session: str) -> None:
        """It does not any more."""
        self._since.pop(session, None)
        self._last.pop(session, None)
        self._heard.pop(session, None)

    def hear(self, session: str, channel: str, now: float) -> None:
        """Another process listens to it, by this name."""
        if session in self._since:
            self._heard.setdefault(session, {})[channel] = now

    def lose(self, session: str, channel: str) -> None:
        """That one does not any more."""
        self._heard.get(session, {}).pop(channel, None)

    def doubt(self, now: float) -> None:
        """Something was not said or not heard: nobody counts as alone until all have spoken again."""
        self._sure_from = now + FORGOTTEN_AFTER

    def alone(self, session: str, now: float) -> bool:
        """Whether surely nobody else listens to it."""
        since = self._since.get(session)
        if since is None or now < max(since + SETTLES_IN, self._sure_from):
            return False
        if now - self._last[session] > FORGOTTEN_AFTER:
            return False
        return all(now - at > FORGOTTEN_AFTER for at in self._heard.get(session, {}).values())
