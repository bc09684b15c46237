"""The course as one of its young people sees it: its evenings, and what is held about them and until when."""

from dataclasses import dataclass
from datetime import datetime

from cohorts import attendance, turnout
from cohorts.keeping.spans import as_chat, contacts_until
from cohorts.models import Contact, Seat, Session
from cohorts.models.session import Outcome


@dataclass(frozen=True, slots=True)
class Evening:
    """One week of the course; `off` if it was cancelled, `over` once it has ended, `following` if it comes next."""

    number: int
    theme: str
    starts_at: datetime
    off: bool
    over: bool
    following: bool


@dataclass(frozen=True, slots=True)
class Met:
    """One evening that was held: its theme, and the titles that young people read over what it was about."""

    theme: str
    topics: tuple[str, ...]


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
    return contacts_until(seat.cohort_id)


def is_over(seat: Seat, now: datetime) -> bool:
    """Whether the last evening has ended, for whoever was there and for whoever was not."""
    last = Session.objects.last_of(seat.cohort_id)
    return last is not None and last.ends_at <= now


def may_go_on(last: Session, now: datetime) -> bool:
    """Whether the last evening was none, so that one may be added for it: no day is told that would change then.

    It was none as the desk has it: of one that was put off for the only one who came no outcome says so.
    """
    if now > last.closes_at + attendance.KEPT:
        return False
    seats = Seat.objects.filter(cohort=last.cohort_id)
    return last.outcome != "" or turnout.was_none(turnout.read([last]).tally(last, seats))


def met(seat: Seat) -> list[Met]:
    """Return what the evenings of this seat's course were about, in the words of the version its group has.

    A week that was made up for stands once, where it came at last.
    """
    held = Session.objects.evenings().planned().filter(cohort=seat.cohort_id).exclude(outcome=Outcome.NOT_HELD)
    in_order = held.select_related("week").prefetch_related("week__steps").order_by("starts_at", "pk")
    at_last = {one.week_id: one.pk for one in in_order}
    return [Met(one.week.theme, _topics(one)) for one in in_order if at_last[one.week_id] == one.pk]


def way_in_ends(seat: Seat, now: datetime) -> datetime | None:
    """Return when the names of this group go, and with them every way in; None while its last evening may change."""
    last = Session.objects.last_of(seat.cohort_id)
    return None if last is None or may_go_on(last, now) else last.closes_at + as_chat()


def _topics(session: Session) -> tuple[str, ...]:
    """A question put to the vote was about the group on that evening, and says little to whoever reads it alone."""
    steps = session.week.steps.all()
    return tuple(one.title for one in steps if one.part == "topic" and one.kind != "poll" and one.removed_at is None)
