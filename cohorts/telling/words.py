"""What each telling says: plain, short, kind, and nothing that tells a stranger what this is about."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cohorts import planning, signposts
from cohorts.models import Kind, Telling
from cohorts.telling import called_off
from cohorts.telling.told import Said, Told


def said(telling: Telling, now: datetime, where: ZoneInfo) -> Said:
    """Return what is said, in the language that is active."""
    return _SAYS[Kind(telling.kind)](Told(telling, now, where))


def _confirm(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    return Said(
        (
            _("We meet %(day)s, at %(time)s.") % when,
            _("Can you come? You can say yes or no on your page. A no is fine too: your place stays yours."),
        ),
        _("Say yes or no"),
        _("We meet %(day)s, at %(time)s. Can you come? Say yes or no:") % when,
    )


def _start(told: Told) -> Said:
    when = told.when(told.session.starts_at) | {"opens": told.time(told.session.opens_at)}
    return Said(
        (
            _("We start at %(time)s %(day)s. You can come in from %(opens)s.") % when,
            _("Come as you are. If you are late, you can still come in."),
        ),
        _("Go to your page"),
        _("We start at %(time)s. You can come in from %(opens)s:") % when,
    )


def _welcome(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    return Said(
        (
            _("Your first meeting is %(day)s, at %(time)s. It is you and one of us, in writing.") % when,
            _("You can ask anything you like. If the time does not suit you, you can pick another one on your page."),
        ),
        _("Go to your page"),
        _("Your first meeting is %(day)s, at %(time)s:") % when,
    )


def _missed(told: Told) -> Said:
    lines = (
        _("You were not there at our last meeting. That is all right. You do not have to say why."),
        _("Your place is still yours.") + " " + told.goes_on(),
        _("If things are hard right now, you don’t have to wait for us. The help page says who is there today."),
    )
    return Said(lines, _("Go to your page"), _("Your place is still yours.") + " " + told.goes_on())


def _followup(told: Told) -> Said:
    return Said(
        (
            _("It is four weeks since we met. You said that we may write to you once more."),
            _("We hope that some days have been good. If some were hard, you did nothing wrong."),
            _("If you kept a sheet from the last evening, today may be a day to read it."),
            _("This is our last letter. In a few days we delete where we wrote to you."),
        ),
        _("See who is there to talk to"),
        _("It is four weeks since we met. You asked us to write. Who is there to talk to:"),
    )


def _offer(told: Told) -> Said:
    when = told.when(told.telling.not_after)
    return Said(
        (
            _("A place is free for you. It is yours if you take it by %(time)s %(day)s.") % when,
            _("If you would rather not, you need do nothing. The next person is asked then."),
        ),
        _("Look at your place"),
        _("A place is free for you until %(time)s %(day)s:") % when,
    )


def _moved(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    was, either_way = told.session.was_at, _("If you cannot come then, that is fine. You can say so on your page.")
    if was is None:
        return Said(
            (_("One of our meetings is back at its first time. It is %(day)s, at %(time)s.") % when, either_way),
            _("Go to your page"),
            _("Our meeting is back at its first time. It is %(day)s, at %(time)s:") % when,
        )
    before = _("It was to be %(day)s, at %(time)s.") % told.when(was)
    return Said(
        (_("One of our meetings has a new time. It is now %(day)s, at %(time)s.") % when + " " + before, either_way),
        _("Go to your page"),
        _("Our meeting has a new time. It is now %(day)s, at %(time)s:") % when,
    )


def _cancelled(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    if told.now >= told.session.ends_at:
        return _not_met(told, when)
    if told.session.is_welcome:
        return _welcome_is_off(told, when)
    return Said(
        (
            _("We do not meet %(day)s, at %(time)s. We are sorry. It is us, not you.") % when,
            told.goes_on(),
        ),
        _("Go to your page"),
        _("We do not meet %(day)s, at %(time)s. We are sorry.") % when + _after(told.goes_on()),
    )


def _welcome_is_off(told: Told, when: dict[str, str]) -> Said:
    """Theirs alone: everybody else is met as planned, on that day too."""
    return Said(
        (
            _("Your meeting with one of us, %(day)s, at %(time)s, is off. We are sorry. It is us, not you.") % when,
            _("This is only about that one meeting.") + _after(told.goes_on()),
        ),
        _("Go to your page"),
        _("Your meeting with one of us, %(day)s, at %(time)s, is off. We are sorry.") % when + _after(told.goes_on()),
    )


def _after(more: str) -> str:
    """Another sentence behind one, if there is one to say."""
    return f" {more}" if more else ""


def _not_met(told: Told, when: dict[str, str]) -> Said:
    """What whoever waited for us reads once it is past."""
    return Said(
        (
            _("We could not meet you %(day)s, at %(time)s. We are sorry. It is us, not you.") % when,
            _("Your place is still yours.") + " " + told.goes_on(),
        ),
        _("Go to your page"),
        _("We could not meet you %(day)s. We are sorry.") % when + _after(told.goes_on()),
    )


def _way_back(_told: Told) -> Said:
    return Said(
        (
            _("You asked for a new way in. Here it is. It works once."),
            _("If you did not ask for it, you can leave it. Nothing happens then."),
        ),
        _("Come in"),
        _("Your new way in. It works once:"),
    )


def _short(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    if told.session.is_welcome:
        return _nobody_welcomes(when)
    return Said(
        (
            _("%(day)s, at %(time)s: there are not enough of you yet.") % when,
            _("The room opens for two. Your page says who is there, and what you can do."),
        ),
        _("Look at tonight"),
        _("%(day)s, at %(time)s: there are not enough of you yet.") % when,
    )


def _nobody_welcomes(when: dict[str, str]) -> Said:
    return Said(
        (
            _("%(day)s, at %(time)s, one person comes to meet one of us, and nobody is there yet.") % when,
            _("Please come in if it is you, or find out who can."),
        ),
        _("Look at tonight"),
        _("%(day)s, at %(time)s, one person comes to meet one of us, and nobody is there yet.") % when,
    )


def _unheld(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    return Said(
        (
            _("The room %(day)s, at %(time)s, could not be opened.") % when + " " + called_off.who_hears(told.session),
            _("Please look whether somebody wrote to you there, and find out what happened."),
        ),
        _("Look at tonight"),
        _("The room %(day)s, at %(time)s, could not be opened.") % when,
    )


def _alone(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    return Said(
        (
            _("%(day)s, at %(time)s: one person came so far. If they stay, somebody has to watch the room.") % when,
            _("Please look in if you can, and tell those who hold it."),
        ),
        _("Look at tonight"),
        _("%(day)s, at %(time)s: one person came so far. Somebody has to watch the room.") % when,
    )


def _uncovered(told: Told) -> Said:
    when = told.when(told.session.starts_at)
    return Said(
        (
            _("We meet %(day)s, at %(time)s, and for some of that time nobody is on call.") % when,
            _("No lead, no deputy and no colleague is in the rota then. Please plan somebody, or ask a colleague."),
        ),
        _("Look at the rota"),
        _("We meet %(day)s, at %(time)s, and nobody is on call then. Look at the rota:") % when,
    )


def _untried(told: Told) -> Said:
    names = signposts.pack().untried(planning.there(told.now, told.where).date())
    count = {"number": len(names), "days": signposts.TRIED_EVERY.days}
    return Said(
        (
            _("Nobody tried %(number)s of the numbers and addresses in our list in the last %(days)s days.") % count,
            _("Some are on the help page, some on pages for staff alone; each says when it was tried. Please try them.")
            + " "
            + _("Then have the day put into the list."),
        ),
        _("Look at the help page"),
        _("Nobody tried %(number)s of the numbers and addresses in our list in %(days)s days. The help page:") % count,
    )


def _test(_told: Told) -> Said:
    return Said(
        (_("This is a test, and it arrived. You asked for it on your page."),),
        _("Back to your page"),
        _("This is a test, and it arrived."),
    )


_SAYS: dict[Kind, Callable[[Told], Said]] = {
    Kind.CONFIRM: _confirm,
    Kind.START: _start,
    Kind.WELCOME: _welcome,
    Kind.MISSED: _missed,
    Kind.FOLLOWUP: _followup,
    Kind.OFFER: _offer,
    Kind.MOVED: _moved,
    Kind.CANCELLED: _cancelled,
    Kind.WAY_BACK: _way_back,
    Kind.SHORT: _short,
    Kind.UNHELD: _unheld,
    Kind.ALONE: _alone,
    Kind.UNCOVERED: _uncovered,
    Kind.UNTRIED: _untried,
    Kind.TEST: _test,
}
