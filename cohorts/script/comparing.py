"""What differs between two versions of a course, field by field and line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from cohorts.script.shape import CourseText, StepText, WeekText

Sign = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: of the course (week 0), a week (no step) or a step, with its lines old and new.

    `only` says that the whole week or step is in one version alone: "old" or "new".
    """

    week: int
    step: str
    field: str
    lines: tuple[tuple[Sign, str], ...] = ()
    title: str = ""
    only: Literal["", "old", "new"] = ""


def compare(old: CourseText, new: CourseText) -> list[Difference]:
    """Return what changed, in the order of the course."""
    found = list(_fields(old, new, 0, "", leave_out=("weeks", "slug", "format")))
    before, after = {week.number: week for week in old.weeks}, {week.number: week for week in new.weeks}
    for number in sorted(before | after):
        found += _weeks(before.get(number), after.get(number))
    return found


def _weeks(old: WeekText | None, new: WeekText | None) -> Iterator[Difference]:
    either = new or old
    assert either is not None  # noqa: S101  (one of them named the number)
    if old is None or new is None:
        yield Difference(either.number, "", "", only="old" if new is None else "new")
        return
    yield from _fields(old, new, new.number, "", leave_out=("steps", "number"))
    before, after = {step.name: step for step in old.steps}, {step.name: step for step in new.steps}
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Difference(new.number, "", "order", _lines(_titles(old, after), _titles(new, before)))
    for name in dict.fromkeys([*after, *before]):
        yield from _steps(new.number, before.get(name), after.get(name))


def _steps(week: int, old: StepText | None, new: StepText | None) -> Iterator[Difference]:
    if old is not None and new is not None:
        yield from _fields(old, new, week, new.name, leave_out=("name",))
    elif new is not None:
        yield Difference(
            week, new.name, "", tuple(("new", line) for line in new.words.split("\n")), new.title, only="new"
        )
    elif old is not None:
        yield Difference(
            week, old.name, "", tuple(("gone", line) for line in old.words.split("\n")), old.title, only="old"
        )


def _fields(
    old: msgspec.Struct, new: msgspec.Struct, week: int, step: str, leave_out: tuple[str, ...]
) -> Iterator[Difference]:
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if name not in leave_out and before != after:
            yield Difference(week, step, name, _lines(_told(before), _told(after)), str(getattr(new, "title", "")))


def _titles(week: WeekText, others: dict[str, StepText]) -> list[str]:
    return [step.title for step in week.steps if step.name in others]


def _told(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [
            " · ".join(map(str, msgspec.structs.astuple(one))) if isinstance(one, msgspec.Struct) else str(one)
            for one in value
        ]
    return str(value).split("\n")


def _lines(old: list[str], new: list[str]) -> tuple[tuple[Sign, str], ...]:
    found: list[tuple[Sign, str]] = []
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("same", line) for line in old[from_old:to_old]]
        else:
            found += [("gone", line) for line in old[from_old:to_old]]
            found += [("new", line) for line in new[from_new:to_new]]
    return tuple(found)
