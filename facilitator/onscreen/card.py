"""The card for level now (care.md §7): what to ask, and what to read out to whoever answers an emergency call. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chat.presence import Presence
from cohorts.models import ContactPurpose

from .lastly import Word

#: In this order, in these words, to the young person (care.md §7).
TO_ASK: Final[tuple[Promise | str, ...]] = (
    gettext_lazy("Where are you right now?"),
    gettext_lazy("Is anyone with you?"),
    gettext_lazy("What has happened, and when?"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one young person; `words` is None for whoever may not read them."""

    name: str = field(repr=False)
    ages: tuple[int, int]
    evening: str
    began: datetime
    words: Sequence[Word] | None = field(repr=False)
    seen: Presence | None
    held: Collection[ContactPurpose]


def to_read_out(known: Known, now: datetime, clock: Callable[[datetime], str]) -> list[str]:
    """Return the summary, a sentence or two at a time; `clock` says a time as it is said where they meet."""
    return [
        _("I am calling from an online support group for young people. It is in writing: nobody sees or hears them."),
        _("It is about one young person, aged %(from)d to %(to)d. In the group they are called “%(name)s”. "
          "We do not know their real name.")
        % {"from": known.ages[0], "to": known.ages[1], "name": known.name},
        _("The evening was “%(evening)s”, from %(at)s on.") % {"evening": known.evening, "at": clock(known.began)},
        *_said(known, clock),
        _seen(known.seen, now, clock),
        _reached(known.held),
        _("We keep no internet addresses, so we do not know where they are unless they have told us."),
    ]  # fmt: skip


def _said(known: Known, clock: Callable[[datetime], str]) -> list[str]:
    if known.words is None:
        return [_("Whoever was with them can say what they wrote.")]
    return [_("At %(at)s they wrote: “%(words)s”") % {"at": clock(one.at), "words": one.said} for one in known.words]


def _seen(seen: Presence | None, now: datetime, clock: Callable[[datetime], str]) -> str:
    if seen is None:
        return _("They have not been in the room.")
    if seen.gone_since is None:
        return _("They are in the room at this moment.")
    minutes = max(0, int((now - seen.gone_since).total_seconds() // 60))
    ago = ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    return _("They were last there at %(at)s, %(ago)s.") % {"at": clock(seen.gone_since), "ago": ago}


def _reached(held: Collection[ContactPurpose]) -> str:
    if ContactPurpose.LIFE in held:
        return _(
            "They gave us a way to reach them for a moment like this. It is sealed; our safeguarding lead can open it."
        )
    if held:
        return _("They gave us a way to reach them for reminders alone, and none for a moment like this.")
    return _("They gave us no way to reach them.")
