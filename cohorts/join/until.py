"""How long it is until something, or something lasts, in a few words. Pure.

`static/js/models/countdown.js` counts the same way.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ABOUT_A_DAY, ABOUT_AN_HOUR = 2 * DAY, 2 * HOUR


def until(now: datetime, at: datetime) -> str:
    """Return "in 3 days", "in 5 hours" or "in 12 minutes"; nothing once the moment is there."""
    left = at - now
    if left <= timedelta():
        return ""
    if left >= ABOUT_A_DAY:
        days = _nearest(left, DAY)
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    if left >= ABOUT_AN_HOUR:
        hours = _nearest(left, HOUR)
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    minutes = -(-left // MINUTE)
    return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}


def lasts(span: timedelta) -> str:
    """Return "a day", "2 hours" or "90 minutes", exactly: what a house has set, to be said to whoever it is set for."""
    if span == DAY:
        return _("a day")
    if span == HOUR:
        return _("an hour")
    if not span % DAY:
        return ngettext("%(count)d day", "%(count)d days", span // DAY) % {"count": span // DAY}
    if not span % HOUR:
        return ngettext("%(count)d hour", "%(count)d hours", span // HOUR) % {"count": span // HOUR}
    return ngettext("%(count)d minute", "%(count)d minutes", span // MINUTE) % {"count": span // MINUTE}


def _nearest(left: timedelta, unit: timedelta) -> int:
    return int(left / unit + 0.5)
