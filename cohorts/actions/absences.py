"""Looking at why somebody was not there, and saying what comes next."""

from django.db import transaction

from cohorts.absences import REVIEWED, Absence, Step
from cohorts.actions.acts import record
from cohorts.models import Act, Staff


@transaction.atomic
def review_absence(by: Staff, absence: Absence, step: Step) -> Act:
    """Say what comes next, as an act; the last word counts until another evening is missed."""
    return record(by, REVIEWED, session=absence.last, seat=absence.seat.public_id, step=str(step))
