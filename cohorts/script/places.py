"""Where in a TOML file a key stands, which the parser does not say; for sentences that name a line."""

import re

Path = tuple[str | int, ...]
_TABLE = re.compile(r"^\s*\[\[?\s*([\w.\-]+)\s*\]\]?")
_KEY = re.compile(r"""^\s*["']?([\w\-]+)["']?\s*=\s*(.*)$""")
_LONG = ('"""', "'''")


class Places:
    """The lines of one file's tables and keys, counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._below: set[Path] = set()
        self._counts: dict[str, int] = {}
        self._read(text)

    def line(self, path: Path) -> int:
        """Return the line of a key or table, or of the nearest thing around it."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def inside(self, path: Path, number: int) -> int:
        """Return the file's line of the value's own line `number`, counted from 1."""
        return self.line(path) + number - 1 + (1 if path in self._below else 0)

    def _read(self, text: str) -> None:
        table: Path = ()
        ends_with = ""
        for number, line in enumerate(text.split("\n"), start=1):
            if ends_with:
                ends_with = "" if ends_with in line else ends_with
            elif named := _TABLE.match(line):
                table = self._table(named[1].split("."))
                self._lines.setdefault(table, number)
            elif found := _KEY.match(line):
                ends_with = self._key((*table, found[1]), number, found[2].strip())

    def _table(self, names: list[str]) -> Path:
        """Return the path of the table that begins; a list of tables under another begins anew with each of those."""
        outer: Path = ()
        for name in names[:-1]:
            outer = (*outer, name, max(self._counts.get("/".join(map(str, (*outer, name))), 1) - 1, 0))
        key = "/".join(map(str, (*outer, names[-1])))
        self._counts[key] = self._counts.get(key, 0) + 1
        return (*outer, names[-1], self._counts[key] - 1)

    def _key(self, path: Path, number: int, value: str) -> str:
        """Note a key; return what ends its value if that goes on below."""
        self._lines.setdefault(path, number)
        if value in {*_LONG, "["}:
            self._below.add(path)
        return next((mark for mark in _LONG if value.startswith(mark) and value.count(mark) % 2), "")
