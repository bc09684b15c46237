"""What a line of the log is made of: kinds of errors, ids, names of our parts, numbers; no word that anybody said."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.running import ROOT

ROOMS = ("chat", "cohorts", "facilitator", "server")
LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
#: Each was looked at: an id, a number, or a name that is written in our own code.
MAY_BE_SAID = frozenset({
    "type(problem).__name__", "problem.strerror", "asked.ask.verb", "chore.name", "kept.name", "sentence", "what",
    "session", "room.id", "room.card.id", "reading.card.id", "concern.public_id",
    "', '.join((row.public_id for row in spoiled))", "room.turn", "row.turn", "IN_ALL", "ahead", "gone.digest.hex()",
    "len(batch)", "len(gone)", "len(pending)", "len(wrong)",
})  # fmt: skip
BESIDE = frozenset({"{'count': done}", "{'count': gone.count}"})


def calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("log.") in LEVELS:
                    yield f"{Path(file).relative_to(ROOT)}:{node.lineno}", node


def test_a_line_of_the_log_is_words_of_ours_with_kinds_ids_and_numbers_in_it() -> None:
    found = list(calls())
    assert len(found) > 50
    for where, call in found:
        text, *told = call.args
        assert isinstance(text, ast.Constant), where
        for one in told:
            assert ast.unparse(one) in MAY_BE_SAID, where
        assert all(one.arg == "exc_info" or ast.unparse(one.value) in BESIDE for one in call.keywords), where
