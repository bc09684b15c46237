"""Who supervises whom: the one person who reads how somebody of staff says that they are."""

from django.db import transaction

from cohorts.actions.acts import record
from cohorts.actions.staffing import locked_staff
from cohorts.models import Staff


class NoSupervisor(Exception):
    """Nobody can be their own supervisor, and who has left is nobody's."""


@transaction.atomic
def name_supervisor(staff: Staff, supervisor: Staff | None, *, by: Staff) -> bool:
    """Name or un-name the supervisor, as an act; return False if that is so already.

    Raises `NoSupervisor`, `NotYours`.
    """
    row = locked_staff(staff, by)
    if supervisor is not None and (supervisor.pk == row.pk or supervisor.left_at is not None):
        raise NoSupervisor
    if row.supervisor_id == (supervisor.pk if supervisor else None):
        return False
    Staff.objects.filter(pk=row.pk).update(supervisor=supervisor)
    record(by, "supervisor_named", staff=row.public_id, supervisor=supervisor.public_id if supervisor else None)
    return True
