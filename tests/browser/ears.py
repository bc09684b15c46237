"""What a page is sent over its sockets, and whether it sounds: noted from the first moment on."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from playwright.sync_api import Page, WebSocket

#: Counts what goes on sounding, a loop that was started and not stopped; and what sounded once.
COUNTS_SOUND: Final = """
window.sounding = 0;
window.sounded = 0;
for (const [verb, change] of [['start', 1], ['stop', -1]]) {
  const does = AudioBufferSourceNode.prototype[verb];
  AudioBufferSourceNode.prototype[verb] = function (...when) {
    if (this.loop) window.sounding += change;
    else if (change > 0) window.sounded += 1;
    return does.apply(this, when);
  };
}
"""
#: Who is here is put together from all of them; of the other a page gets as many as time passes.
_APART: Final = {"people", "pong"}
_REF: Final = re.compile(r"\b[0-9a-f]{32}\b")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")


class Ears:
    """Every frame the sockets of a page were sent."""

    def __init__(self, page: Page) -> None:
        self._frames: list[dict[str, Any]] = []
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._frames.append(json.loads(frame)))

    def heard(self, *unlike: str) -> list[str]:
        """Return all of it in order, frame by frame, without times and without what differs from evening to evening.

        Staff are told by name. Who is here is told as it stood in the end: several who come at once are one frame.
        """
        everybody = {who["name"]: who for one in self._frames for who in one.get("people", ())}
        told = [{**one, "people": None} if "people" in one else one for one in self._frames]
        told = [one for one in told if one["type"] not in _APART]
        names = {who["staff"]: name for name, who in everybody.items() if who["staff"]}
        here = sorted(_like(who, names, unlike) for who in everybody.values())
        return [_like(one, names, unlike) for one in told] + here


def _like(frame: dict[str, Any], names: dict[str, str], unlike: tuple[str, ...]) -> str:
    told = json.dumps(frame, sort_keys=True)
    for one, name in names.items():
        told = told.replace(one, name)
    for place, one in enumerate(unlike):
        told = told.replace(json.dumps(one)[1:-1], f"<{place}>")
    return _REF.sub("<ref>", _TIME.sub("<at>", told))
