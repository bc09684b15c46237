"""What a young person agrees to before they take a place, and in which version: read from a data file, in layers."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

_FILE = Path(__file__).with_name("agreement.toml")


@dataclass(frozen=True, slots=True)
class Part:
    """One matter: what everybody should read of it, and more for whoever wants to know."""

    title: str
    short: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`version` is kept with who agreed; `checked` is a day only if a person answerable for safety read it then."""

    version: str
    checked: str
    parts: tuple[Part, ...]


def current() -> Agreement:
    """Return the agreement that is asked for today, with how long this house keeps what.

    The numbers are part of the version: who agreed under others has agreed to something else.
    """
    found, days = _read(), (settings.KEEP_CHAT_DAYS, settings.KEPT_DAYS, settings.KEEP_RECORDS_YEARS)
    years = ngettext("%(count)d year", "%(count)d years", days[2]) % {"count": days[2]}
    said = {"chat_days": days[0], "came_days": days[1], "years": years}
    parts = tuple(Part(one["title"], _lines(one["short"], said), _lines(one["more"], said)) for one in found["parts"])
    return Agreement("-".join([found["version"], *map(str, days)]), found["checked"], parts)


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _lines(lines: list[str], said: dict[str, object]) -> tuple[str, ...]:
    return tuple(line.format(**said) for line in lines)
