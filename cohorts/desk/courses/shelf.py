"""All courses and their versions, and the way in and out as a file."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts import wording
from cohorts.actions import courses as whole
from cohorts.desk.courses.frame import MEANWHILE, UNFIT, find_course, go, page
from cohorts.models import Course, SignIn
from cohorts.roles import Right
from cohorts.script import writing
from cohorts.script.folder import MOST_FILES
from cohorts.script.problems import Problem, Unreadable
from cohorts.script.reading import MOST_BYTES, read, too_large
from cohorts.script.shape import CourseText
from cohorts.staff.gate import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_COURSES)
def shelf(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Show every course with its versions; take a file in as a draft, or say what is wrong with it."""
    if request.method != "POST":
        return _shelf(request, sign_in)
    try:
        loaded = whole.load_course(_uploaded(request.FILES.getlist("files")), sign_in.staff, draft=True)
    except Unreadable as unreadable:
        return _shelf(request, sign_in, problems=unreadable.problems)
    except whole.AlreadyADraft as there:
        return _shelf(request, sign_in, in_the_way=there.draft)
    done = "taken_in" if loaded.new else "nothing_new"
    return go(sign_in, "version", loaded.course.slug, loaded.course.version, done=done)


@require_POST
@staff_only(Right.WRITE_COURSES)
def begin(_request: HttpRequest, sign_in: SignIn, slug: str, version: int) -> HttpResponse:
    """Begin the draft of the next version with the words of this one, or lead to the draft there is."""
    draft = whole.begin_draft(find_course(slug, version), sign_in.staff)
    return go(sign_in, "version", draft.slug, draft.version, done="begun")


@require_safe
@staff_only(Right.WRITE_COURSES)
def export(_request: HttpRequest, _sign_in: SignIn, slug: str, version: int) -> HttpResponse:
    """Give a version out as one TOML file."""
    course = find_course(slug, version)
    response = HttpResponse(writing.write(wording.course_text(course)), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{course.slug}-{course.version}.toml"'
    return response


def _shelf(
    request: HttpRequest, sign_in: SignIn, problems: Sequence[Problem] = (), in_the_way: Course | None = None
) -> HttpResponse:
    courses: dict[str, list[Course]] = {}
    for course in Course.objects.annotate(cohort_count=Count("cohorts")).order_by("slug", "-version"):
        courses.setdefault(course.slug, []).append(course)
    context = {
        "courses": list(courses.values()),
        "problems": problems,
        "in_the_way": in_the_way,
        "most_kilobytes": MOST_BYTES // 1024,
    }
    return page(request, sign_in, "shelf", context, UNFIT if problems else MEANWHILE if in_the_way else 200)


def _uploaded(files: "Sequence[UploadedFile[Any]]") -> CourseText:
    """Return the course of the files that were sent; none larger than a course can be is read."""
    if not 0 < len(files) <= MOST_FILES:
        raise Unreadable([Problem(_("choose one .toml file, or all files of a course’s folder."))])
    large = [Problem(too_large(), file.name or "") for file in files if (file.size or 0) > MOST_BYTES]
    if large:
        raise Unreadable(large)
    return read({file.name or str(number): file.read() for number, file in enumerate(files)})
