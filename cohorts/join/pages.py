"""Pages anybody may read. Nothing on them depends on who is reading."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cohorts import planning, signposts


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return render(request, "cohorts/about.html")


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Who to turn to now."""
    return render(request, "cohorts/help.html", {"pack": signposts.pack()})


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """For friends and families."""
    return render(request, "cohorts/families.html")


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """A page that says nothing of anyone, for whoever leaves fast."""
    return render(request, "cohorts/today.html", {"today": planning.there(timezone.now(), settings.HOUSE_ZONE).date()})
