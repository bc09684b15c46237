"""What a person should look at again before a course is run: remarks with their line, reason and weight.

Nothing here forbids words. An error is what cannot be run at all; everything else is a warning that a person may have
good reasons to leave, once they have read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.script import contested, prompts
from cohorts.script.readability import count, reading_age, sentences
from cohorts.script.shape import CourseText, StepText, WeekText

Severity = Literal["error", "warning"]
#: On the smallest phones, beside the buttons that matter more.
MOST_IN_THE_LOBBY = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """What the checker measures against. A text of fewer than `fewest_words` is too short for a reading age."""

    reading_age: float = 11
    minutes: int = 60
    english: bool = True
    spare_minutes: int = 2
    fewest_words: int = 30

    @classmethod
    def of(cls, course: CourseText) -> "Setting":
        """Return the setting a course asks for itself."""
        return cls(course.reading_age, course.minutes, course.language.lower().startswith("en"))


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at: in which week (0 for the course) and step, which field, which line of it, and why."""

    week: int
    step: str
    field: str
    line: int
    reason: str
    severity: Severity = "warning"


def check(course: CourseText, setting: Setting | None = None) -> list[Remark]:
    """Return every remark, in the order of the course."""
    measure = setting or Setting.of(course)
    return [*_of_course(course, measure), *(one for week in course.weeks for one in check_week(week, measure))]


def check_week(week: WeekText, setting: Setting) -> list[Remark]:
    """Return the remarks on one week: on the evening as a whole, then step by step."""
    steps = [one for step in week.steps for one in check_step(week.number, step, setting)]
    return [*_of_week(week, setting), *steps]


def check_step(week: int, step: StepText, setting: Setting) -> list[Remark]:
    """Return the remarks on one step."""
    found = [*prompts.needed(step), *prompts.on_a_phone(step)]
    remarks = [Remark(week, step.name, one.field, one.line, one.reason, one.severity) for one in found]
    remarks += _too_hard(Remark(week, step.name, "words", 1, ""), _read(step), setting)
    texts = {"title": step.title, "words": step.words, "options": "\n".join(step.options), "notes": step.notes}
    return [*remarks, *_contested(week, step.name, texts)]


def _of_course(course: CourseText, setting: Setting) -> Iterator[Remark]:
    if not course.weeks:
        yield Remark(0, "", "", 1, _("There is no week yet. Add one."), "error")
    agreement = "\n".join(course.agreement)
    yield from _too_hard(Remark(0, "", "agreement", 1, ""), agreement, setting)
    yield from _contested(0, "", {"title": course.title, "about": course.about, "agreement": agreement})


def _of_week(week: WeekText, setting: Setting) -> Iterator[Remark]:
    if not week.steps:
        yield Remark(week.number, "", "", 1, _("This week has no steps. Add at least one."), "error")
        return
    yield from (Remark(week.number, "", field, 1, reason) for field, reason in _missing(week))
    if reason := _hour(week.minutes - setting.minutes, setting):
        yield Remark(week.number, "", "minutes", 1, reason)
    yield from _too_hard(Remark(week.number, "", "", 1, ""), "\n".join(_read(step) for step in week.steps), setting)
    lobby = "\n".join(week.lobby)
    yield from _too_hard(Remark(week.number, "", "lobby", 1, ""), lobby, setting)
    if len(week.lobby) > MOST_IN_THE_LOBBY:
        yield Remark(week.number, "", "lobby", 1, _("The lobby has room for four short lines."))
    texts = {"theme": week.theme, "aim": week.aim, "lobby": lobby}
    texts |= {"prepare": "\n".join(week.prepare), "watch_outs": "\n".join(week.watch_outs)}
    yield from _contested(week.number, "", texts)


def _missing(week: WeekText) -> Iterator[tuple[str, str]]:
    """Yield what an evening needs and this one has not: field and reason."""
    kinds, parts = {step.kind for step in week.steps}, {step.part for step in week.steps}
    told = (
        (bool(week.aim), "aim", _("No aim is written. Say in one sentence what this evening is for.")),
        (
            bool(week.watch_outs),
            "watch_outs",
            _("No watch-outs are written. Say what may come up, and what to do then."),
        ),
        (bool(week.prepare), "prepare", _("Nothing is written to have ready. Say what facilitators need beside them.")),
        ("check-in" in parts, "", _("There is no check-in. Begin by hearing how everybody is.")),
        ("reflection" in kinds, "", _("There is no private reflection. Leave a quiet moment of one’s own.")),
        ("closing" in parts, "", _("There is no closing. Nobody should leave straight out of a hard subject.")),
    )
    return ((field, reason) for there, field, reason in told if not there)


def _hour(over: int, setting: Setting) -> str:
    if over > 0:
        words = ngettext(
            "The steps are %(n)s minute longer than the evening. Shorten or take out a step.",
            "The steps are %(n)s minutes longer than the evening. Shorten or take out a step.",
            over,
        )
        return words % {"n": over}
    if -over > setting.spare_minutes:
        return _("The steps leave %(n)s minutes empty. Give a step more time, or add one.") % {"n": -over}
    return ""


def _read(step: StepText) -> str:
    return "\n".join((step.words, *step.options))


def _too_hard(where: Remark, text: str, setting: Setting) -> Iterator[Remark]:
    """Yield a remark at the hardest line if these words ask for more years than the setting."""
    if not setting.english or count(text).words < setting.fewest_words:
        return
    age = reading_age(text)
    if age > setting.reading_age:
        hardest = max(sentences(text), key=lambda one: (count(one).words > 3, reading_age(one)))  # noqa: PLR2004
        line = text[: text.find(hardest)].count("\n") + 1
        reason = _("The reading age is %(age).1f, above %(most)s. Begin with: “%(words)s”")
        told = reason % {"age": age, "most": f"{setting.reading_age:g}", "words": _short(hardest)}
        yield Remark(where.week, where.step, where.field, line if where.field else 1, told)


def _short(words: str, most: int = 90) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"


def _contested(week: int, step: str, texts: dict[str, str]) -> Iterator[Remark]:
    for field, text in texts.items():
        for found in contested.find(text):
            yield Remark(week, step, field, found.line, f"“{found.words}”: {found.entry.reason}")
