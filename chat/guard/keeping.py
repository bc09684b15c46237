"""What takes seconds to make of the release's files, kept where Python keeps what it compiled, and as long.

A process that reads messages needs its guard before its doors open, and after a crash nobody should wait for that. As
with Python's own files, whoever can write there could have us run anything, so that a pickle opens no other door; and
what cannot be kept or read is made anew.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, Final, TypeVar

from cohorts import naming

from .quick import compiled

T = TypeVar("T")
_HERE: Final = Path(__file__).parent
#: Whose data or inner shape goes into what is kept.
_LIBRARIES: Final = ("pyahocorasick", "pyspellchecker", "confusable-homoglyphs")
_CHECK: Final = 32


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` makes of the release's files; from the file of this `name`, if one of exactly these is there."""
    file = _file(name)
    with suppress(Exception):
        return _read(file)  # type: ignore[no-any-return]
    made = make()
    if not sys.dont_write_bytecode:
        # Of files that changed while it was made nobody knows which are in it.
        with suppress(Exception):
            if made_of() == MADE_OF:
                keep(file, made)
    return made


def _read(file: Path) -> Any:
    """What is in it. Raises whatever is wrong: a page that was lost would else be a word that nobody looks for."""
    with file.open("rb") as found:
        check = found.read(_CHECK)
        # Piece by piece: it is larger than all else that a process reads.
        if hashlib.file_digest(found, _checking).digest() != check:
            raise ValueError(f"{file.name} is not as it was written.")
        found.seek(_CHECK)
        with _no_looks_for_rubbish():
            return pickle.load(found)  # noqa: S301  (see above)


@contextmanager
def _no_looks_for_rubbish() -> Iterator[None]:
    """None of what is read is any, and to look for it again and again took two fifths of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def _checking(content: bytes = b"") -> hashlib.blake2b:
    return hashlib.blake2b(content, digest_size=_CHECK)


def keep(file: Path, made: object) -> None:
    """Write it whole or not at all, in place of what an earlier release kept or a killed writer left behind."""
    file.parent.mkdir(parents=True, exist_ok=True)
    name = file.name.partition("-")[0]
    content = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f"{name}-", delete=False) as part:
        try:
            part.write(_checking(content).digest())
            part.write(content)
            part.flush()
            # Who builds an image is not who runs it.
            os.fchmod(part.fileno(), 0o644)
            Path(part.name).replace(file)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    for other in file.parent.glob(f"{name}-*"):
        if other != file:
            other.unlink(missing_ok=True)


def _file(name: str) -> Path:
    return Path(cache_from_source(__file__)).with_name(f"{name}-{MADE_OF}.pickle")


def made_of() -> str:
    """Names this Python, these libraries, and every file that what is kept is made of."""
    found = hashlib.blake2b(digest_size=12)
    # A guard that was made without the compiled look has none.
    python = (sys.implementation.cache_tag, compiled.load() is not None)
    found.update(repr((python, [version(library) for library in _LIBRARIES])).encode())
    lists = Path(naming.__file__).with_name("naming.toml")
    for file in sorted(
        [*_HERE.rglob("*.py"), *_HERE.rglob("*.toml"), *_HERE.rglob("*.tsv"), *_HERE.rglob("*.p[yx][xi]"), lists]
    ):
        found.update(file.name.encode() + hashlib.blake2b(file.read_bytes()).digest())
    return found.hexdigest()


#: Of what this process was loaded, which is what it makes the rest of.
MADE_OF: Final = made_of()
