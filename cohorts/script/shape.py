"""The shape of a course: the same values whether they came from a file, the database or a form."""

from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct, structs

MOST_MINUTES = 60
MOST_WEEKS = 52
MOST_STEPS = 40
MOST_TITLE = 80
#: What one prompt of the live protocol carries at most.
MOST_WORDS = 2000
MOST_NOTES = 4000
MOST_OPTIONS = 8
NOT_CHECKED = "not yet checked"

Kind = Literal["text", "scale", "poll", "round", "exercise", "reflection"]
Part = Literal["welcome", "check-in", "agreement", "topic", "activity", "reflection", "challenge", "closing"]
#: What the guard lets by, or offers another way to say, unless a course has a facilitator read it first.
Gentle = Literal["low", "swearing", "contact", "method", "tool"]
KINDS: tuple[str, ...] = get_args(Kind)
GENTLE: tuple[str, ...] = get_args(Gentle)
PARTS: tuple[str, ...] = get_args(Part)

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
Name = Annotated[str, Meta(pattern=NAME, max_length=40)]
Slug = Annotated[str, Meta(pattern=NAME, max_length=60)]
# PostgreSQL keeps no NUL, and no step needs any other control character.
_CLEAN = r"^[^\x00-\x08\x0b-\x1f\x7f]*\Z"
Line = Annotated[str, Meta(pattern=_CLEAN, max_length=400)]
FilledLine = Annotated[str, Meta(pattern=_CLEAN, min_length=1, max_length=400)]
Title = Annotated[str, Meta(pattern=_CLEAN, min_length=1, max_length=MOST_TITLE)]
Prose = Annotated[str, Meta(pattern=_CLEAN, max_length=MOST_NOTES)]
Lines = Annotated[tuple[Line, ...], Meta(max_length=30)]
Day = Annotated[str, Meta(pattern=rf"^(\d{{4}}-\d\d-\d\d|{NOT_CHECKED})\Z")]


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a claim comes from: what was published in `year`, what it is used for, when a person last checked it."""

    title: FilledLine
    year: Annotated[int, Meta(ge=1900, le=2100)]
    used_for: FilledLine
    checked: Day
    address: Line = ""


class StepText(Struct, frozen=True, forbid_unknown_fields=True):
    """One step; `words` go to the room as one prompt, `minutes` are whole. A scale's options name its two ends."""

    name: Name
    part: Part
    kind: Kind
    title: Title
    minutes: Annotated[int, Meta(ge=1, le=MOST_MINUTES)]
    notes: Prose = ""
    words: Annotated[str, Meta(pattern=_CLEAN, max_length=MOST_WORDS)] = ""
    options: Annotated[tuple[Line, ...], Meta(max_length=20)] = ()
    breathing: bool = False


class WeekText(Struct, frozen=True, forbid_unknown_fields=True):
    """One week: what it is about, what staff prepare and watch for, and its steps in order.

    `lobby` is what young people read there while they wait: what tonight is about, in two or three warm lines.
    `goal` says that the lobby and the end ask how near somebody feels to what would make the course worth it, 0 to 10.
    """

    number: Annotated[int, Meta(ge=1, le=MOST_WEEKS)]
    theme: Annotated[str, Meta(pattern=_CLEAN, min_length=1, max_length=120)]
    aim: Prose = ""
    lobby: Lines = ()
    prepare: Lines = ()
    watch_outs: Lines = ()
    goal: bool = False
    steps: tuple[StepText, ...] = ()

    @property
    def minutes(self) -> int:
        """What its steps last together."""
        return sum(step.minutes for step in self.steps)


class CourseText(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole course in words. `reading_age` is in years, `minutes` the length of an evening.

    `read_first` names what a facilitator reads before the room does, though the guard by itself would not hold it. A
    course can only be stricter: what is held, refused or diverted everywhere is so here.
    """

    slug: Slug
    title: Annotated[str, Meta(pattern=_CLEAN, min_length=1, max_length=120)]
    format: Literal[1] = 1
    language: Annotated[str, Meta(pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]+)*\Z", max_length=20)] = "en-GB"
    minutes: Annotated[int, Meta(ge=10, le=180)] = 60
    reading_age: Annotated[int, Meta(ge=7, le=18)] = 11
    checked: Day = NOT_CHECKED
    about: Prose = ""
    agreement: Lines = ()
    read_first: Annotated[tuple[Gentle, ...], Meta(max_length=5)] = ()
    sources: tuple[Source, ...] = ()
    weeks: tuple[WeekText, ...] = ()

    def week(self, number: int) -> WeekText:
        """Return the week of this number; raises `KeyError` if there is none."""
        for week in self.weeks:
            if week.number == number:
                return week
        raise KeyError(number)

    def with_week(self, week: WeekText) -> "CourseText":
        """Return the course with this week alone, as the checker reads one page of the editor."""
        return structs.replace(self, weeks=(week,))

    def steps(self) -> Iterator[tuple[WeekText, StepText]]:
        """Yield every step with its week."""
        for week in self.weeks:
            for step in week.steps:
                yield week, step
