"""One week of a course: its minutes, its steps in order, and what facilitators should know before it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from cohorts import wording
from cohorts.actions import courses as whole
from cohorts.actions import scripts
from cohorts.desk.courses import look
from cohorts.desk.courses.forms import WeekForm
from cohorts.desk.courses.frame import MEANWHILE, UNFIT, find_week, gives_back, go, page, where
from cohorts.models import SignIn, Week
from cohorts.roles import Right
from cohorts.script import checker
from cohorts.staff.gate import staff_only


@require_safe
@staff_only(Right.WRITE_COURSES)
def week(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int) -> HttpResponse:
    """Show the week, each step with its remarks and as a young person will see it."""
    return show(request, sign_in, find_week(slug, version, number))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_COURSES)
@gives_back(WeekForm)
def edit(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int) -> HttpResponse:
    """Change the week's own words."""
    found = find_week(slug, version, number)
    if request.method != "POST":
        return page(request, sign_in, "week_edit", {"week": found, "form": WeekForm.of(found)})
    form = WeekForm(request.POST)
    if not form.is_valid():
        return page(request, sign_in, "week_edit", {"week": found, "form": form}, UNFIT)
    try:
        scripts.change_week(found, form.cleaned_data, form.drawn_from(), sign_in.staff)
    except whole.CourseRefused as refused:
        now = find_week(slug, version, number)
        context = {
            "week": now,
            "form": form,
            "refused": type(refused).__name__,
            "theirs": look.differing(form, WeekForm.of(now)),
            "now": now,
        }
        return page(request, sign_in, "week_edit", context, MEANWHILE)
    return go(sign_in, "week", *where(found), done="saved")


def show(request: HttpRequest, sign_in: SignIn, found: Week, refused: str = "") -> HttpResponse:
    """Draw the page of a week."""
    every = list(found.steps.all())
    steps = [one for one in every if one.removed_at is None]
    text = wording.week_text(found, steps)
    course = found.course
    english = course.language.lower().startswith("en")
    remarks = checker.check_week(text, checker.Setting(course.reading_age, course.minutes, english))
    numbers = list(course.weeks.values_list("number", flat=True))
    context = {
        "week": found,
        "course": course,
        "rows": look.rows(steps, text.steps, remarks),
        "bar": look.bar(text, course.minutes),
        "remarks": [one for one in remarks if not one.step],
        "taken_out": [one for one in every if one.removed_at is not None],
        "just_out": request.GET.get("out", ""),
        "numbers": numbers,
        "points": look.POINTS,
        "refused": refused,
    }
    return page(request, sign_in, "week", context, MEANWHILE if refused else 200)
