"""From the bytes of TOML files to a course, or to everything that is wrong with them.

A course is one file with `[[weeks]]` and `[[weeks.steps]]`, or a file of its own with the course's fields and one file
per week with `[[steps]]`, as the bundled one is kept.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext as _

from cohorts.script.places import Path, Places
from cohorts.script.problems import Problem, Unreadable, field_meant, sentence
from cohorts.script.shape import CourseText, Source, StepText, WeekText

MOST_BYTES = 256 * 1024
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Home:
    """The file a table is in, and where there."""

    file: str
    places: Places
    path: Path


@dataclass(slots=True)
class Reading:
    """A course in the making: what was read, where it stood, and what is wrong."""

    problems: list[Problem] = field(default_factory=list)
    homes: dict[int, Home] = field(default_factory=dict)
    course: CourseText | None = None

    def line(self, week: int, step: int | None, name: str, number: int) -> tuple[str, int]:
        """Return file and line of the line `number` of a field's value, of a step by its index or of the week."""
        home = self.homes[week]
        path = home.path if step is None else (*home.path, "steps", step)
        return home.file, home.places.inside((*path, name), number) if name else home.places.line(path)


def read(files: Mapping[str, bytes]) -> CourseText:
    """Return the course that these files hold. Raises `Unreadable` with everything that is wrong."""
    course = locate(files).course
    assert course is not None  # noqa: S101  (locate raises rather than return none)
    return course


def locate(files: Mapping[str, bytes]) -> Reading:
    """Return the course with the place of everything in it. Raises `Unreadable`."""
    reading = Reading()
    tables = {name: table for name, raw in files.items() if (table := _table(reading, name, raw)) is not None}
    if not reading.problems:
        _assemble(reading, tables)
    if reading.problems or reading.course is None:
        raise Unreadable(reading.problems)
    return reading


def _table(reading: Reading, name: str, raw: bytes) -> tuple[dict[str, Any], Places] | None:
    """Return a file's tables, or note why it has none."""
    if len(raw) > MOST_BYTES:
        reading.problems.append(Problem(too_large(), name))
        return None
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return tomllib.loads(text), Places(text)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = _("this is not UTF-8 text. Save the file as UTF-8 and try again.")
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else raw.count(b"\n") + 1
        wrong = _("this is not TOML: %(why)s. Look at this line and the one before.") % {
            "why": _AT_LINE.sub("", str(error))
        }
    except RecursionError:
        line, wrong = 1, _("brackets are nested too deeply. Take some out.")
    reading.problems.append(Problem(wrong, name, line=line))
    return None


def too_large() -> str:
    """Return the sentence for a file of more bytes than a course can need."""
    return _("the file is larger than %(most)s KB. A course is text alone and far smaller.") % {
        "most": MOST_BYTES // 1024
    }


def _assemble(reading: Reading, tables: dict[str, tuple[dict[str, Any], Places]]) -> None:
    course = {name: table for name, (table, _places) in tables.items() if "slug" in table or "number" not in table}
    if len(course) != 1:
        wrong = _("there must be exactly one file with the course’s “slug”; here are %(count)s.") % {
            "count": len(course)
        }
        reading.problems.append(Problem(wrong, ", ".join(sorted(course or tables))))
        return
    [(file, fields)] = course.items()
    home = Home(file, tables[file][1], ())
    weeks = [
        (Home(file, home.places, ("weeks", index)), raw) for index, raw in enumerate(_listed(fields.pop("weeks", [])))
    ]
    weeks += [(Home(name, tables[name][1], ()), tables[name][0]) for name in sorted(set(tables) - set(course))]
    read_weeks = [week for place, raw in weeks if (week := _week(reading, place, raw)) is not None]
    sources = _many(reading, home, fields.pop("sources", []), "sources", Source, None)
    made = _convert(reading, home, fields, CourseText)
    reading.homes[0] = home
    _across(reading, home, read_weeks)
    if made and not reading.problems:
        ordered = tuple(sorted(read_weeks, key=lambda week: week.number))
        reading.course = msgspec.structs.replace(made, weeks=ordered, sources=sources)


def _week(reading: Reading, home: Home, raw: Any) -> WeekText | None:
    fields = dict(raw) if isinstance(raw, dict) else raw
    steps = fields.pop("steps", []) if isinstance(fields, dict) else []
    number = fields.get("number") if isinstance(fields, dict) else None
    known = number if isinstance(number, int) else None
    week = _convert(reading, home, fields, WeekText, known)
    read_steps = _many(reading, home, steps, "steps", StepText, known)
    if week is None:
        return None
    _once(reading, home, week.number, read_steps)
    if week.number in reading.homes:
        _note(
            reading,
            home,
            "number",
            _("there is a week %(number)s already. Give each week a number of its own.") % {"number": week.number},
            week.number,
        )
    if not steps:
        _note(reading, home, "theme", _("this week has no steps. Add [[steps]], or take the week out."), week.number)
    reading.homes.setdefault(week.number, home)
    return msgspec.structs.replace(week, steps=read_steps)


def _once(reading: Reading, home: Home, week: int, steps: tuple[StepText, ...]) -> None:
    seen: set[str] = set()
    for index, step in enumerate(steps):
        if step.name in seen:
            place = Home(home.file, home.places, (*home.path, "steps", index))
            _note(
                reading,
                place,
                "name",
                _("another step of this week has this name. Give each its own."),
                week,
                step.name,
            )
        seen.add(step.name)


def _across(reading: Reading, home: Home, weeks: list[WeekText]) -> None:
    numbers = sorted({week.number for week in weeks})
    if not weeks and not reading.problems:
        _note(reading, home, "slug", _("there is no week in it. Add at least one."))
    elif not reading.problems and numbers != list(range(1, len(numbers) + 1)):
        told = {"numbers": ", ".join(map(str, numbers))}
        _note(reading, home, "slug", _("the weeks are numbered %(numbers)s. Count them from 1 without a gap.") % told)


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _many(
    reading: Reading, home: Home, raw: Any, name: str, kind: type[_Struct], week: int | None
) -> tuple[_Struct, ...]:
    made = []
    for index, fields in enumerate(_listed(raw)):
        place = Home(home.file, home.places, (*home.path, name, index))
        made.append(_convert(reading, place, fields, kind, week))
    return tuple(one for one in made if one is not None)


def _convert(reading: Reading, home: Home, fields: Any, kind: type[_Struct], week: int | None = None) -> _Struct | None:
    if not _is_day(fields):
        _note(reading, home, "checked", sentence("at `$.checked`", ()), week)
        return None
    try:
        return msgspec.convert(_trimmed(fields), kind)
    except msgspec.ValidationError as error:
        known = tuple(one.name for one in msgspec.structs.fields(kind))
        step = fields.get("name", "") if isinstance(fields, dict) and kind is StepText else ""
        named = step if isinstance(step, str) else ""
        _note(reading, home, field_meant(str(error)), sentence(str(error), known), week, named)
        return None


def _is_day(fields: Any) -> bool:
    """Return whether what looks like a day is one; what looks like none is left to the parser."""
    told = fields.get("checked") if isinstance(fields, dict) else None
    try:
        return not (isinstance(told, str) and _DAY.fullmatch(told.strip())) or bool(date.fromisoformat(told.strip()))
    except ValueError:
        return False


def _note(reading: Reading, home: Home, name: str, wrong: str, week: int | None = None, step: str = "") -> None:
    line = home.places.line((*home.path, name) if name else home.path)
    reading.problems.append(Problem(wrong, home.file, week, step, line))


def _trimmed(value: Any) -> Any:
    """Return the same without space around its texts, so that an editor's blank line makes no new version."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_trimmed(one) for one in value]
    return {name: _trimmed(one) for name, one in value.items()} if isinstance(value, dict) else value
