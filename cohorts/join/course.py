"""The course as one of its young people sees it: its evenings, and what is held about them and until when."""

from dataclasses import dataclass
from datetime import datetime

from cohorts.keeping.spans import CONTACTS_KEPT
from cohorts.models import Contact, Seat, Session


@dataclass(frozen=True, slots=True)
class Evening:
    """One week of the course; `off` if it was cancelled, `over` once it has ended, `following` if it comes next."""

    number: int
    theme: str
    starts_at: datetime
    off: bool
    over: bool
    following: bool


def evenings(seat: Seat, following: Session | None, now: datetime) -> list[Evening]:
    """Return the evenings of this seat's course in their order."""
    theirs = Session.objects.evenings().filter(cohort=seat.cohort_id).select_related("week")
    return [
        Evening(
            number=one.week.number,
            theme=one.week.theme,
            starts_at=one.starts_at,
            off=one.cancelled_at is not None,
            over=one.closes_at <= now,
            following=one == following,
        )
        for one in theirs.order_by("starts_at", "pk")
    ]


def contacts(seat: Seat) -> list[Contact]:
    """Return which ways to reach somebody are held, to be named by their kind alone."""
    return list(Contact.objects.filter(seat=seat).defer("sealed", "data_key").order_by("-purpose"))


def contacts_go(seat: Seat) -> datetime | None:
    """Return when the contacts of this course are deleted, as far as its evenings are planned."""
    last = Session.objects.evenings().planned().filter(cohort=seat.cohort_id).order_by("closes_at").last()
    return last.closes_at + CONTACTS_KEPT if last else None
