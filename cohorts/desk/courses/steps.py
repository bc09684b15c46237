"""One step: writing it with its picture and remarks beside, moving it, taking it out and putting it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from cohorts import wording
from cohorts.actions import courses as whole
from cohorts.actions import scripts
from cohorts.desk.courses import look
from cohorts.desk.courses.forms import StepForm
from cohorts.desk.courses.frame import MEANWHILE, UNFIT, find_step, find_week, gives_back, go, page, where
from cohorts.desk.courses.weeks import show
from cohorts.models import Course, SignIn, Step
from cohorts.roles import Right
from cohorts.script import checker
from cohorts.script.shape import MOST_STEPS
from cohorts.staff.gate import staff_only

PLACES = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_COURSES)
@gives_back(StepForm)
def edit(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int, name: str) -> HttpResponse:
    """Change a step: look first as often as one likes, then save."""
    step = find_step(slug, version, number, name)
    if request.method != "POST":
        return _form(request, sign_in, step, StepForm.of(step))
    form = StepForm(request.POST)
    if not form.is_valid() or "look" in request.POST:
        return _form(request, sign_in, step, form, 200 if form.is_valid() else UNFIT)
    try:
        scripts.change_step(step, form.cleaned_data, form.drawn_from(), sign_in.staff)
    except whole.CourseRefused as refused:
        return _form(request, sign_in, find_step(slug, version, number, name), form, MEANWHILE, refused)
    return go(sign_in, "week", *where(step.week), at=f"step-{step.name}", done="saved")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_COURSES)
@gives_back(StepForm)
def new(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int) -> HttpResponse:
    """Add a step at the end of a week."""
    week = find_week(slug, version, number)
    empty = Step(week=week, name="new", part="activity", kind="text", title="", minutes=5)
    if request.method != "POST":
        return _form(request, sign_in, empty, StepForm.of(empty))
    form = StepForm(request.POST)
    if not form.is_valid() or "look" in request.POST:
        return _form(request, sign_in, empty, form, 200 if form.is_valid() else UNFIT)
    try:
        step = scripts.add_step(week, form.cleaned_data, sign_in.staff)
    except whole.CourseRefused as refused:
        return _form(request, sign_in, empty, form, MEANWHILE, refused)
    return go(sign_in, "week", *where(week), at=f"step-{step.name}", done="added")


@require_POST
@staff_only(Right.WRITE_COURSES)
def move(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int, name: str) -> HttpResponse:
    """Move a step one place up or down."""
    step = find_step(slug, version, number, name)
    places = PLACES.get(request.POST.get("to", ""), 0)
    try:
        scripts.move_step(step, places, sign_in.staff)
    except whole.CourseRefused as refused:
        return show(request, sign_in, step.week, type(refused).__name__)
    return go(sign_in, "week", *where(step.week), at=f"step-{step.name}", done="moved")


@require_POST
@staff_only(Right.WRITE_COURSES)
def out(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int, name: str) -> HttpResponse:
    """Take a step out; the page that follows offers to put it back."""
    step = find_step(slug, version, number, name)
    try:
        scripts.take_out_step(step, sign_in.staff)
    except whole.CourseRefused as refused:
        return show(request, sign_in, step.week, type(refused).__name__)
    return go(sign_in, "week", *where(step.week), out=step.name)


@require_POST
@staff_only(Right.WRITE_COURSES)
def back(request: HttpRequest, sign_in: SignIn, slug: str, version: int, number: int, name: str) -> HttpResponse:
    """Put a step back where it was."""
    step = find_step(slug, version, number, name)
    try:
        scripts.put_back_step(step, sign_in.staff)
    except whole.CourseRefused as refused:
        return show(request, sign_in, step.week, type(refused).__name__)
    return go(sign_in, "week", *where(step.week), at=f"step-{step.name}", done="back")


def _form(
    request: HttpRequest,
    sign_in: SignIn,
    step: Step,
    form: Any,
    status: int = 200,
    refused: Exception | None = None,
) -> HttpResponse:
    """Draw the form with the step as it stands in it: its picture, and what to look at again."""
    written = _as_written(step, form)
    text = wording.step_text(written)
    context: dict[str, Any] = {
        "step": step,
        "week": step.week,
        "course": step.week.course,
        "form": form,
        "row": look.rows([written], [text], ())[0],
        "remarks": checker.check_step(step.week.number, text, _setting(step.week.course)),
        "points": look.POINTS,
        "most_steps": MOST_STEPS,
        "refused": type(refused).__name__ if refused else "",
        "theirs": look.differing(form, StepForm.of(step)) if refused else (),
        "now": step,
    }
    return page(request, sign_in, "step", context, status)


def _as_written(step: Step, form: Any) -> Step:
    """Return the step as the form says it, without keeping it; a field with a mistake stays as it was."""
    said = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    fields = {name: said.get(name, getattr(step, name)) for name in scripts.STEP_FIELDS}
    return Step(week=step.week, name=step.name, **fields)


def _setting(course: Course) -> checker.Setting:
    return checker.Setting(course.reading_age, course.minutes, course.language.lower().startswith("en"))
