"""An anchor: where every chain stood at one moment, as lines of text that are kept outside of the database. Pure.

One line is a kind, a chain's name, a number, a time and a digest: no names of people, no words. The last line is a seal
under a key of the house, so that an anchor that was changed or cut is seen too. It may stand inside a letter: what is
before the first line and after the last is passed over.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cohorts import chain
from cohorts.chains import LET_GO, Standing

FIRST, LAST = "alcove-anchor 1", "alcove-seal"
_START: Final = bytes(chain.DIGEST_BYTES)
_LINE = re.compile(r"([a-z]+) ([A-Za-z0-9_-]+) ([0-9]{1,10}) (\S+) ([A-Za-z0-9_-]{43})")

Standings = Mapping[tuple[str, str], Standing]
"""By kind and chain."""


class Unreadable(ValueError):
    """This is no anchor, or not the one that was written; says which of the two."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """When it was written, and where every chain stood."""

    at: datetime
    standings: Standings


def written(standings: Iterable[tuple[str, Standing]], now: datetime, key: bytes) -> str:
    """Return the text of an anchor."""
    lines = [f"{FIRST} {_time(now)}"]
    for kind, one in standings:
        lines.append(f"{kind} {one.chain} {one.number} {_time(one.at)} {_text(one.digest)}")
    return "\n".join([*lines, f"{LAST} {_text(_seal(lines, key))}", ""])


def read(text: str, key: bytes) -> Anchor:
    """Return what an anchor says; `Unreadable` if it is none, or if it is not as it was written."""
    lines = _lines(text)
    *body, last = lines
    if last != f"{LAST} {_text(_seal(body, key))}":
        raise Unreadable("The anchor was changed, or written with other keys.")
    standings = (_standing(line) for line in body[1:])
    return Anchor(datetime.fromisoformat(body[0].removeprefix(FIRST).strip()), dict(standings))


def departures(
    anchor: Anchor, now: Standings, digest_at: Mapping[tuple[str, str], bytes | None], by_rule: Mapping[str, int]
) -> list[str]:
    """Return what does not continue the anchor, in words: each chain that is gone, shorter, or another one.

    `by_rule`: how many of a kind went whole because their time was over. Acts count these and name none, so if more are
    gone than that, all of them are named.
    """
    gone = Counter(kind for kind, name in anchor.standings if (kind, name) not in now)
    spared = {kind for kind, count in gone.items() if count <= by_rule.get(kind, 0)}
    looked_at = {key: then for key, then in anchor.standings.items() if key in now or key[0] not in spared}
    found = ((key, _departure(then, now.get(key), digest_at.get(key))) for key, then in looked_at.items())
    return [f"{kind} {name}: {what}" for (kind, name), what in found if what]


def _departure(then: Standing, now: Standing | None, digest: bytes | None) -> str | None:
    if now is None:
        return f"is gone whole; the anchor saw it at {then.number}"
    if now.number < then.number:
        return f"stands at {now.number}, and the anchor saw it at {then.number}: it was put back or cut"
    return None if digest in {then.digest, LET_GO} else f"what stands at {then.number} is not what the anchor saw there"


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    starts = [place for place, line in enumerate(lines) if line.startswith(f"{FIRST} ")]
    ends = [place for place, line in enumerate(lines) if line.startswith(f"{LAST} ")]
    if len(starts) != 1 or len(ends) != 1 or ends[0] < starts[0]:
        raise Unreadable("There is no whole anchor in this file.")
    return lines[starts[0] : ends[0] + 1]


def _standing(line: str) -> tuple[tuple[str, str], Standing]:
    if (parts := _LINE.fullmatch(line)) is None:
        raise Unreadable("There is a line in this anchor that says no chain.")
    kind, name, number, at, digest = parts.groups()
    return (kind, name), Standing(name, int(number), datetime.fromisoformat(at), urlsafe_b64decode(f"{digest}="))


def _seal(lines: Iterable[str], key: bytes) -> bytes:
    return chain.link(key, _START, b"anchor", *(line.encode() for line in lines))


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
