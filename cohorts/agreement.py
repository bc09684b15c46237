"""What a young person agrees to before they take a place, and in which version: read from a data file, in layers."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


@cache
def current() -> Agreement:
    """Return the agreement that is asked for today."""
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    parts = tuple(Part(one["title"], tuple(one["short"]), tuple(one["more"])) for one in found["parts"])
    return Agreement(found["version"], found["checked"], parts)
