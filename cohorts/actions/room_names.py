"""Room names of staff: none of them tells who somebody is, and no two of those who work here are mixed up by theirs."""

from datetime import datetime

from cohorts import likeness, names, naming
from cohorts.actions.acts import lock_house
from cohorts.actions.take import NameTaken, NameUnfit
from cohorts.models import Invitation, Staff


def fit_room_name(name: str) -> str:
    """Return a name as it will be shown, or raise `NameUnfit`. Adults may be called by their first name."""
    shown = names.tidy(name)
    if not 0 < len(shown) <= names.LONGEST:
        raise NameUnfit
    if naming.is_full(shown):
        raise NameUnfit(naming.Why.FULL)
    return shown


def suggested(count: int, invitation: Invitation, now: datetime) -> list[str]:
    """Return made-up names that could be had at this moment, so that nobody is refused what they were shown."""
    return names.offer(count, _in_use(invitation, now))


def claim_room_name(name: str, invitation: Invitation, now: datetime) -> None:
    """Raise `NameTaken` if somebody else here, or on their way here, has a name like it.

    Under the lock of the house, which the caller's transaction then holds, so that two cannot have it at once.
    """
    lock_house()
    if likeness.alike(name, _in_use(invitation, now)):
        raise NameTaken


def _in_use(invitation: Invitation, now: datetime) -> list[str]:
    here = Staff.objects.here()
    coming = Invitation.objects.standing(now).exclude(pk=invitation.pk).exclude(name="")
    if invitation.staff_id:
        here, coming = here.exclude(pk=invitation.staff_id), coming.exclude(staff=invitation.staff_id)
    return [*here.values_list("name", flat=True), *coming.values_list("name", flat=True)]
