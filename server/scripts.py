"""A page's script as one file: the module it asks for, with all that this one imports, each in a scope of its own.

The room is some fifty modules and the console eighty. Asked for one by one they cost a phone on a bad line a wait each,
and a worker, when hundreds arrive at seven, most of its time. Files stay as they are written; there is no build.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: The only ways in which our modules name one another; anything else is refused.
_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export ((?:async )?function\*? |class |const )(\w+)", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_RENAMED: Final = re.compile(r"\s+as\s+")
#: What a script of ours is called; whoever asks for anything else is not looked up here.
_NAME: Final = re.compile(r"(?:[a-z0-9_-]{1,40}/){1,4}[a-z0-9_-]{1,40}\.js")


class Unpackable(ValueError):
    """A module that cannot stand beside others in one file; the message names it, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Script:
    """One file's text as it goes over the wire, plain and small."""

    plain: bytes
    small: bytes


class Scripts:
    """The scripts of one folder. `fixed`: its files do not change while this runs."""

    def __init__(self, folder: Path, *, fixed: bool) -> None:
        """Read nothing yet."""
        self._folder, self._fixed = folder.resolve(), fixed
        self._made: dict[Path, tuple[dict[Path, int], Script]] = {}

    def find(self, name: str) -> Script | None:
        """The whole of a script by its path in the folder; None if it is none, or imports nothing.

        Raises `Unpackable`.
        """
        file = self._folder / name
        if _NAME.fullmatch(name) is None or not file.is_file():
            return None
        made = self._made.get(file)
        if made is None or not (self._fixed or made[0] == _times(made[0])):
            order = list(_in_order(file, self._folder))
            plain = _packed(order, self._folder).encode() if len(order) > 1 else b""
            made = self._made[file] = (_times(order), Script(plain, gzip.compress(plain, mtime=0)))
        return made[1] if made[1].plain else None


def _times(files: Iterable[Path]) -> dict[Path, int]:
    """When each was last written, 0 for one that is gone."""
    return {file: file.stat().st_mtime_ns if file.is_file() else 0 for file in files}


def _in_order(entry: Path, folder: Path) -> Iterator[Path]:
    """A module after all those that it imports, each once."""
    done: set[Path] = set()

    def visit(file: Path, above: tuple[Path, ...]) -> Iterator[Path]:
        if file in above:
            raise Unpackable(f"{_name(file, folder)} imports itself by way of {_name(above[-1], folder)}: part them.")
        if file in done:
            return
        if not file.is_relative_to(folder) or not file.is_file():
            raise Unpackable(f"{_name(above[-1], folder)} imports {_name(file, folder)}, which there is not.")
        for _, path in _IMPORT.findall(file.read_text(encoding="utf-8")):
            yield from visit((file.parent / path).resolve(), (*above, file))
        done.add(file)
        yield file

    return visit(entry, ())


def _packed(order: list[Path], folder: Path) -> str:
    """All modules in one text: each a function that is called once and returns what it exports."""
    numbers = {file: number for number, file in enumerate(order)}
    return "".join(_scope(file, numbers, folder) for file in order)


def _scope(file: Path, numbers: dict[Path, int], folder: Path) -> str:
    def bound(found: re.Match[str]) -> str:
        names = _RENAMED.sub(": ", " ".join(found[1].split()))
        return f"const {{ {names} }} = $m{numbers[(file.parent / found[2]).resolve()]};"

    text = _IMPORT.sub(bound, file.read_text(encoding="utf-8"))
    exported = [name for _, name in _EXPORT.findall(text)]
    text = _EXPORT.sub(r"\1\2", text)
    if (other := _OTHER.search(text)) is not None:
        raise Unpackable(
            f"{_name(file, folder)} has “{other[0]}”: write import {{ names }} from “./file.js”;"
            " and export before a function, a class or a const."
        )
    head, tail = (
        f"// {_name(file, folder)}\nconst $m{numbers[file]} = (() => {{",
        f"return {{ {', '.join(exported)} }};\n}})();",
    )
    return f"{head}\n{text.rstrip()}\n{tail}\n"


def _name(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name
