"""Questions to the environment that refuse to guess.

Every function reads one variable, returns a typed value, or raises ``Refused`` with a sentence an operator can act on.
Values of secrets are never part of such a sentence.
"""

import os
import re
import stat
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf.global_settings import LANGUAGES
from django.core.exceptions import ImproperlyConfigured
from environ import Env

_env = Env()
SECRET_LENGTH = 50
SECRET_VARIETY = 12
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAYS_SOMETHING = re.compile(r"(?:export )?[A-Za-z_0-9]+=(?!\s+\S)")
_SAYS_NOTHING = re.compile(r"\s*(?:#|\Z)")
# In which line of which file each name stands.
_said_in: dict[str, str] = {}


class Refused(ImproperlyConfigured):
    """A setting that Alcove will not start with. The message says what to change."""


def read_file(path: Path) -> None:
    """Take variables from ``path`` if it is there; what the environment already holds wins.

    A file that cannot be read, and a line that is none of ours, are refused: passed over, they would leave a default in
    the place of what was meant. Such a line may hold a password and is not repeated.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise Refused(f"{path} leads to a file that is not there.") from None
        return
    except OSError as error:
        raise Refused(f"{path} cannot be read by this user ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} cannot be read: it is not written in UTF-8.") from None
    for number, line in enumerate(lines, 1):
        if not (_SAYS_SOMETHING.match(line) or _SAYS_NOTHING.match(line)):
            raise Refused(
                f"Line {number} of {path} cannot be read. Write NAME=value, with no space before the name or around the"
                " equals sign; what is only for people to read begins with #."
            )
    _said_in.clear()
    _said_in.update(
        (line.removeprefix("export ").partition("=")[0], f"Line {number} of {path}")
        for number, line in enumerate(lines, 1)
        if _SAYS_SOMETHING.match(line)
    )
    _env.read_env(StringIO("\n".join(line for line in lines if _SAYS_SOMETHING.match(line))))


def text(name: str, default: str = "") -> str:
    """One line of text; an empty variable counts as not given."""
    _in_capitals(name)
    return str(_env.str(name, default="")).strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Exactly ``0`` or ``1``."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise Refused(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def one_of(name: str, words: tuple[str, ...]) -> str:
    """One of these words; the first when nothing is said."""
    value = text(name, words[0])
    if value not in words:
        raise Refused(f"{name} must be {' or '.join(words)}, not {value!r}.")
    return value


def language(name: str, default: str) -> str:
    """A language that Django has words for, as Django writes it."""
    value = text(name, default)
    if value not in dict(LANGUAGES):
        raise Refused(f"{name} must be a language that Django has words for, such as en-gb or cy, not {value!r}.")
    return value


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from ``low`` to ``high``, both included."""
    value = text(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise Refused(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def listed(name: str) -> list[str]:
    """Comma-separated words, blanks dropped."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """An absolute path; ``~`` is understood."""
    return Path(text(name, str(default))).expanduser().absolute()


def own_folder(name: str, default: Path) -> Path:
    """A folder, made for its owner's eyes alone if it is not there yet."""
    folder = path(name, default)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{name} names a folder that cannot be made ({error.strerror}): {folder}.") from None
    return folder


def existing_file(name: str) -> Path | None:
    """The file a ``*_FILE`` variable names, or None when it is not set."""
    if not text(name):
        return None
    found = path(name, Path())
    try:
        there = stat.S_ISREG(found.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        there = False
    except OSError as error:
        raise Refused(f"{name} names a file in a folder that this user may not enter ({error.strerror}).") from None
    if not there:
        raise Refused(f"{name} names a file that is not there.")
    return found


def file_text(name: str) -> str:
    """What the file that a ``*_FILE`` variable names holds, on one line; empty when it is not set."""
    found = existing_file(name)
    try:
        return found.read_text(encoding="utf-8").strip() if found else ""
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{name} names a file that cannot be read.") from None


def strong(secret: str) -> bool:
    """Whether a secret is long and varied enough to have been made at random."""
    return len(secret) >= SECRET_LENGTH and len(set(secret)) >= SECRET_VARIETY


def origin(name: str, value: str) -> str:
    """``scheme://host[:port]`` as a browser writes it: lower case, no path, no port that goes without saying."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise Refused(f"{name} is not an address: {value!r}.") from error
    host = parts.hostname or ""
    plain = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in _DEFAULT_PORTS or not host or not plain or "*" in host:
        raise Refused(
            f"{name} must be one full address such as https://alcove.example.org, no path, no wildcard; not {value!r}."
        )
    if not host.isascii():
        raise Refused(
            f"{name} must be written as browsers send it, with other letters than a to z as xn--…; not {value!r}."
        )
    return f"{parts.scheme}://{_shown(host)}" + ("" if port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{port}")


def hosts(origins: Iterable[str]) -> list[str]:
    """The hosts of these origins as a browser names them, each once and in order."""
    return sorted({_shown(urlsplit(one).hostname or "") for one in origins})


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _in_capitals(name: str) -> None:
    """Refuse a name of ours that is written in other letters: passed over, it would leave a default in its place.

    A container is handed what `.env` says as its environment, and never sees the file.
    """
    for said in os.environ:
        if said != name and said.upper() == name:
            where = _said_in.get(said, "The environment")
            raise Refused(f"{where} says {said}, which is not read. Write {name}, in capitals.")
