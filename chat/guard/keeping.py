"""What takes seconds to make of the release's files, kept where Python keeps what it compiled, and as long.

A process that reads messages needs its guard before its doors open, and after a crash nobody should wait for that. As
with Python's own files, whoever can write there could have us run anything, so that a pickle opens no other door; and
what cannot be kept or read is made anew.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final, TypeVar

from cohorts import naming

T = TypeVar("T")
_HERE: Final = Path(__file__).parent
#: Whose data or inner shape goes into what is kept.
_LIBRARIES: Final = ("pyahocorasick", "pyspellchecker", "confusable-homoglyphs")


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` makes of the release's files; from the file of this `name`, if one of exactly these is there."""
    file = _file(name)
    try:
        with file.open("rb") as found:
            return pickle.load(found)  # type: ignore[no-any-return]  # noqa: S301  (see above)
    except FileNotFoundError:
        pass
    except Exception:  # noqa: BLE001, S110  (cut short, or of another make: whatever is wrong with it, it is made anew)
        pass
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            keep(file, made)
    return made


def keep(file: Path, made: object) -> None:
    """Write it whole or not at all, in place of what an earlier release kept or a killed writer left behind."""
    file.parent.mkdir(parents=True, exist_ok=True)
    name = file.name.partition("-")[0]
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f"{name}-", delete=False) as written:
        pickle.dump(made, written, pickle.HIGHEST_PROTOCOL)
    Path(written.name).replace(file)
    for other in file.parent.glob(f"{name}-*"):
        if other != file:
            other.unlink(missing_ok=True)


def _file(name: str) -> Path:
    return Path(cache_from_source(__file__)).with_name(f"{name}-{_made_of()}.pickle")


@cache
def _made_of() -> str:
    """Names this Python, these libraries, and every file that what is kept is made of."""
    found = hashlib.blake2b(digest_size=12)
    found.update(repr((sys.implementation.cache_tag, [version(library) for library in _LIBRARIES])).encode())
    lists = Path(naming.__file__).with_name("naming.toml")
    for file in sorted([*_HERE.rglob("*.py"), *_HERE.rglob("*.toml"), *_HERE.rglob("*.tsv"), lists]):
        found.update(hashlib.blake2b(file.read_bytes()).digest())
    return found.hexdigest()
