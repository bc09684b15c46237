"""What was done in a session, as people say it: with the seat it was about where it was about one."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.desk import words

DID: Final[dict[str, Promise]] = {
    "phase": gettext_lazy("opened or closed the room"),
    "paused": gettext_lazy("made the room calm for all"),
    "resumed": gettext_lazy("let the room go on"),
    "slow": gettext_lazy("changed how fast the room goes"),
    "mode": gettext_lazy("changed what is read before it goes to the room"),
    "removed": gettext_lazy("took a message away"),
    "restored": gettext_lazy("brought a message back"),
    "released": gettext_lazy("let held words go to the room"),
    "returned": gettext_lazy("gave held words back"),
    "whisper": gettext_lazy("wrote a private word"),
    "muted": gettext_lazy("gave a breather"),
    "unmuted": gettext_lazy("ended a breather"),
    "aside": gettext_lazy("set somebody aside"),
    "eject": gettext_lazy("took somebody out of the session"),
    "readmit": gettext_lazy("let somebody back in"),
    "stay": gettext_lazy("stayed behind with somebody"),
    "settled": gettext_lazy("settled what was open with somebody"),
    "taken": gettext_lazy("took a call"),
    "flag_done": gettext_lazy("saw to a flag"),
    "reopened": gettext_lazy("opened a flag again"),
    "lead": gettext_lazy("changed who leads"),
    "note": gettext_lazy("wrote a note to the team"),
    "concern": gettext_lazy("raised a concern"),
    "prompt": gettext_lazy("asked the room something"),
    "put_away": gettext_lazy("put a question away"),
    "results": gettext_lazy("shared how the answers came out"),
    "round": gettext_lazy("led a round"),
    "agreement": gettext_lazy("wrote the group agreement down"),
    "plan": gettext_lazy("changed the plan of the evening"),
    "unusual": gettext_lazy("decided how an unusual evening goes on"),
    "erased": gettext_lazy("had words deleted"),
}
"""Talk in the room is no deed, and not among them."""


def did(kind: str, seat: int | None) -> str:
    """Return what somebody did; of a kind that a later version has words for, no more than what it calls it."""
    what = str(DID[kind]) if kind in DID else words.without_words(kind)
    return what if seat is None else _("%(what)s (seat %(seat)d)") % {"what": what, "seat": seat}
