"""Keeping the heads of all chains outside of the database: in a file, by email, and once a day where a setting says."""

import logging
import os
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from cohorts import anchor, post
from cohorts.chains import Standing, kinds
from cohorts.duties.errands import Errands
from cohorts.duties.registry import Chore, register
from cohorts.models import ChoreRow

log = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60
AGAIN = timedelta(minutes=1)
_KEEPS = "keep the heads elsewhere"
_PRIVATE = 0o600
errands = Errands("anchors", 1)


def standings() -> list[tuple[str, Standing]]:
    """Return where every chain of the house stands now, in a fixed order; one query for each kind."""
    return [(kind, one) for kind, each in kinds().items() for one in sorted(each.heads(), key=lambda one: one.chain)]


def text(now: datetime) -> str:
    """Return the anchor of this moment."""
    return anchor.written(standings(), now, settings.KEYS.head)


def write(file: Path, words: str) -> None:
    """Write an anchor to a file that is there whole or not at all, even if the machine stops meanwhile."""
    beside = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE), "w", encoding="ascii") as part:
        part.write(words)
        part.flush()
        os.fsync(part.fileno())
    beside.replace(file)


def subject() -> str:
    """Return what stands above a letter that carries an anchor."""
    return _("Where the records stand")


def departures(words: str) -> tuple[anchor.Anchor, list[str]]:
    """Read an anchor and return it with what does not continue it today; `anchor.Unreadable` if it is none."""
    then = anchor.read(words, settings.KEYS.head)
    now = {(kind, one.chain): one for kind, one in standings()}
    known = kinds()
    there = {
        (kind, name): known[kind].digest_at(name, one.number) if kind in known else None
        for (kind, name), one in then.standings.items()
    }
    by_rule = {kind: chains.gone_by_rule(then.at) for kind, chains in known.items()}
    return then, anchor.departures(then, now, there, by_rule)


def keep(now: datetime) -> int:
    """Have the anchor of the day written into the folder that the settings name; nothing where they name none.

    That is on another machine, so an errand writes it: one that hangs must hold up no loop, and no lock of SQLite's.
    """
    if not settings.ANCHOR_FOLDER:
        return 0
    if not errands.free:
        log.error("the folder of the heads has not answered since yesterday")
        return 0
    errands.run(partial(_keep_in, Path(settings.ANCHOR_FOLDER), now, text(now)))
    return 1


def send(now: datetime) -> int:
    """Send the anchor of the day to whom the settings name; nothing where they name nobody."""
    if not settings.ANCHOR_EMAIL:
        return 0
    post.send_later(EmailMessage(subject(), text(now), to=[settings.ANCHOR_EMAIL]))
    return 1


def _keep_in(folder: Path, now: datetime, words: str) -> None:
    """Write it beside those there are, none of which is written over, and compare the newest; else try again soon."""
    try:
        earlier = max(folder.glob("*.anchor"), key=lambda file: file.name, default=None)
        day = folder / f"{now:%Y-%m-%d}.anchor"
        write(folder / f"{now:%Y-%m-%dT%H%M%S.%f}.anchor" if day.exists() else day, words)
    except OSError as problem:
        log.error("the heads were not kept in the folder: %s", problem.strerror)
        ChoreRow.objects.filter(name=_KEEPS).update(next_at=now + AGAIN)
        return
    if earlier is not None:
        compare(earlier)


def compare(earlier: Path) -> None:
    """Say in the log if chains do not continue this anchor. Asks something of each chain, so no chore waits for it.

    Nobody has walked the chains: an anchor that a chore kept says where they stood, not that they were whole.
    """
    try:
        _, gone = departures(earlier.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, anchor.Unreadable):
        log.error("the anchor before this one cannot be read")
        return
    if gone:
        log.error(
            "of the chains of the anchor before this one %d do not go on; `verify --against` names them", len(gone)
        )


# Two, so that a folder that is away, which is tried again every minute, keeps no letter back and has none sent twice.
register(Chore(_KEEPS, A_DAY, keep))
register(Chore("send the heads elsewhere", A_DAY, send))
