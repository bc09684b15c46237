"""The duties that stand for whoever looks at a page of staff."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils import timezone

from facilitator.onscreen.lines import Strip, strip

register = template.Library()


@register.simple_tag(takes_context=True)
def standing_duties(context: Context) -> Strip:
    """Return what waits for `staff`."""
    return strip(context["staff"], timezone.now())
