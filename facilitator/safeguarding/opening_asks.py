"""What waits at the desk for a lead after seals were opened: young people to be told, and last month's review."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.desk.asks import Ask, register
from cohorts.models import Staff
from cohorts.roles import Right, may

from . import openings

PAGE = "facilitator:openings"


def waiting(staff: Staff) -> Iterator[Ask]:
    """Yield what waits for this lead."""
    if not may(staff.role, Right.REVIEW_OPENINGS):
        return
    found = openings.waiting(openings.known_to(staff), timezone.now())
    if count := found.untold:
        says = ngettext(
            "%(count)d young person has not been told that we looked at how to reach them.",
            "%(count)d young people have not been told that we looked at how to reach them.",
            count,
        )
        yield Ask(_("Tell a young person, or say why not"), says % {"count": count}, _("See whom"), PAGE)
    if count := found.overdue:
        says = ngettext(
            "%(count)d opening of an earlier month has not been reviewed.",
            "%(count)d openings of earlier months have not been reviewed.",
            count,
        )
        yield Ask(_("Review who opened a contact"), says % {"count": count}, _("Review them"), PAGE)


register(waiting)
