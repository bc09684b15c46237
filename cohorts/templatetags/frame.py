"""The frame of staff pages: the places that this member of staff has, and links that keep who is asking."""

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cohorts import addresses
from cohorts.desk import words
from cohorts.models import Cohort, Staff
from cohorts.roles import Right, may

register = template.Library()

PLACES: tuple[tuple[str, Promise | str, str, Right | None], ...] = (
    ("tonight", _("Tonight"), "facilitator:home", None),
    ("concerns", _("Concerns"), "facilitator:concerns", Right.SEE_CONCERNS),
    ("desk", _("Desk"), "desk:today", Right.SEE_SESSIONS),
    ("on_call", _("On call"), "desk:on_call", Right.SEE_ON_CALL),
    ("courses", _("Courses"), "courses:list", Right.WRITE_COURSES),
    ("staff", _("Staff"), "staff:list", Right.INVITE_STAFF),
    ("welcomes", _("Welcomes"), "facilitator:welcomes", Right.WELCOME),
    ("shifts", _("My shifts"), "desk:shifts", Right.HOLD_ROOMS),
    ("account", _("My account"), "account:mine", None),
)
"""Key, words, the name of the address, and the right it needs. A place whose page is not there yet is left out."""


@dataclass(frozen=True, slots=True)
class Place:
    """One link of the frame."""

    title: str
    address: str
    current: bool


@register.simple_tag(takes_context=True)
def staff_places(context: Context) -> list[Place]:
    """Return the links for `staff`; the page says which is its own by `here`."""
    staff: Staff = context["staff"]
    here = context.get("here", "")
    return [
        Place(str(title), found, key == here)
        for key, title, name, right in PLACES
        if (right is None or may(staff.role, right)) and (found := _found(context, name))
    ]


@register.simple_tag(takes_context=True)
def at(context: Context, name: str, *args: object, **query: object) -> str:
    """Return the address of a page for whoever is looking."""
    return addresses.address(str(context.get("as_id", "")), name, *args, **query)


@register.simple_tag
def cohort_name(of: Cohort) -> str:
    """Return what a cohort is called at the desk."""
    return words.cohort(of)


def _found(context: Context, name: str) -> str:
    try:
        return at(context, name)
    except NoReverseMatch:
        return ""
