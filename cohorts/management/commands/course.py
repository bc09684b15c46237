"""Courses as files: load one, check one, write one out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cohorts import wording
from cohorts.actions.courses import AlreadyADraft, load_course
from cohorts.models import Course
from cohorts.script import checker, folder, reading, writing
from cohorts.script.problems import Problem, Unreadable
from cohorts.script.shape import CourseText

BUNDLED = "bundled"


class Command(BaseCommand):
    help = "Load a course from TOML files, check one, or export one. Published versions never change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="load | check | export")
        where = f"a .toml file, a folder of them, or {BUNDLED} (the default)"
        load = verbs.add_parser("load", help="keep it as the next version; the same words again change nothing")
        load.add_argument("where", nargs="?", default=BUNDLED, help=where)
        load.add_argument("--draft", action="store_true", help="keep it as a draft, to be worked on in the desk")
        load.add_argument(
            "--read", action="store_true", help="publish it although the checker warns: you have read why"
        )
        check = verbs.add_parser("check", help="say what to look at again, and keep nothing")
        check.add_argument("where", nargs="?", default=BUNDLED, help=where)
        export = verbs.add_parser("export", help="print one version as one TOML file")
        export.add_argument("slug")
        export.add_argument("--version", dest="number", type=int, help="the newest published one, if not said")

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        getattr(self, f"_{verb}")(**options)

    def _load(self, where: str, draft: bool, read: bool, **_: Any) -> None:
        text, remarks = self._read(where)
        if any(weight == "error" for weight, _said in remarks) or (remarks and not (read or draft)):
            self._say(remarks)
            raise CommandError(
                "Nothing was loaded. Mend this, or load it with --read (you have read the warnings) or --draft."
            )
        try:
            loaded = load_course(text, None, draft=draft)
        except AlreadyADraft as there:
            raise CommandError(
                f"Nothing was loaded: there is a draft, {there.draft}. Publish it in the desk or give it up first."
            ) from None
        made = "Loaded" if loaded.new else "Already there, unchanged:"
        self.stdout.write(f"{made} {loaded.course}{' as a draft' if loaded.course.draft else ''}")

    def _check(self, where: str, **_: Any) -> None:
        text, remarks = self._read(where)
        self._say(remarks)
        if remarks:
            raise CommandError(f"{len(remarks)} to look at again.")
        steps = sum(1 for _step in text.steps())
        self.stdout.write(f"{text.title}: {len(text.weeks)} weeks, {steps} steps, nothing to look at again.")

    def _export(self, slug: str, number: int | None, **_: Any) -> None:
        versions = Course.objects.filter(slug=slug)
        newest = versions.published().order_by("-version")
        course = (versions.filter(version=number) if number is not None else newest).first()
        if course is None:
            known = ", ".join(str(one) for one in Course.objects.order_by("slug", "version")) or "none"
            raise CommandError(f"There is no such course. There are: {known}.")
        self.stdout.write(writing.write(wording.course_text(course)), ending="")

    def _read(self, where: str) -> tuple[CourseText, list[tuple[str, str]]]:
        """Return the course and each remark on it with its weight, as a sentence that names file and line."""
        try:
            found = reading.locate(folder.gather(folder.BUNDLED if where == BUNDLED else Path(where)))
        except Unreadable as unreadable:
            self._say([("error", str(problem)) for problem in unreadable.problems])
            raise CommandError("Nothing was loaded. Mend the lines above and try again.") from None
        course = found.course
        assert course is not None  # noqa: S101  (locate raises rather than return none)
        return course, [(one.severity, str(_placed(found, course, one))) for one in checker.check(course)]

    def _say(self, remarks: list[tuple[str, str]]) -> None:
        for weight, said in remarks:
            self.stderr.write(f"{weight}: {said}")


def _placed(found: reading.Reading, course: CourseText, remark: checker.Remark) -> Problem:
    names = [step.name for step in course.week(remark.week).steps] if remark.step else []
    step = names.index(remark.step) if remark.step else None
    file, line = found.line(remark.week, step, remark.field, remark.line)
    return Problem(remark.reason, file, remark.week or None, remark.step, line)
