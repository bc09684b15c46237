"""What every page of the editor knows, and how it finds what an address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cohorts.addresses import address
from cohorts.models import Course, SignIn, Step, Week
from cohorts.staff.written import in_form

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, SignIn, P], HttpResponse]
SEE_OTHER, UNFIT, MEANWHILE = 303, 422, 409


def page(
    request: HttpRequest, sign_in: SignIn, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page of the editor."""
    told = {"here": "courses", "staff": sign_in.staff, "as_id": sign_in.public_id, "done": request.GET.get("done", "")}
    return render(request, f"cohorts/courses/{template}.html", {**told, **context}, status=status)


def go(sign_in: SignIn, name: str, *args: object, at: str = "", **query: object) -> HttpResponse:
    """Lead on to a page after something was done, to the place `at` on it."""
    found = address(sign_in.public_id, f"courses:{name}", *args, **query)
    return HttpResponseRedirect(f"{found}#{at}" if at else found, status=SEE_OTHER)


def gives_back(form: type[forms.Form]) -> Callable[[View[P]], View[P]]:
    """Let a view give back what was written for something that went meanwhile, as a draft that was given up."""

    def giving(view: View[P]) -> View[P]:
        @wraps(view)
        def asked(request: HttpRequest, sign_in: SignIn, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, sign_in, *args, **kwargs)
            except Http404:
                written = in_form(form(request.POST)) if request.method == "POST" else []
                if not written:
                    raise
                return page(request, sign_in, "words_kept", {"written": written}, MEANWHILE)

        return cast("View[P]", asked)

    return giving


def find_course(slug: str, version: int) -> Course:
    """Return the version an address names."""
    course = Course.objects.filter(slug=slug, version=version).first()
    if course is None:
        raise Http404
    return course


def find_week(slug: str, version: int, number: int) -> Week:
    """Return the week an address names, with its course."""
    weeks = Week.objects.select_related("course")
    week = weeks.filter(course__slug=slug, course__version=version, number=number).first()
    if week is None:
        raise Http404
    return week


def find_step(slug: str, version: int, number: int, name: str) -> Step:
    """Return the step an address names, with its week and course; also one that was taken out."""
    steps = Step.objects.select_related("week__course").filter(week__number=number, name=name)
    step = steps.filter(week__course__slug=slug, week__course__version=version).first()
    if step is None:
        raise Http404
    return step


def where(week: Week) -> tuple[str, int, int]:
    """Return what the address of a week is made of."""
    return week.course.slug, week.course.version, week.number
