"""How often whoever waits for a place has to look, where no letter tells them that it is their turn."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from cohorts.join.until import DAY, lasts


def how_often() -> str:
    """Return "once a day", and more often in a house that keeps a place for less: it would be gone before they look.

    A place that is offered at night is kept until some hours of the day are over, so that nobody has to look then.
    """
    kept = timedelta(hours=settings.OFFER_HOURS)
    if kept >= DAY:
        return _("once a day")
    if kept >= DAY / 2:
        return _("in the morning and in the evening")
    return _("every %(hours)s, in the day and in the evening") % {"hours": lasts(kept)}
