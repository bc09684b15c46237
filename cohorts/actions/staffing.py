"""What becomes of staff: taken off a session, given another role, signed out, gone."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cohorts.actions.acts import record
from cohorts.doorbell import ring_from_thread
from cohorts.models import Invitation, Role, Session, Shift, SignIn, Staff
from cohorts.roles import may_look_after


class NotYours(Exception):
    """Somebody would decide on people, or give a role, that their own role does not look after."""


class LastAdministrator(Exception):
    """Nobody would be left who can invite administrators."""


def remove_from_shift(session: Session, staff: Staff, *, by: Staff | None = None, now: datetime | None = None) -> bool:
    """End somebody's rights in one session, under its lock; return False if they had none.

    The shift stays on record, so that their name stays beside what they said.
    """
    with transaction.atomic():
        sessions = Session.objects.filter(pk=session.pk).locked()
        theirs = Shift.objects.standing().filter(session=session, staff=staff)
        removed = theirs.update(ended_at=now or timezone.now())
        if removed:
            Session.objects.filter(pk=session.pk).backed_no_more(staff)
            ring_from_thread(sessions)
            record(by, "shift_ended", session=session, staff=staff.public_id)
    return bool(removed)


def leave_staff(staff: Staff, now: datetime, *, by: Staff | None = None) -> bool:
    """End every right of somebody who leaves, under the locks of their sessions; return False if they had left.

    What they signed in with goes as well: email, password, second factors. Raises `NotYours`, `LastAdministrator`.
    """
    with transaction.atomic():
        sessions = _locked_sessions(staff, now)
        row = locked_staff(staff, by)
        if row.left_at:
            return False
        _spare_the_last(row)
        Staff.objects.filter(pk=staff.pk).update(left_at=now, email=None, password="")
        Staff.objects.filter(supervisor=staff).update(supervisor=None)
        _forget_ways_in(staff)
        Session.objects.to_come(now).order_by().backed_no_more(staff)
        Invitation.objects.waiting().filter(staff=staff).update(withdrawn_at=now, email="")
        _end(staff, now, sessions)
        record(by, "staff_left", staff=staff.public_id)
    return True


def change_role(staff: Staff, role: Role, now: datetime, *, by: Staff | None = None) -> bool:
    """Give somebody another role, and end what the old one had open; return False if it is theirs already.

    Raises `NotYours`, `LastAdministrator`.
    """
    with transaction.atomic():
        sessions = _locked_sessions(staff, now)
        row = locked_staff(staff, by, role)
        if row.role == role or row.left_at:
            return False
        _spare_the_last(row)
        Staff.objects.filter(pk=staff.pk).update(role=role)
        Session.objects.to_come(now).order_by().backed_no_more(staff)
        # Whoever knew a link to the old role does not come in by it with the new one: it has to be sent again.
        if Invitation.objects.waiting().filter(staff=staff).update(role=role, expires_at=now):
            forget_set_up(staff)
        _end(staff, now, sessions)
        record(by, "role_changed", staff=staff.public_id, was=row.role, role=str(role))
    return True


def end_sign_ins(staff: Staff, now: datetime, *, by: Staff | None, but: str = "") -> int:
    """End somebody's sign-ins, save that with the public id `but`; return how many ended. Raises `NotYours`."""
    with transaction.atomic():
        sessions = _locked_sessions(staff, now)
        if by != staff:
            locked_staff(staff, by)
        ended = _end(staff, now, sessions, but)
        if ended:
            record(by, "sign_ins_ended", staff=staff.public_id, count=ended)
    return ended


def forget_second_factor(staff: Staff, now: datetime, *, by: Staff | None) -> None:
    """Take away what somebody proved themselves with, and end what it opened; a new link must follow.

    Raises `NotYours`.
    """
    with transaction.atomic():
        sessions = _locked_sessions(staff, now)
        locked_staff(staff, by)
        forget_set_up(staff)
        _end(staff, now, sessions)
        record(by, "second_factor_forgotten", staff=staff.public_id)


def forget_set_up(staff: Staff) -> None:
    """Forget what somebody set up by an invitation; with another password, the browser half way through is out."""
    Authenticator.objects.filter(user=staff).delete()
    Staff.objects.filter(pk=staff.pk).update(password="")


def _locked_sessions(staff: Staff, now: datetime) -> list[str]:
    theirs = Q(pk__in=Shift.objects.sessions_of(staff)) | Q(backed_by=staff)
    return Session.objects.filter(theirs).listening(now).locked()


def locked_staff(staff: Staff, by: Staff | None, *roles: Role) -> Staff:
    """Lock a row of staff and return it as it is now, or raise `NotYours`; by nobody, the software itself, is let."""
    row = Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if by is not None and (by.pk == row.pk or not may_look_after(by.role, row.role, *roles)):
        raise NotYours
    return row


def _spare_the_last(row: Staff) -> None:
    if row.role != Role.ADMINISTRATOR or row.demo:
        return
    administrators = Staff.objects.ready().filter(role=Role.ADMINISTRATOR, demo=False).order_by("pk")
    if not [one for one in administrators.select_for_update(no_key=True) if one.pk != row.pk]:
        raise LastAdministrator


def _forget_ways_in(staff: Staff) -> None:
    Authenticator.objects.filter(user=staff).delete()
    EmailAddress.objects.filter(user=staff).delete()


def _end(staff: Staff, now: datetime, sessions: list[str], but: str = "") -> int:
    standing = SignIn.objects.filter(staff=staff, ended_at__isnull=True).exclude(public_id=but)
    ended = standing.update(ended_at=now)
    ring_from_thread(sessions)
    return ended
