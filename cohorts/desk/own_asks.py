"""What young people ask about what is held of them, as it waits at the desk."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.desk.asks import Ask, register
from cohorts.models import OwnWish, Staff
from cohorts.roles import Right, may


def waiting(staff: Staff) -> Iterator[Ask]:
    """Yield one ask for all wishes that nobody has begun."""
    if may(staff.role, Right.SEE_TO_WISHES) and (count := OwnWish.objects.unanswered().count()):
        says = ngettext(
            "%(count)d young person wants to read what we hold of them, or to have it deleted.",
            "%(count)d young people want to read what we hold of them, or to have it deleted.",
            count,
        )
        yield Ask(_("What we hold of somebody"), says % {"count": count}, _("See to it"), "desk:asked")


register(waiting)
