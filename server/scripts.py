"""A page's script as one file: the module it asks for, with all that this one imports, each in a scope of its own.

The room is some fifty modules and the console eighty. Asked for one by one they cost a phone on a bad line a wait each,
and a worker, when hundreds arrive at seven, most of its time. Files stay as they are written; there is no build. What
others import is still sent as it is, for whoever asks for it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: The only form in which our modules name one another, in the lines that a file begins with; anything else is refused.
_IMPORT: Final = re.compile(r'import \{([^}/]*)\} from "(\.[^"]+)";\n')
_BEFORE_CODE: Final = re.compile(rf"\s+|/\*.*?\*/|//[^\n]*\n|{_IMPORT.pattern}", re.DOTALL)
_EXPORT: Final = re.compile(r"^export ((?:async )?function\*? ?|class |const )([\w$]+)", re.MULTILINE)
#: Whatever else could name a module, or one of our own numbers.
_ODD: Final = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*[.(].*|\$m\d.*", re.MULTILINE)
_RENAMED: Final = re.compile(r"\s+as\s+")


class Unpackable(ValueError):
    """A module that cannot stand beside others in one file; the message names it, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Script:
    """One file's text as it goes over the wire, plain and small."""

    plain: bytes
    small: bytes


@dataclass(frozen=True, slots=True)
class _Module:
    """What a file imports (file → as written), what it exports, and the rest of its text."""

    name: str
    imports: Mapping[Path, str]
    exports: tuple[str, ...]
    code: str


class Scripts:
    """The scripts of one folder: each module that no other imports, if it imports any."""

    def __init__(self, folder: Path, *, fixed: bool) -> None:
        """Put them together, once if the files are `fixed` while this runs. Raises `Unpackable`."""
        self._folder, self._fixed = folder.resolve(), fixed
        self._times = self._look()
        self._made = self._make()

    def find(self, name: str) -> Script | None:
        """The whole of a script by its path in the folder; None if that is not one. Raises `Unpackable`."""
        if not self._fixed and name.endswith(".js") and (times := self._look()) != self._times:
            self._made = self._make()
            self._times = times
        return self._made.get(name)

    def _look(self) -> dict[Path, tuple[int, int]]:
        """When each file was last written, and how long it is."""
        found = ((file, file.stat()) for file in sorted(self._folder.rglob("*.js")))
        return {file: (seen.st_mtime_ns, seen.st_size) for file, seen in found}

    def _make(self) -> dict[str, Script]:
        modules = {file: _read(file, file.relative_to(self._folder).as_posix()) for file in self._look()}
        inner = {file for module in modules.values() for file in module.imports}
        entries = [file for file, module in modules.items() if module.imports and file not in inner]
        made = {modules[file].name: _packed(file, modules).encode() for file in entries}
        return {name: Script(plain, gzip.compress(plain, mtime=0)) for name, plain in made.items()}


def _read(file: Path, name: str) -> _Module:
    text = file.read_text(encoding="utf-8").rstrip() + "\n"
    imports: dict[Path, str] = {}
    at = 0
    while (found := _BEFORE_CODE.match(text, at)) is not None:
        at = found.end()
        if found[2]:
            names, imported = _RENAMED.sub(": ", " ".join(found[1].split())), (file.parent / found[2]).resolve()
            imports[imported] = ", ".join(filter(None, (imports.get(imported), names.rstrip(", "))))
    code = text[at:]
    exports = tuple(name for _, name in _EXPORT.findall(code))
    code = _EXPORT.sub(r"\1\2", code)
    if (odd := _ODD.search(code)) is not None:
        raise Unpackable(
            f"{name} has “{odd[0].strip()}”: begin with lines of import {{ names }} from “./file.js”;"
            " and write export before a function, a class or a const, each by itself."
        )
    return _Module(name, imports, exports, code)


def _packed(entry: Path, modules: Mapping[Path, _Module]) -> str:
    """A script and all behind it in one text: each a function that is called once and returns what it exports."""
    order = list(_in_order(entry, modules))
    numbers = {file: number for number, file in enumerate(order)}
    return "".join(_scope(file, numbers, modules) for file in order)


def _in_order(entry: Path, modules: Mapping[Path, _Module]) -> Iterator[Path]:
    """A module after all those that it imports, each once."""
    done: set[Path] = set()

    def visit(file: Path, above: tuple[Path, ...]) -> Iterator[Path]:
        if file in above:
            raise Unpackable(f"{modules[file].name} imports itself by way of {modules[above[-1]].name}: part them.")
        if file in done:
            return
        for imported, names in modules[file].imports.items():
            _check(modules[file].name, names, imported, modules)
            yield from visit(imported, (*above, file))
        done.add(file)
        yield file

    return visit(entry, ())


def _check(name: str, names: str, imported: Path, modules: Mapping[Path, _Module]) -> None:
    """Refuse an import of what is not there: packed, it would only be undefined."""
    if (module := modules.get(imported)) is None:
        raise Unpackable(f"{name} imports {imported.name}, which there is not.")
    for wanted in names.split(","):
        if (there := wanted.partition(":")[0].strip()) not in module.exports:
            raise Unpackable(f"{name} imports {there} from {module.name}, which does not export it.")


def _scope(file: Path, numbers: Mapping[Path, int], modules: Mapping[Path, _Module]) -> str:
    module = modules[file]
    bound = "".join(f"const {{ {names} }} = $m{numbers[imported]};\n" for imported, names in module.imports.items())
    head, tail = (
        f"// {module.name}\nconst $m{numbers[file]} = (() => {{\n",
        f"return {{ {', '.join(module.exports)} }};\n}})();\n",
    )
    return f"{head}{bound}{module.code}{tail}"
