"""The office: Django's own tables, for the administrator alone and to be read alone. No words, names of seats or keys.

Whatever is to be changed is changed where it becomes an act.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cohorts import deeds
from cohorts.models import Act, ActHead, Cohort, Course, Invitation, Session, Shift, SignIn, Staff, Week
from cohorts.staff import door, gate


class Office(admin.AdminSite):
    """The site; a whole sign-in opens it, Django's session alone does not."""

    site_header = site_title = index_title = _("Alcove: the office")
    site_url = "/staff/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an administrator is looking, wholly signed in."""
        staff = gate.person(request)
        return staff is not None and staff.is_staff and gate.wholly(request)

    def password_change(self, _request: HttpRequest, _extra_context: dict[str, Any] | None = None) -> Any:
        """Passwords are changed in one place, which ends what the old one had open."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def login(self, request: HttpRequest, _extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way in for everybody; who is in, and may not look, is told that nothing is here.

        Whoever may is led on: the way in ends at this address, as it was asked for before there was anybody.
        """
        if self.has_permission(request):
            return HttpResponseRedirect(door.wanted(request, reverse("admin:index")), status=gate.SEE_OTHER)
        if gate.wholly(request):
            raise Http404
        return gate.shut(request)


if TYPE_CHECKING:
    Table = admin.ModelAdmin[Model]
else:
    Table = admin.ModelAdmin


class ToRead(Table):
    """A table nobody can change from here."""

    list_per_page = 50
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only by what is shown: a filter in the address must not ask for what is not, nor go on to other tables."""
        name, _, way = lookup.partition("__")
        return name in self.list_display and way in {"", "exact"}

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never."""
        return False


class ActsToRead(ToRead):
    """Acts, without those that are not for whoever looks, as in the ledger at the desk."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out what is hidden; nothing is there for nobody."""
        staff = gate.person(request)
        acts = Act.objects.order_by("-pk")
        return acts.none() if staff is None else deeds.seen(acts, deeds.hidden_from(staff))


office = Office(name="admin")


def to_read(model: type[Model], *shown: str, by: str = "-pk", table: type[ToRead] = ToRead) -> None:
    """Show these columns of a table, and no others on its pages."""
    columns: dict[str, Any] = {"list_display": shown, "fields": shown, "ordering": (by,), "list_select_related": True}
    office.register(model, type(f"{model.__name__}ToRead", (table,), {**columns, "__module__": __name__}))


_TIMES = ("opens_at", "starts_at", "ends_at", "closes_at")
to_read(Act, "chain", "number", "at", "by", "verb", "session", "about", table=ActsToRead)
to_read(ActHead, "chain", "number", "at", by="chain")
to_read(Course, "slug", "version", "title")
to_read(Week, "course", "number", "theme")
to_read(Cohort, "public_id", "course", "first_date", "local_time", "zone", "capacity", "demo")
to_read(Session, "public_id", "cohort", "week", *_TIMES)
to_read(Staff, "public_id", "name", "role", "left_at", "demo")
to_read(Shift, "session", "staff", "leading", "ended_at")
to_read(SignIn, "public_id", "staff", "device", "demo", "created_at", "expires_at", "ended_at")
to_read(Invitation, "public_id", "role", "invited_by", "staff", "expires_at", "finished_at", "withdrawn_at")
