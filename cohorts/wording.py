"""From the rows of a course to its words as plain values, as the checker, the export and a comparison read them."""

from cohorts.models import Course, Step, Week
from cohorts.script import shape, writing
from cohorts.script.shape import CourseText, Source, StepText, WeekText


def course_text(course: Course) -> CourseText:
    """Return the whole course in words, by two queries."""
    weeks = course.weeks.prefetch_related("steps")
    return CourseText(
        slug=course.slug,
        title=course.title,
        language=course.language,
        minutes=course.minutes,
        reading_age=course.reading_age,
        checked=course.checked.isoformat() if course.checked else shape.NOT_CHECKED,
        about=course.about,
        agreement=tuple(course.agreement),
        read_first=tuple(course.read_first),
        sources=tuple(Source(**source) for source in course.sources),
        weeks=tuple(week_text(week, [one for one in week.steps.all() if one.removed_at is None]) for week in weeks),
    )


def week_text(week: Week, steps: list[Step]) -> WeekText:
    """Return one week in words, with these steps."""
    return WeekText(
        number=week.number,
        theme=week.theme,
        aim=week.aim,
        lobby=tuple(week.lobby),
        prepare=tuple(week.prepare),
        watch_outs=tuple(week.watch_outs),
        goal=week.goal,
        steps=tuple(map(step_text, steps)),
    )


def step_text(step: Step) -> StepText:
    """Return one step in words."""
    return StepText(
        name=step.name,
        part=step.part,  # type: ignore[arg-type]  # the database holds no other
        kind=step.kind,  # type: ignore[arg-type]
        title=step.title,
        minutes=step.minutes,
        notes=step.notes,
        words=step.words,
        options=tuple(step.options),
        breathing=step.breathing,
    )


def digest_of(course: Course) -> str:
    """Return the digest of the course as its rows stand."""
    return writing.digest(course_text(course))
