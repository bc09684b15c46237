"""What things are called at the desk."""

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.models import Cohort, Session

VERBS: dict[str, Promise | str] = {
    "cohort_planned": gettext_lazy("planned the cohort"),
    "cohort_changed": gettext_lazy("changed the cohort"),
    "session_moved": gettext_lazy("moved an evening"),
    "session_cancelled": gettext_lazy("cancelled an evening"),
    "change_told": gettext_lazy("told everybody of the change"),
    "staff_replaced": gettext_lazy("changed who works an evening"),
    "shift_confirmed": gettext_lazy("confirmed a shift"),
    "shift_declined": gettext_lazy("cannot come to a shift"),
    "messages_stopped": gettext_lazy("held automatic messages back"),
    "messages_resumed": gettext_lazy("let automatic messages go on"),
    "welcomes_offered": gettext_lazy("offered times for welcomes"),
    "welcome_taken_back": gettext_lazy("took a time for a welcome back"),
    "welcome_looked_into": gettext_lazy("looked into a welcome"),
    "feed_made": gettext_lazy("made a calendar link"),
    "feed_ended": gettext_lazy("shut a calendar link"),
    "seat_moved": gettext_lazy("moved a seat to another group"),
    "seat_came": gettext_lazy("took a seat in from another group"),
    "absence_reviewed": gettext_lazy("looked at why a seat was not there"),
    "attendance_marked": gettext_lazy("put right how somebody was there"),
    "attendance_unmarked": gettext_lazy("took back what they had put right"),
    "support_asked": gettext_lazy("asked for support after an evening"),
    "support_answered": gettext_lazy("was with a colleague who asked"),
    "supervisor_named": gettext_lazy("named a supervisor"),
    "concern_raised": gettext_lazy("raised a concern"),
    "record_added": gettext_lazy("added to the record of a concern"),
    "record_read": gettext_lazy("read the record of a concern"),
    "moods_read": gettext_lazy("read how the group came in the last time"),
    "history_read": gettext_lazy("read what a seat said and did"),
    "note_left": gettext_lazy("left a note after an evening"),
    "signed_off": gettext_lazy("signed an evening off"),
    "words_renewed": gettext_lazy("gave a seat new words"),
    "quick_reply_added": gettext_lazy("added a quick reply"),
    "quick_reply_changed": gettext_lazy("changed a quick reply"),
    "quick_reply_moved": gettext_lazy("moved a quick reply"),
    "quick_reply_taken_away": gettext_lazy("took a quick reply away"),
    "quick_reply_put_back": gettext_lazy("put a quick reply back"),
    "quick_replies_brought_back": gettext_lazy("brought back the quick replies that come along"),
    "seat_stays": gettext_lazy("settled a wish to move"),
    "key_added": gettext_lazy("added a key of the house"),
    "key_used": gettext_lazy("let a new key of the house close from now on"),
    "keys_closed_anew": gettext_lazy("closed by the new key what older ones had closed"),
    "key_retired": gettext_lazy("took an old key of the house away"),
}


def verb(name: str) -> str:
    """Return what somebody did, as people say it."""
    return str(VERBS.get(name, name.replace("_", " ")))


def cohort(of: Cohort) -> str:
    """Return what a cohort is called: its own name, else its course and when it meets."""
    when = _("%(weekday)s at %(time)s") % {
        "weekday": WEEKDAYS[of.weekday], "time": time_format(of.local_time, "H:i")
    }  # fmt: skip
    return of.name or f"{of.course.title}, {when}"


def evening(of: Session) -> str:
    """Return what an evening is called: its week and theme."""
    return _("Week %(number)d, %(theme)s") % {"number": of.week.number, "theme": of.week.theme}


def names(of: Iterable[str]) -> str:
    """Return names as a list in a sentence."""
    return str(get_text_list(list(of), _("and")))


def day(of: object) -> str:
    """Return a day, short: Thu 5 Nov."""
    return date_format(of, "D j M")  # type: ignore[arg-type]
