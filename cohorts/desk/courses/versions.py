"""One version of a course: what it says, who uses it, what to look at again; and for a draft, publishing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts import wording
from cohorts.actions import courses as whole
from cohorts.actions import scripts
from cohorts.desk.courses import look
from cohorts.desk.courses.forms import GENTLE_WORDS, CourseForm
from cohorts.desk.courses.frame import MEANWHILE, UNFIT, find_course, gives_back, go, page
from cohorts.models import Course, SignIn
from cohorts.roles import Right
from cohorts.script import checker, writing
from cohorts.script.comparing import compare
from cohorts.staff.gate import staff_only


@require_safe
@staff_only(Right.WRITE_COURSES)
def version(request: HttpRequest, sign_in: SignIn, slug: str, version: int) -> HttpResponse:
    """Show a version."""
    return _version(request, sign_in, find_course(slug, version))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_COURSES)
@gives_back(CourseForm)
def edit(request: HttpRequest, sign_in: SignIn, slug: str, version: int) -> HttpResponse:
    """Change what a draft says of itself."""
    course = find_course(slug, version)
    if request.method != "POST":
        return page(request, sign_in, "edit", {"course": course, "form": CourseForm.of(course)})
    form = CourseForm(request.POST)
    if not form.is_valid():
        return page(request, sign_in, "edit", {"course": course, "form": form}, UNFIT)
    try:
        scripts.change_course(course, form.cleaned_data, form.drawn_from(), sign_in.staff)
    except whole.CourseRefused as refused:
        now = find_course(slug, version)
        context = {
            "course": now,
            "form": form,
            "refused": type(refused).__name__,
            "theirs": look.differing(form, CourseForm.of(now)),
            "now": now,
        }
        return page(request, sign_in, "edit", context, MEANWHILE)
    return go(sign_in, "version", slug, version, done="saved")


@require_POST
@staff_only(Right.WRITE_COURSES)
def publish_draft(request: HttpRequest, sign_in: SignIn, slug: str, version: int) -> HttpResponse:
    """Publish a draft, or say what stands in the way."""
    draft = find_course(slug, version)
    try:
        seen = request.POST.get("seen", "")
        published = whole.publish(draft, sign_in.staff, seen=seen, read="read" in request.POST)
    except whole.CourseRefused as refused:
        return _version(request, sign_in, find_course(slug, version), type(refused).__name__)
    return go(sign_in, "version", published.slug, published.version, done="published")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_COURSES)
def give_up(request: HttpRequest, sign_in: SignIn, slug: str, version: int) -> HttpResponse:
    """Ask whether a draft is really to go, then let it go."""
    draft = find_course(slug, version)
    if request.method == "POST":
        try:
            whole.discard(draft, sign_in.staff, seen=request.POST.get("seen", ""))
        except whole.CourseRefused as refused:
            return _version(request, sign_in, find_course(slug, version), type(refused).__name__)
        return go(sign_in, "list", done="given_up")
    return page(request, sign_in, "give_up", {"course": draft, "seen": wording.digest_of(draft)})


@require_safe
@staff_only(Right.WRITE_COURSES)
def against(request: HttpRequest, sign_in: SignIn, slug: str, version: int, other: int) -> HttpResponse:
    """Show what differs between two versions, the older one first."""
    new, old = find_course(slug, max(version, other)), find_course(slug, min(version, other))
    differences = compare(wording.course_text(old), wording.course_text(new))
    others = Course.objects.filter(slug=slug).exclude(pk=new.pk).order_by("-version")
    return page(request, sign_in, "against", {"old": old, "new": new, "differences": differences, "others": others})


def _version(request: HttpRequest, sign_in: SignIn, course: Course, refused: str = "") -> HttpResponse:
    text = wording.course_text(course)
    remarks = checker.check(text)
    weeks = [(week, look.tally(one for one in remarks if one.week == week.number)) for week in text.weeks]
    context: dict[str, Any] = {
        "course": course,
        "text": text,
        "read_first": [GENTLE_WORDS[one] for one in course.read_first],
        "weeks": weeks,
        "remarks": remarks,
        "tally": look.tally(remarks),
        "of_course": [one for one in remarks if one.week == 0],
        "cohorts": course.cohorts.order_by("first_date", "pk"),
        "others": Course.objects.filter(slug=course.slug).exclude(pk=course.pk).order_by("-version"),
        "refused": refused,
        "seen": writing.digest(text),
    }
    return page(request, sign_in, "version", context, _STATUS.get(refused, UNFIT))


_STATUS = {"": 200, whole.NotAsRead.__name__: MEANWHILE}
