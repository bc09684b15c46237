"""Whose pages about seats are whose: those of the desk see every cohort, facilitators those they work with."""

from django.http import Http404

from cohorts.desk import frame
from cohorts.models import Cohort, Session, Shift, SignIn, Staff
from cohorts.roles import Right, may


def works_with(staff: Staff, cohort: Cohort) -> bool:
    """Whether somebody stands on a shift of this cohort: one of its facilitators, who reads what makes it easier.

    Whoever has another role by now is none any more, though the shifts keep their rows.
    """
    holds = may(staff.role, Right.HOLD_ROOMS)
    return holds and Shift.objects.cohorts_of(staff).filter(session__cohort=cohort).exists()


def cohort_of(sign_in: SignIn, public_id: str) -> Cohort:
    """Return the cohort for whoever may know of its seats; for others it is not there."""
    found = Cohort.objects.select_related("course").filter(public_id=public_id).first()
    return _for(frame.person(sign_in), found)


def session_of(sign_in: SignIn, public_id: str) -> Session:
    """Return the evening for whoever may know of the seats of its cohort; for others it is not there."""
    found = Session.objects.evenings().select_related("cohort__course", "week").filter(public_id=public_id).first()
    _for(frame.person(sign_in), found.cohort if found else None)
    if found is None:
        raise Http404
    return found


def may_put_right(staff: Staff, cohort: Cohort) -> bool:
    """Whether somebody says how a seat was there: its facilitators, and whoever plans."""
    return may(staff.role, Right.PLAN) or works_with(staff, cohort)


def _for(staff: Staff, found: Cohort | None) -> Cohort:
    if found is None or not (may(staff.role, Right.SEE_SESSIONS) or works_with(staff, found)):
        raise Http404
    return found
