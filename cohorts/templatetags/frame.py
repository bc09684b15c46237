"""The frame of staff pages: the places of the house that this member of staff has, in their order."""

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cohorts.models import Role, Staff

register = template.Library()
EVERYBODY = frozenset(Role)
PLANNERS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.LEAD})

PLACES: tuple[tuple[str, Promise, str, frozenset[Role]], ...] = (
    ("tonight", _("Tonight"), "facilitator:home", EVERYBODY),
    ("desk", _("Desk"), "desk:today", PLANNERS),
    ("courses", _("Courses"), "courses:list", PLANNERS),
    ("staff", _("Staff"), "staff:list", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})),
    ("shifts", _("My shifts"), "desk:shifts", EVERYBODY),
    ("account", _("My account"), "account:mine", EVERYBODY),
)
"""Key, words, the name of the address, and whose it is. A place whose page is not there yet is left out."""


@dataclass(frozen=True, slots=True)
class Place:
    """One link of the frame."""

    title: str
    address: str
    current: bool


@register.simple_tag(takes_context=True)
def staff_places(context: Context) -> list[Place]:
    """Return the links for `staff`, each with `?as=`; the page says which is its own by `here`."""
    staff: Staff = context["staff"]
    as_id, here = context.get("as_id", ""), context.get("here", "")
    return [
        Place(str(title), f"{address}?as={as_id}" if as_id else address, key == here)
        for key, title, name, whose in PLACES
        if staff.role in whose and (address := _address(name))
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
