"""What waits at the desk while a worry about the lead could come to nobody whom it is meant for (care.md §7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts import on_call
from cohorts.desk.asks import Ask, register
from cohorts.models import OnCallSpan, Staff
from cohorts.roles import MAY_HOLD, Post, Right, may

PAGE: Final = "desk:on_call"
SOON: Final = timedelta(days=7)


def waiting(staff: Staff) -> Iterator[Ask]:
    """Yield one ask for all evenings within a week that have no deputy, in a house without a trustee."""
    if not may(staff.role, Right.PLAN_ON_CALL):
        return
    now = timezone.now()
    deputy = OnCallSpan.objects.filter(
        post=Post.DEPUTY, staff__in=Staff.objects.ready().filter(role__in=MAY_HOLD[Post.DEPUTY]),
        starts_at__lt=OuterRef("closes_at"), ends_at__gt=OuterRef("opens_at"),
    )  # fmt: skip
    # A trustee who is written in the settings and does not work here, left, or cannot come in, is none.
    trustee = Staff.objects.ready().exclude(email="").filter(email=settings.TRUSTEE_EMAIL)
    coming = on_call.evenings(now, now + SOON).filter(~Exists(deputy), ~Exists(trustee), cohort__demo=False)
    if count := coming.count():
        says = ngettext(
            "%(count)d evening within a week has no deputy, and there is no trustee (TRUSTEE_EMAIL).",
            "%(count)d evenings within a week have no deputy, and there is no trustee (TRUSTEE_EMAIL).",
            count,
        ) % {"count": count}
        then = _("A worry about the lead would go to another lead, or to a coordinator or an administrator.")
        yield Ask(_("Nobody to hear of a worry about the lead"), f"{says} {then}", _("See who is on call"), PAGE)


register(waiting)
