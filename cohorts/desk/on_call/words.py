"""What the rota says in plain words: times, gaps, and evenings that nobody answers for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from cohorts import planning
from cohorts.models import Staff
from cohorts.on_call import Post, Rota


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment there, as in Thu 26 Nov, 09:00."""
    there = planning.there(at, zone)
    return f"{date_format(there, 'D j M')}, {time_format(there.time(), 'H:i')}"


def time(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return from when to when, the day twice only if there are two."""
    since, until = planning.there(start, zone), planning.there(end, zone)
    if since.date() == until.date():
        return f"{moment(start, zone)}–{time_format(until.time(), 'H:i')}"
    return f"{moment(start, zone)} – {moment(end, zone)}"


def from_now(end: datetime, zone: ZoneInfo) -> str:
    """Return a time that has begun."""
    return _("from now until %(end)s") % {"end": moment(end, zone)}


def gaps(found: Rota, start: datetime, end: datetime, zone: ZoneInfo, first_lead: Staff | None) -> list[str]:
    """Return what is open within a time, one sentence for each gap."""
    return [
        _gap(post, since, until, (start, end), zone, first_lead) for since, until, post in found.gaps(start, end)
    ]  # fmt: skip


def _gap(
    post: Post, since: datetime, until: datetime, shown: tuple[datetime, datetime], zone: ZoneInfo, lead: Staff | None
) -> str:
    said = {"post": post.label.capitalize(), "time": time(since, until, zone), "until": moment(until, zone),
            "lead": lead.name if lead else ""}  # fmt: skip
    if (since, until) == shown:
        words = _("%(post)s: nobody, all of this time.")
    elif since == shown[0]:
        words = _("%(post)s: nobody until %(until)s.")
    else:
        words = _("%(post)s: nobody, %(time)s.")
    if post == Post.LEAD and lead:
        return f"{words % said} " + _("%(lead)s is told then.") % said
    return words % said
