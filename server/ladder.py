"""What the settings say of the ladder: how soon it climbs, and where the clock hangs that it goes by."""

import re
from datetime import time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from facilitator.safeguarding.clocks import Clocks
from server import env

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
#: Shorter, and a day would leave no time to tell anybody of a concern.
LEAST_HOURS = 4


def clocks() -> Clocks:
    """Every clock of the ladder, from the environment or by its default (care.md §7)."""
    morning, evening = _day(env.text("CONCERN_HOURS", "10:00-18:00"))
    return Clocks(
        now=timedelta(minutes=env.number("ALARM_MINUTES", 2, low=1, high=10)),
        urgent=timedelta(minutes=env.number("URGENT_MINUTES", 30, low=5, high=120)),
        urgent_again=timedelta(minutes=env.number("URGENT_AGAIN_MINUTES", 5, low=1, high=30)),
        concern=timedelta(hours=env.number("CONCERN_AGAIN_HOURS", 2, low=1, high=8)),
        evening=evening,
        morning=morning,
        zone=_zone(env.text("HOUSE_ZONE", "Europe/London")),
    )


def trustee(email: str) -> str:
    """Whom a worry about the lead goes to, besides the deputy: somebody of staff, by the email they sign in with."""
    if email and "@" not in email:
        raise env.Refused("TRUSTEE_EMAIL must be the email that a member of staff signs in with.")
    return email.lower()


def _day(text: str) -> tuple[time, time]:
    """From when somebody must have been told of what the night brought, and until when they are told the same day."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise env.Refused(f"CONCERN_HOURS must look like 10:00-18:00, not {text!r}.")
    morning, evening = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if morning.hour < 1 or evening.hour - morning.hour < LEAST_HOURS:
        raise env.Refused(
            f"CONCERN_HOURS must be a day: after 01:00 in the morning, and at least {LEAST_HOURS} hours long. Less "
            "pressing concerns are told of in it, and by its beginning what was raised in the night."
        )
    return morning, evening


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise env.Refused(f"HOUSE_ZONE must be a place such as Europe/London, not {name!r}.")
    return ZoneInfo(name)
