"""Offering times for one-to-one welcomes by a form, at the desk or by a facilitator for themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts import planning
from cohorts.actions.welcomes import ComesTooLate, NothingToWelcomeTo, WorksThen, offer_welcomes
from cohorts.desk import words
from cohorts.desk.forms import WelcomesForm
from cohorts.models import Cohort, Session, Staff


def offered(form: WelcomesForm, by: Staff, cohort: Cohort, who: Staff) -> bool:
    """Offer the times a valid form asks for; False, with the reason in the form, if they cannot be."""
    try:
        offer_welcomes(by, cohort, who, _starts(form), form.cleaned_data["minutes"])
    except NothingToWelcomeTo:
        form.add_error(None, _("This course has no weeks yet, so there is nothing to be welcomed to."))
    except ComesTooLate as late:
        form.add_error("day", _late(late.opens_at, cohort))
    except WorksThen as busy:
        form.add_error("at", _busy(busy, cohort, who))
    return form.is_valid()


def _starts(form: WelcomesForm) -> Iterator[datetime]:
    wanted = form.cleaned_data
    each = timedelta(minutes=wanted["minutes"]) + wanted["between"]
    return (wanted["starts"] + number * each for number in range(wanted["count"]))


def _late(opens_at: datetime, cohort: Cohort) -> str:
    told = {"day": date_format(planning.there(opens_at, ZoneInfo(cohort.zone)), "l j F, H:i")}
    return _("A welcome has to be over before %(day)s, the last evening somebody may still be new on.") % told


def _busy(busy: WorksThen, cohort: Cohort, who: Staff) -> str:
    at = planning.there(busy.starts_at, ZoneInfo(cohort.zone))
    told = {"who": who.name, "time": date_format(at, "H:i"), "what": _what(busy.other)}
    return _("%(who)s works already at %(time)s: %(what)s.") % told


def _what(other: Session) -> str:
    return f"{words.evening(other)}, {words.cohort(other.cohort)}"
