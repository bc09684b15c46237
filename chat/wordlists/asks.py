"""What of the word lists waits at the desk: a change that needs a second person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.models import WordChange
from chat.wordlists.two import may_be_second
from cohorts.desk.asks import Ask, register
from cohorts.models import Staff
from cohorts.roles import Right, may


def waiting(staff: Staff) -> Iterator[Ask]:
    """Yield one ask for all changes that this member of staff may decide on."""
    if not may(staff.role, Right.WRITE_WORDS):
        return
    asked = WordChange.objects.waiting().select_related("asked_by")
    if count := sum(may_be_second(staff, change) for change in asked):
        says = ngettext(
            "%(count)d change would have the guard miss more. It takes you as the second person.",
            "%(count)d changes would have the guard miss more. They take you as the second person.",
            count,
        )
        yield Ask(_("A word list waits for you"), says % {"count": count}, _("See what it is"), "wordlists:changes")


register(waiting)
