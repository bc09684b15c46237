"""Who to turn to for help, per country, from data files that say where each fact is from and when it was checked."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cohorts.script.shape import NOT_CHECKED

_FOLDER = Path(__file__).with_name("help")
#: A number that was right in spring may ring nowhere in autumn (care.md §8).
TRIED_EVERY = timedelta(days=90)
_PARTS = ("emergency", "for_another", "unplaced", "about_an_adult", "lines", "nations", "elsewhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One way to reach somebody: a number to call, a word to text, an address, which `chat` says is a web chat.

    `how` is what else to know, `who` and `where` whom it is for. `checked` is a date only if a person really tried
    the line on that day.
    """

    name: str
    source: str
    checked: str
    how: tuple[str, ...] = ()
    who: str = ""
    where: str = ""
    number: str = ""
    sms: str = ""
    sms_word: str = ""
    web: str = ""
    chat: bool = False

    def tried(self, today: date) -> bool:
        """Whether a person tried it within `TRIED_EVERY`."""
        return self.checked != NOT_CHECKED and today - date.fromisoformat(self.checked) <= TRIED_EVERY

    @property
    def tel(self) -> str:
        """The number as a link dials it."""
        return self.number.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Pack:
    """The help of one country: danger first, text and chat before calls, then what a nation has of its own.

    `places` are its parts, as people there say where they live; `elsewhere` is for whoever lives in none of them.
    `for_another` is read by staff alone: how to call for somebody who is at another place than the caller. So is
    `unplaced`: what can be done for somebody whose place nobody knows; and `about_an_adult`: who outside has to be told
    of a worry about somebody who works with young people.
    """

    country: str
    places: tuple[str, ...]
    notes: tuple[str, ...]
    emergency: tuple[Line, ...]
    for_another: tuple[Line, ...]
    unplaced: tuple[Line, ...]
    about_an_adult: tuple[Line, ...]
    lines: tuple[Line, ...]
    nations: tuple[Line, ...]
    elsewhere: tuple[Line, ...]

    def untried(self, today: date) -> tuple[str, ...]:
        """Return the names of what nobody tried for too long, each once, in the order of the pack."""
        every = (line for part in _PARTS for line in getattr(self, part))
        return tuple(dict.fromkeys(line.name for line in every if not line.tried(today)))

    def lines_for(self, place: str) -> tuple[Line, ...]:
        """Return what there is where somebody lives, their own part first; `elsewhere` for any other place."""
        if place not in self.places:
            return self.elsewhere
        return (*(line for line in self.nations if line.where == place), *self.lines)


@cache
def pack(country: str = "united-kingdom") -> Pack:
    """Return the pack of a country, or raise if its file has a field nobody knows or lacks one everybody needs."""
    text = (_FOLDER / f"{country}.toml").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> Pack:
    """Return the pack a file's text holds. Raises `TypeError`, `KeyError`, `ValueError`."""
    found = tomllib.loads(text)
    parts = {part: tuple(_line(entry) for entry in found.pop(part)) for part in _PARTS}
    notes, places = tuple(found.pop("notes")), tuple(found.pop("places"))
    return Pack(country=found.pop("country"), notes=notes, places=places, **parts, **found)


def _line(entry: dict[str, Any]) -> Line:
    line = Line(**entry | {"how": tuple(entry.get("how", ()))})
    if line.checked != NOT_CHECKED:
        date.fromisoformat(line.checked)
    return line
