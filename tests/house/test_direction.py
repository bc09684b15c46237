"""Four rooms in a row, doors one way. A room may look to its right, never to its left, deferred imports included."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ["server", "facilitator", "chat", "cohorts"]
UNSAID = ("manager", "handler", "helper", "utils", "service", "data", "base")
PYTHON_LINES = 300
JAVASCRIPT_LINES = 250


def files_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def rooms_named_in(source: str) -> set[str]:
    """Every room that a module imports: at its top, deferred, or by a name in a string."""
    return {name.partition(".")[0] for name in names_imported(ast.parse(source))} & set(ROOMS)


def names_imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "import_string", "get_model"}:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_looks_to_its_right_only(room: str) -> None:
    to_the_left = set(ROOMS[: ROOMS.index(room)])
    looks = {file: rooms_named_in(file.read_text()) & to_the_left for file in files_of(room)}
    assert files_of(room), "there is something to look at"
    assert {str(file.relative_to(ROOT)): found for file, found in looks.items() if found} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import chat",
        "from chat.models import Entry",
        "def later():\n    from chat import fold",
        "from importlib import import_module\nimport_module('chat.fold')",
        "apps.get_model('chat', 'Entry')",
    ],
)
def test_no_way_of_looking_is_overlooked(source: str) -> None:
    assert rooms_named_in(source) == {"chat"}


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_has_a_name_that_says_nothing(room: str) -> None:
    classes = [
        node.name.lower()
        for file in files_of(room)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ClassDef)
    ]
    names = [*classes, *(file.stem for file in files_of(room))]
    assert [name for name in names if name.rstrip("s") in {word.rstrip("s") for word in UNSAID}] == []


def test_every_file_can_be_read_in_one_sitting() -> None:
    python = [file for room in [*ROOMS, "tests"] for file in files_of(room) if "migrations" not in file.parts]
    javascript = [file for file in (ROOT / "static").rglob("*.js") if file.name != "protocol.js"]
    long = [file for file in python if len(file.read_text().splitlines()) > PYTHON_LINES]
    long += [file for file in javascript if len(file.read_text().splitlines()) > JAVASCRIPT_LINES]
    assert [str(file.relative_to(ROOT)) for file in long] == []
