"""What the pages show beside the words: minutes as a bar, remarks where they belong, a prompt as it will look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def tally(remarks: Iterable[Remark]) -> dict[str, int]:
    """Return how many errors and warnings there are."""
    found = [one.severity for one in remarks]
    return {"errors": found.count("error"), "warnings": found.count("warning")}
