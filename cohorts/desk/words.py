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
    "session_made_up": gettext_lazy("added an evening for one that was none"),
    "change_told": gettext_lazy("told everybody of the change"),
    "staff_replaced": gettext_lazy("changed who works an evening"),
    "shift_confirmed": gettext_lazy("confirmed a shift"),
    "shift_declined": gettext_lazy("cannot come to a shift"),
    "shift_ended": gettext_lazy("took somebody off a shift"),
    "staff_missing": gettext_lazy("told staff that too few of them are there"),
    "session_not_held": gettext_lazy("called a room off that nobody could open"),
    "session_backed": gettext_lazy("stands behind a room that has too few facilitators"),
    "session_not_backed": gettext_lazy("stands behind a room no longer"),
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
    "staff_invited": gettext_lazy("invited somebody to the staff"),
    "staff_invited_again": gettext_lazy("sent an invitation again"),
    "staff_invited_anew": gettext_lazy("sent somebody a link to set up anew how they sign in"),
    "invitation_withdrawn": gettext_lazy("took an invitation back"),
    "staff_joined": gettext_lazy("joined the staff"),
    "role_changed": gettext_lazy("gave somebody another role"),
    "staff_left": gettext_lazy("ended what somebody who leaves may do here"),
    "sign_ins_ended": gettext_lazy("ended open sign-ins of somebody"),
    "entry_refused": gettext_lazy("was not let in without the second step"),
    "wrong_code": gettext_lazy("gave a wrong code"),
    "password_changed": gettext_lazy("changed their password"),
    "password_replaced": gettext_lazy("chose a new password for a forgotten one"),
    "second_factor_set_up": gettext_lazy("finished setting up how they sign in"),
    "second_factor_added": gettext_lazy("added a second step"),
    "second_factor_removed": gettext_lazy("took a second step of theirs away"),
    "second_factor_forgotten": gettext_lazy("had somebody set up their second step anew"),
    "recovery_codes_renewed": gettext_lazy("made new recovery codes"),
    "course_loaded": gettext_lazy("loaded a course"),
    "course_changed": gettext_lazy("changed what a course says of itself"),
    "course_published": gettext_lazy("published a course"),
    "draft_begun": gettext_lazy("began a draft of a course"),
    "draft_given_up": gettext_lazy("gave up a draft of a course"),
    "week_changed": gettext_lazy("changed a week of a course"),
    "step_added": gettext_lazy("added a step to a week"),
    "step_changed": gettext_lazy("changed a step of a week"),
    "step_moved": gettext_lazy("moved a step of a week"),
    "step_taken_out": gettext_lazy("took a step out of a week"),
    "step_put_back": gettext_lazy("put a step back into a week"),
    "concern_raised": gettext_lazy("raised a concern"),
    "concern_acknowledged": gettext_lazy("has a concern"),
    "concern_closed": gettext_lazy("closed a concern"),
    "concern_reopened": gettext_lazy("opened a concern again"),
    "record_signed": gettext_lazy("signed the record of a concern"),
    "record_printed": gettext_lazy("printed the record of a concern"),
    "record_added": gettext_lazy("added to the record of a concern"),
    "record_read": gettext_lazy("read the record of a concern"),
    "duty_answered": gettext_lazy("answered a duty"),
    "alarm_tried": gettext_lazy("had a test alarm sent to themselves"),
    "last_words_read": gettext_lazy("read what somebody wrote last, on the page of a duty"),
    "leaving_followed_up": gettext_lazy("said how a sudden leaving is followed up"),
    "contact_opened": gettext_lazy("opened how to reach a young person"),
    "contact_shown": gettext_lazy("looked at how to reach a young person"),
    "contact_closed": gettext_lazy("hid again how to reach a young person"),
    "contact_unreadable": gettext_lazy("could not open how to reach a young person: a key is missing"),
    "opening_told": gettext_lazy("said whether a young person was told of an opened contact"),
    "opening_reviewed": gettext_lazy("reviewed who opened a contact"),
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
    "words_added": gettext_lazy("added a phrase to a word list"),
    "words_weakening_asked": gettext_lazy("asked to weaken a word list"),
    "words_weakened": gettext_lazy("weakened a word list"),
    "words_weakening_declined": gettext_lazy("left a word list as it is"),
    "words_restored": gettext_lazy("restored a rule of a word list"),
    "words_all_restored": gettext_lazy("restored every rule of the word lists"),
    "messages_counted": gettext_lazy("had the last messages counted, without their words"),
    "seat_stays": gettext_lazy("settled a wish to move"),
    "on_call_planned": gettext_lazy("planned who is on call"),
    "on_call_swap_asked": gettext_lazy("asked a colleague to take a time on call"),
    "on_call_swapped": gettext_lazy("took a colleague’s time on call"),
    "on_call_swap_declined": gettext_lazy("cannot take a colleague’s time on call"),
    "on_call_swap_taken_back": gettext_lazy("no longer asks for a time on call to be taken"),
    "away_noted": gettext_lazy("noted that somebody is away"),
    "away_taken_back": gettext_lazy("noted that somebody is back"),
    "delete_begun": gettext_lazy("began to delete what is held of a seat, as they asked"),
    "delete_done": gettext_lazy("deleted what was held of a seat"),
    "copy_begun": gettext_lazy("let a seat read what is held of them"),
    "copy_shown": gettext_lazy("showed a seat what is held of them"),
    "hold_placed": gettext_lazy("placed a legal hold"),
    "hold_lifted": gettext_lazy("lifted a legal hold"),
    "purged": gettext_lazy("let go of what was over"),
    "file_wiped": gettext_lazy("wrote the file anew without what was let go of"),
    "key_added": gettext_lazy("added a key of the house"),
    "key_used": gettext_lazy("let a new key of the house close from now on"),
    "keys_closed_anew": gettext_lazy("closed by the new key what older ones had closed"),
    "key_retired": gettext_lazy("took an old key of the house away"),
    "evening_lost": gettext_lazy("lost what became of an evening, as a backup was brought back"),
    "backup_restored": gettext_lazy(
        "brought a backup back, and ended every sign-in, invitation and personal link in it"
    ),
}


def verb(name: str) -> str:
    """Return what somebody did, as people say it; of what a later version wrote down, no more than what it calls it."""
    return str(VERBS[name]) if name in VERBS else without_words(name)


def without_words(name: str) -> str:
    """Return what is said of something that another version has words for and this one has not."""
    return _("did something this version has no words for (%(verb)s)") % {"verb": name}


def cohort(of: Cohort) -> str:
    """Return what a cohort is called: its own name, else its course and when it meets."""
    when = _("%(weekday)s at %(time)s") % {
        "weekday": WEEKDAYS[of.weekday], "time": time_format(of.local_time, "H:i")
    }  # fmt: skip
    return of.name or f"{of.course.title}, {when}"


def evening(of: Session) -> str:
    """Return what an evening is called: its week and theme; a welcome stands in no week, whichever it comes before."""
    if of.is_welcome:
        return of.title
    return _("Week %(number)d, %(theme)s") % {"number": of.week.number, "theme": of.week.theme}


def names(of: Iterable[str]) -> str:
    """Return names as a list in a sentence."""
    return str(get_text_list(list(of), _("and")))


def day(of: object) -> str:
    """Return a day, short: Thu 5 Nov."""
    return date_format(of, "D j M")  # type: ignore[arg-type]
