"""The demo's rota: a lead, a deputy and a colleague on call for three weeks, with a day open so that it is seen."""

from datetime import datetime, time, timedelta

from django.conf import settings

from cohorts import planning, rota
from cohorts.actions.on_call import plan_on_call, would_change
from cohorts.models import OnCallSpan, Staff
from cohorts.on_call import Post
from cohorts.rota import Pattern, Stretch

AHEAD = timedelta(days=14)
WEEKS, CHANGES_AT = 3, time(9)
OPEN_DAY = 5
"""Days after the first on which nobody is on call."""


def keep(by: Staff, holders: dict[Post, Staff], now: datetime) -> None:
    """Plan each post on from where it ends, unless it is planned for two weeks; what was changed by hand stays."""
    for post, staff in holders.items():
        last = OnCallSpan.objects.filter(post=post, ends_at__gt=now).order_by("-ends_at").first()
        if last is None or last.ends_at <= now + AHEAD:
            new = _weeks(post, staff, last.ends_at if last else now)
            plan_on_call(by, post, new, would_change(post, new, now), now)


def _weeks(post: Post, staff: Staff, since: datetime) -> list[Stretch]:
    """From this moment on, also if it is not nine o'clock, and then from nine to nine."""
    first = planning.there(since, settings.HOUSE_ZONE).date()
    days = dict.fromkeys(range(7), staff.pk)
    if post == Post.ON_CALL:
        del days[(first.weekday() + OPEN_DAY) % 7]
    new = rota.written_out(Pattern(first, WEEKS, 1, CHANGES_AT, CHANGES_AT, settings.HOUSE_ZONE, days))
    early = [Stretch(since, new[0].starts_at, staff.pk)] if since < new[0].starts_at else []
    return [*early, *rota.between(new, since, new[-1].ends_at)]
