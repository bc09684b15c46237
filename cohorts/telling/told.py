"""One telling and what it says, before anybody has put it into words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from cohorts import planning
from cohorts.models import Session, Telling


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a letter, line by line, the one thing to press, and the same in a text message."""

    lines: tuple[str, ...]
    press: str
    short: str


@dataclass(frozen=True, slots=True)
class Told:
    """One telling with what its words need, in the time of where the cohort lives."""

    telling: Telling
    now: datetime
    where: ZoneInfo

    @property
    def session(self) -> Session:
        """The meeting it is about."""
        if self.telling.session is None:
            raise ValueError("this is told of a meeting")
        return self.telling.session

    def day(self, at: datetime) -> str:
        """A day as people say it in a sentence: today or tomorrow with its date, or on Thursday 26 November."""
        there, today = planning.there(at, self.where).date(), planning.there(self.now, self.where).date()
        full = date_format(there, "l j F")
        if there == today:
            return _("today, %(day)s") % {"day": full}
        if there == today + timedelta(days=1):
            return _("tomorrow, %(day)s") % {"day": full}
        return _("on %(day)s") % {"day": full}

    def time(self, at: datetime) -> str:
        """A time of day."""
        return time_format(planning.there(at, self.where).time(), "H:i")

    def when(self, at: datetime) -> dict[str, str]:
        """Both, to be filled in."""
        return {"day": self.day(at), "time": self.time(at)}

    def goes_on(self) -> str:
        """When the group meets next, in a sentence; empty if it does not."""
        coming = Session.objects.evenings().planned().filter(cohort=self.telling.cohort_id, starts_at__gt=self.now)
        following = coming.order_by("starts_at").first()
        return _("We meet next %(day)s, at %(time)s.") % self.when(following.starts_at) if following else ""
