"""An evening with a concern about the hare, who gave a contact only for fear of their life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cohorts.actions.contacts import keep_contact
from cohorts.models import ContactPurpose, Staff
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding import breakglass
from facilitator.safeguarding.models import Concern, Level, Opening, Reason
from tests import cast

#: As it is kept, and as a page shows it; any piece of either is a leak.
NUMBER, SHOWN_AS = "+447400123456", "+44 7400 123456"
PIECES = ("7400123456", "7400 123456", "123456")
WHY = "canary words of a reason"


@dataclass(frozen=True)
class Sealed:
    """The evening, the concern, and the moment it was raised."""

    evening: cast.Evening
    concern: Concern
    raised: datetime

    @property
    def page(self) -> str:
        return f"/staff/concerns/{self.concern.public_id}/contact/"

    def after(self, **passed: float) -> datetime:
        return self.raised + timedelta(**passed)

    def opened(self, by: Staff | None = None, now: datetime | None = None) -> Opening:
        """Somebody, else the lead, has opened it."""
        return breakglass.open_contact(self.concern, by or self.evening.lead, Reason.DONE, WHY, now or self.raised)


def sealed(level: Level = Level.NOW, *, given: str = NUMBER) -> Sealed:
    """A concern raised at this moment by the counsellor; `given` may be nothing."""
    evening, now = cast.evening(), timezone.now()
    if given:
        keep_contact(evening.hare, ContactPurpose.LIFE, given, now, "1")
    keep_contact(evening.hare, ContactPurpose.REMINDERS, "reminders.only@example.org", now, "1")
    concern = raise_afterwards(evening.counsellor, evening.session, evening.hare, level, "took something", now)
    return Sealed(evening, concern, now)
