"""Pings and pongs of one socket: each ping is answered, and nobody hears either, so that no pace bounds them."""

import time

from server.limits import CONTROL_SECONDS, MOST_CONTROLS


class Chatter:
    """What a socket of either server knows of them. No browser sends any, so it costs most sockets nothing."""

    _controls = 0
    _controls_since = float("-inf")

    def _is_chatter(self) -> bool:
        """Count one more; whether that is too many within a short while."""
        now = time.monotonic()
        if now - self._controls_since > CONTROL_SECONDS:
            self._controls_since, self._controls = now, 0
        self._controls += 1
        return self._controls > MOST_CONTROLS
