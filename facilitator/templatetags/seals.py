"""The way to a sealed contact, for pages on which somebody may need it."""

from __future__ import annotations

from django import template
from django.template.context import Context

from cohorts.clock import database_now
from facilitator.onscreen import page
from facilitator.safeguarding import breakglass
from facilitator.safeguarding.models import Concern, Duty, Kind

register = template.Library()


@register.simple_tag(takes_context=True)
def may_reach(context: Context, concern: Concern) -> bool:
    """Return whether the page of this concern's contact is there for `staff`."""
    return breakglass.sees(concern, context["staff"], database_now())


@register.simple_tag(takes_context=True)
def card_of(context: Context, concern: Concern) -> str:
    """Return the reference of the duty whose page says what to ask and to read out, if `staff` may know of it."""
    now = database_now()
    duties = Duty.objects.filter(concern=concern, kind=Kind.CONCERN).order_by("pk")
    refs = duties.values_list("public_id", flat=True)[:1]
    return next((ref for ref in refs if page.known_to(context["staff"], ref, now)), "")
