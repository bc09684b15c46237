"""What a page is made of is known to browsers of 2021: where it is not, a page starts and then stands still."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
#: The scripts are read from Chrome 86, Firefox 90 and iOS 15.0 on; each of these came later to one of them.
TOO_NEW = re.compile(
    r"""\.(?:at|findLast|findLastIndex|toSorted|toReversed|toSpliced|with|isWellFormed|toWellFormed|waitAsync)\("""
    r"""|\b(?:Object\.(?:hasOwn|groupBy)|Map\.groupBy|Array\.fromAsync|Promise\.(?:withResolvers|try)|RegExp\.escape"""
    r"""|AbortSignal\.(?:timeout|any)|crypto\.(?:randomUUID|subtle\.\w*X25519)|URL\.(?:canParse|parse)|Error\.isError"""
    r"""|navigator\.locks|Intl\.(?:Segmenter|DurationFormat)|structuredClone|reportError|scheduler|URLPattern)\b"""
    r"""|\.(?:showModal|showPopover|hidePopover|togglePopover|requestSubmit|checkVisibility|throwIfAborted)\("""
    # What a generator of a map or a set can be asked without a list being made of it.
    r"""|\.(?:values|keys|entries)\(\)\.(?:map|filter|find|some|every|take|drop|reduce|toArray|flatMap|forEach)\("""
    r"""|^\s*static\s*\{|\(\?<[=!]|/[a-z]*[dv][a-z]*\.(?:exec|test)\("""
)
_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*$|(?<=[;{}),]) // .*$", re.DOTALL | re.MULTILINE)


def too_new(script: str) -> list[str]:
    """Whatever of this script is newer than the phones it is for. Comments may name it."""
    return [found[0].strip() for line in _COMMENTS.sub("", script).splitlines() for found in TOO_NEW.finditer(line)]


def nested(sheet: str) -> Iterator[str]:
    """Every rule that stands within another one. A rule within a condition (`@media`) is none."""
    within: list[str] = []
    for words, mark in re.findall(r"([^{};]*)([{};])", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        if mark == "{":
            if any(not outer.startswith("@") for outer in within):
                yield words.strip()
            within.append(words.strip())
        elif mark == "}":
            within.pop()


@pytest.mark.parametrize(
    "script",
    [
        "const one = said.at(-1)?.fields;",
        "items.findLast(fits)",
        "x = said.findLastIndex((item) => item.from.staff);",
        "const sorted = people.toSorted(byAge);",
        "const copy = structuredClone(state);",
        "(problem) => window.reportError(problem)",
        "Object.groupBy(flags, whose)",
        "  static { this.known = new Map(); }",
        "const seats = people.values().map(seatOf);",
        "const tail = text.replace(/(?<=a)b/, '');",
    ],
)
def test_what_came_later_is_found(script: str) -> None:
    assert len(too_new(script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        "// Not list.at(-1): phones are older.",
        "/** No `AbortSignal.timeout` in early 2022. */",
        "const { at } = item; const text = words('x', { at: at(1) });",
        "Object.values(ways).map(draw)",
        "[...people.values()].map(seatOf)",
    ],
)
def test_what_is_old_or_only_told_of_is_let_by(script: str) -> None:
    assert too_new(script) == []


def test_nothing_in_a_script_is_newer_than_the_phones_it_is_for() -> None:
    scripts = sorted((STATIC / "js").rglob("*.js"))
    assert scripts, "there is something to look at"
    found = {str(file.relative_to(STATIC)): too_new(file.read_text()) for file in scripts}
    assert {name: names for name, names in found.items() if names} == {}


def test_no_rule_stands_within_another() -> None:
    assert list(nested("@media print { .a { color: red } } .b { margin: 0 }")) == []
    assert list(nested("@media print { .a { color: red; .b { margin: 0 } } }")) == [".b"]
    sheets = sorted((STATIC / "css").rglob("*.css"))
    assert sheets, "there is something to look at"
    found = {file.name: list(nested(file.read_text())) for file in sheets}
    assert {name: rules for name, rules in found.items() if rules} == {}
