"""What the pages show beside the words: minutes as a bar, remarks where they belong, a prompt as it will look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from cohorts.desk.courses.forms import KIND_WORDS, PART_WORDS
from cohorts.models import Step
from cohorts.script.checker import Remark
from cohorts.script.shape import StepText, WeekText

POINTS = tuple(range(11))


@dataclass(frozen=True, slots=True)
class Segment:
    """One step in the bar: where it begins and how wide it is, in minutes."""

    title: str
    part: str
    part_words: str
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Bar:
    """An evening as a bar of minutes; `width` is the longer of what is planned and what there is."""

    segments: tuple[Segment, ...]
    minutes: int
    hour: int
    width: int

    @property
    def over(self) -> int:
        """How many minutes too long the steps are; less than nothing if some are left."""
        return self.minutes - self.hour


@dataclass(frozen=True, slots=True)
class Row:
    """A step with what is said about it."""

    step: Step
    text: StepText
    kind: str
    part: str
    remarks: tuple[Remark, ...]
    first: bool
    last: bool


def bar(week: WeekText, hour: int) -> Bar:
    """Return the bar of an evening."""
    start, segments = 0, []
    for step in week.steps:
        segments.append(Segment(step.title, step.part, str(PART_WORDS[step.part]), start, step.minutes))
        start += step.minutes
    return Bar(tuple(segments), start, hour, max(start, hour, 1))


def rows(steps: Sequence[Step], texts: Sequence[StepText], remarks: Iterable[Remark]) -> list[Row]:
    """Return each step with its remarks."""
    known = list(remarks)
    return [
        Row(
            step=step,
            text=text,
            kind=str(KIND_WORDS[text.kind]).partition(":")[0],
            part=str(PART_WORDS[text.part]),
            remarks=tuple(one for one in known if one.step == text.name),
            first=place == 0,
            last=place == len(steps) - 1,
        )
        for place, (step, text) in enumerate(zip(steps, texts, strict=True))
    ]


def differing(mine: forms.Form, theirs: forms.Form) -> list[tuple[str, str]]:
    """Return label and words of each field in which what somebody else saved is not what stands in the form."""
    pairs = ((mine[field.name], field) for field in theirs.visible_fields())
    return [(str(field.label), _shown(field)) for own, field in pairs if _shown(own) != _shown(field)]


def _shown(field: forms.BoundField) -> str:
    """Return a field's value as words: a choice by its name, lines as lines."""
    value = field.value()
    choices = {str(key): str(words) for key, words in getattr(field.field, "choices", ())}
    if isinstance(field.field, forms.BooleanField):
        return str(_("yes") if value else _("no"))
    plain = str("" if value is None else value).replace("\r\n", "\n").strip()
    return choices.get(plain, plain)


def tally(remarks: Iterable[Remark]) -> dict[str, int]:
    """Return how many errors and warnings there are."""
    found = [one.severity for one in remarks]
    return {"errors": found.count("error"), "warnings": found.count("warning")}
