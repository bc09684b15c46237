"""What somebody says over several short messages, that none of them says alone.

A number in three pieces, a word letter by letter, a name on an app behind the line that names the app. Only the
newest piece can still be kept back, so it is held, and staff see the rule. The lines are those of one socket, in
memory, for as long as it is open.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from .signs import DIGIT_WORDS
from .verdict import HOLD, TABLE, Hit, Verdict

#: Pieces come close together.
WINDOW_SECONDS: Final = 90.0
_PIECES: Final = 6
#: What is longer, and does not begin with a number or sign, mostly says by itself what it says.
_SHORT: Final = 24
#: So many digits in all can be a number, wherever in its lines they stand.
_ENOUGH_DIGITS: Final = 5
#: As part of a link, wherever in the line.
_DOT: Final = re.compile(r"\.\w")
#: As such, raised, lowered, or in circles and brackets.
_DIGITS: Final = r"\d⁰¹²³⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒🄀-🄊"
_DIGIT: Final = re.compile(f"[{_DIGITS}]")
_PLAIN_DIGIT: Final = re.compile("[0-9]")
_WORD: Final = re.compile("[a-z]+")
_BEGINS_A_PIECE: Final = re.compile(f"[{_DIGITS}@./]")
#: So many letters of one line, and of all before the newest, can belong to what ends in it. Without a bound, whoever
#: writes much with a number in each line would have every line read six times.
_REACH: Final = 80
_REACH_BACK: Final = 160
#: A name, a day or a place of fewer letters and digits is a slip or a smile.
_TELLS: Final = 3
#: So many letters or digits in a row are the same in what was told and is now told with a slip or a change.
_ALIKE: Final = 3

Read = Callable[[str], Verdict]


class _Line(NamedTuple):
    """What was said when, in seconds of any one clock, how many digits it holds, and what was offered in its place.

    `told`: what leads to somebody in the line itself, which then came to no room.
    """

    at: float
    words: str
    digits: int
    offered: str | None
    told: str


@dataclass(slots=True)
class Lines:
    """The last lines of one person."""

    _lines: deque[_Line] = field(default_factory=lambda: deque(maxlen=_PIECES), repr=False)

    def read(self, words: str, now: float, read: Read, read_joined: Read) -> Verdict:
        """What becomes of the newest line, with what was said just before in mind."""
        alone = read(words)
        while self._lines and now - self._lines[0].at > WINDOW_SECONDS:
            self._lines.popleft()
        newest = _Line(now, words, _digits(words), alone.suggestion, _told(alone))
        if self._lines and words == self._lines[-1].offered:
            # They take what they were offered; what it stands for was read with the lines before, and came to no room.
            self._lines[-1] = newest
            return alone
        before = [*self._lines]
        self._lines.append(newest)
        if not before or not (_could_be_a_piece(words) or _holds_a_piece(newest, before)):
            return alone
        return _newest(words, alone, before, read_joined)


def _could_be_a_piece(words: str) -> bool:
    """By its look, without what was said before."""
    return len(words) <= _SHORT or _BEGINS_A_PIECE.search(words, 0, _SHORT) is not None


def _holds_a_piece(line: _Line, before: list[_Line]) -> bool:
    """Whether a long line has, behind its beginning, what may go on with something."""
    words, digits = line.words, line.digits
    if "@" in words or "/" in words or ("." in words and _DOT.search(words)):
        return True
    return digits > 0 and (said := sum(each.digits for each in before)) > 0 and digits + said >= _ENOUGH_DIGITS


def _digits(words: str) -> int:
    """How many there are, as such or in words."""
    # Most lines are plain, and to look for ten digits takes half the time that it takes to look for all.
    said = sum(map(DIGIT_WORDS.__contains__, _WORD.findall(words.lower())))
    return said + len((_PLAIN_DIGIT if words.isascii() else _DIGIT).findall(words))


def _told(alone: Verdict) -> str:
    """What leads to somebody in a line that is kept back by itself."""
    return "" if alone.outcome == "pass" else " ".join(hit.form for hit in alone.hits if _is_contact(hit))


def _leading_up(before: list[_Line]) -> str:
    """The end of what was said before: as far back as a long line that holds no piece, or as pieces reach."""
    pieces: list[str] = []
    for line in reversed(before):
        end = line.words[-_REACH:]
        pieces.append(end if end == line.words else end.partition(" ")[2])
        if not (_could_be_a_piece(line.words) or line.digits) or sum(map(len, pieces)) >= _REACH_BACK:
            break
    return " ".join(reversed(pieces))


def _whole_words(beginning: str, words: str) -> str:
    """The beginning of these words, without one that it would cut in two."""
    return beginning if beginning == words else beginning.rpartition(" ")[0] or beginning


def _newest(words: str, alone: Verdict, before: list[_Line], read_joined: Read) -> Verdict:
    """The verdict of the newest line: held if something ends in it that began before it, or if it could not be read.

    So is what tells of somebody only behind the lines before it: a cue in one, and what it asks for in the next.
    """
    led_up = _leading_up(before)
    start = len(led_up) + 1
    together = read_joined(f"{led_up} {_whole_words(words[: _REACH + 1], words)}")
    if together == HOLD:
        return max(alone, HOLD, key=Verdict.strictness)
    reaching = [replace(hit, start=hit.start - start, end=hit.end - start) for hit in together.hits if hit.end > start]
    # Where nothing else goes on in the newest line, danger in those before it is not danger here.
    across = [hit for hit in reaching if hit.start < -1 and (together.kind == "contact" or not _is_contact(hit))]
    if across and together.outcome != "pass" and together.strictness() > alone.strictness():
        outcome = together.outcome if together.outcome in ("divert", "block") else "hold"
        return replace(together, outcome=outcome, hits=_named(across), suggestion=None)
    told = [hit for hit in reaching if _is_told(hit, words) and not _is_masked(hit, alone)]
    if not told or together.outcome == "pass":
        return alone
    asking = [line for line in before if not line.told]
    if len(asking) < len(before) and not any(hit.start < -1 or _is_alike(hit, before) for hit in told):
        # Who was told no asks for nothing more with that line; whether another does is read without it.
        return _newest(words, alone, asking, read_joined) if asking else alone
    held = Verdict("hold", "contact", TABLE["contact"].level, _named(told))
    return max(alone, held, key=Verdict.strictness)


def _is_told(hit: Hit, words: str) -> bool:
    """Whether this leads to somebody, by letters and digits of these words: a picture has a name, and tells none.

    Of a number that began before, one digit is enough: whoever tells it chooses how long its pieces are.
    """
    goes_on = hit.start < -1 and hit.rule == "contact.number"
    telling = sum(map(str.isalnum, words[max(0, hit.start) : hit.end]))
    return _is_contact(hit) and telling >= (1 if goes_on else _TELLS)


def _is_alike(hit: Hit, before: list[_Line]) -> bool:
    """Whether a part of it was told before."""
    parts = (hit.form[at : at + _ALIKE] for at in range(len(hit.form) - _ALIKE + 1))
    return any(part in line.told for part in parts for line in before)


def _is_contact(hit: Hit) -> bool:
    return hit.rule.startswith("contact.")


def _is_masked(hit: Hit, alone: Verdict) -> bool:
    """Whether as much of it as stands in the line is seen in that alone, and does not pass there, as sadness does."""
    return alone.outcome != "pass" and any(
        each.start <= max(0, hit.start) and hit.end <= each.end for each in alone.hits
    )


def _named(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(Hit(f"{hit.rule}, over several lines", max(0, hit.start), hit.end, hit.form) for hit in hits)
