"""Worries about adults who work here: telling of one, and the list of those one may read. There is none for others."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.addresses import address
from cohorts.desk.frame import ON_A_PAGE, paged, pages
from cohorts.models import Role, Session, Shift, Staff
from cohorts.staff import gate
from facilitator import access

from . import adults, record
from .forms import token, words
from .models import Concern, Level
from .readers import reader

SEE_OTHER, MISTAKEN = 303, 422
MOST_EVENINGS: Final = 40
A_PAGE: Final = ON_A_PAGE


class AdultForm(forms.Form):
    """Whom it is about, when it came up, and what was seen."""

    about = forms.ChoiceField(label=_("About"), required=False)
    session = forms.ChoiceField(label=_("At which evening, or nearest to which"))
    level = forms.ChoiceField(label=_("How pressing"), choices=Level.choices, initial=Level.URGENT)
    seen = words(
        5, label=_("What you saw or heard"),
        help_text=_("As exactly as you can. If they are not on the list, say here who it is."),
    )  # fmt: skip
    token = token()

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        """Offer colleagues, and the last evenings this member of staff knows of."""
        super().__init__(*args, **kwargs)
        colleagues = Staff.objects.here().filter(demo=staff.demo).exclude(pk=staff.pk).order_by("name", "pk")
        self.colleagues = {one.public_id: one for one in colleagues}
        self.evenings = {one.public_id: one for one in _evenings(staff)}
        people = [(one.public_id, f"{one.name} ({one.get_role_display()})") for one in colleagues]
        self.fields["about"] = forms.ChoiceField(
            label=_("About"), choices=[("", _("somebody else, or I do not know who")), *people], required=False
        )
        evenings = [(one.public_id, f"{one.title}, {one.starts_at:%d.%m.%Y}") for one in self.evenings.values()]
        self.fields["session"] = forms.ChoiceField(label=self.fields["session"].label, choices=evenings)


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Tell the lead of a worry about an adult; anybody of staff may. What was sent cannot be read here again."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    form = AdultForm(staff, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        about, session = form.colleagues.get(said["about"]), form.evenings[said["session"]]
        now, level = timezone.now(), Level(said["level"])
        adults.from_staff(staff, about, session, level, said["seen"], now, token=said["token"])
        return HttpResponseRedirect(address(as_id, "facilitator:tell_adult", done="told"), status=SEE_OTHER)
    context = {"form": form, "done": request.GET.get("done", "")}
    return _draw(request, staff, as_id, "adult", context, MISTAKEN if form.is_bound else 200)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those this person may read, open ones first; for whoever reads none by their place here the page is not there."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    asker = reader(staff, timezone.now())
    every = Concern.every.filter(adult=True).select_related("session__week", "session__cohort", "about_staff", "seat")
    theirs = [one for one in every.prefetch_related("record").order_by("-raised_at", "-pk") if asker.may_read(one)]
    if staff.role != Role.LEAD and not theirs:
        raise Http404
    page = paged(request, [one for one in theirs if not one.is_open], A_PAGE)
    context = {
        "open": [(one, record.missing(one)) for one in theirs if one.is_open],
        "closed": [(one, record.missing(one)) for one in page],
        "page": page,
        "here_address": pages(request),
    }
    return _draw(request, staff, as_id, "adults", context)


def _evenings(staff: Staff) -> list[Session]:
    """The last ones, those they worked first."""
    now = timezone.now()
    begun = Session.objects.planned().filter(opens_at__lte=now, cohort__demo=staff.demo).select_related("week")
    mine = begun.filter(pk__in=Shift.objects.sessions_of(staff))
    ordered = [*mine.order_by("-starts_at")[:MOST_EVENINGS], *begun.order_by("-starts_at")[:MOST_EVENINGS]]
    coming = Session.objects.planned().filter(opens_at__gt=now, cohort__demo=staff.demo).select_related("week")
    return list(dict.fromkeys(ordered)) or list(coming.order_by("starts_at")[:1])


def _draw(
    request: HttpRequest, staff: Staff, as_id: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    framed = {"staff": staff, "as_id": as_id, "here": "concerns"}
    return render(request, f"facilitator/{template}.html", {**framed, **context}, status=status)
