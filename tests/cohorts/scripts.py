"""Courses made up for tests: one small and good, and strategies that make any."""

from hypothesis import strategies as st
from msgspec import structs

from cohorts.script import folder, reading
from cohorts.script.shape import GENTLE, KINDS, PARTS, CourseText, Source, StepText, WeekText

WORDS = "Hello there. It is good to see you."
STEP = StepText("hello", "welcome", "text", "Hello", 10, notes="Say hello.", words=WORDS)
WEEK = WeekText(
    1,
    "First",
    aim="To meet.",
    prepare=("Your room names.",),
    watch_outs=("Somebody is silent: write to them in private.",),
    steps=(
        structs.replace(STEP, name="check-in", part="check-in"),
        structs.replace(STEP, name="mine", part="reflection", kind="reflection", minutes=30),
        structs.replace(STEP, name="bye", part="closing", minutes=20),
    ),
)
SMALL = CourseText("small-course", "A small course", weeks=(WEEK,))


def with_step(**changes: object) -> CourseText:
    """The small course with its first step changed."""
    [first, *others] = WEEK.steps
    return with_steps(structs.replace(first, **changes), *others)


def with_steps(*steps: StepText) -> CourseText:
    """The small course with these steps."""
    return structs.replace(SMALL, weeks=(structs.replace(WEEK, steps=steps),))


def bundled() -> CourseText:
    """The course that comes with the house."""
    return reading.read(folder.gather(folder.BUNDLED))


_letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\x85\u2028\u2029")
_line = st.text(_letters, max_size=30).map(str.strip)
_title = _line.filter(bool)
_prose = st.lists(_line, max_size=4).map("\n".join).map(str.strip)
_names = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
_lines = st.lists(_line, max_size=4).map(tuple)
_steps = st.builds(
    StepText,
    name=_names,
    part=st.sampled_from(PARTS),
    kind=st.sampled_from(KINDS),
    title=_title,
    minutes=st.integers(1, 60),
    notes=_prose,
    words=_prose,
    options=_lines,
    breathing=st.booleans(),
)
_weeks = st.builds(
    WeekText,
    number=st.just(1),
    theme=_title,
    aim=_prose,
    prepare=_lines,
    watch_outs=_lines,
    lobby=_lines,
    goal=st.booleans(),
    steps=st.lists(_steps, min_size=1, max_size=4, unique_by=lambda step: step.name).map(tuple),
)
_sources = st.builds(Source, title=_title, year=st.integers(1900, 2100), used_for=_title, checked=st.just("2026-11-20"))
courses = st.builds(
    CourseText,
    slug=_names,
    title=_title,
    minutes=st.integers(10, 180),
    reading_age=st.integers(7, 18),
    read_first=st.lists(st.sampled_from(GENTLE), unique=True).map(tuple),
    about=_prose,
    agreement=_lines,
    sources=st.lists(_sources, max_size=2).map(tuple),
    weeks=st.lists(_weeks, min_size=1, max_size=3).map(
        lambda weeks: tuple(structs.replace(week, number=number) for number, week in enumerate(weeks, start=1))
    ),
)
