"""Inviting staff: a link by email, then a name, a password and a second factor, in this order and within three days."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from cohorts import codes
from cohorts.actions.acts import record
from cohorts.actions.room_names import claim_room_name, fit_room_name
from cohorts.actions.staffing import NotYours, change_role, forget_set_up, locked_staff
from cohorts.models import Invitation, Role, Staff
from cohorts.models.invitation import LASTS
from cohorts.roles import may_look_after

_TOKEN_BYTES = 24


class EmailUnfit(Exception):
    """What was given is not an email address."""


class EmailTaken(Exception):
    """Somebody who works here signs in with this address, or a link to it is still on its way."""


class NamedThemselves(Exception):
    """Whoever is invited has chosen a room name already; it is theirs to change."""


class Closed(Exception):
    """The invitation was used up, withdrawn, or has run out."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with a fresh link, of which only the letter keeps the token."""

    invitation: Invitation
    token: str = field(repr=False)


def invite(email: str, role: Role, now: datetime, *, by: Staff | None, name: str = "") -> Invited:
    """Invite somebody new. By nobody means by whoever runs the machine.

    Raises `EmailUnfit`, `EmailTaken`, `NameUnfit`, `NameTaken`, `NotYours`.
    """
    address, shown = _checked(email), fit_room_name(name) if name else ""
    if by is not None and not may_look_after(by.role, role):
        raise NotYours
    try:
        return _invited(Invitation(email=address, name=shown, role=role, invited_by=by, created_at=now), now)
    except IntegrityError:
        # Of two who ask at once, the later finds the first one's there.
        raise EmailTaken from None


def invite_again(invitation: Invitation, now: datetime, *, by: Staff | None, name: str = "") -> Invited:
    """Give an invitation a fresh link, three more days and perhaps another name; the old link stops working.

    Raises `Closed`, `NotYours`, `NamedThemselves`, `NameUnfit`, `NameTaken`; nothing has changed then.
    """
    with transaction.atomic():
        row = _locked(invitation, by)
        if name:
            _call(row, fit_room_name(name), now)
        invited = _sent_off(row, now)
        record(by, "staff_invited_again", invitation=row.public_id)
    return invited


def invite_as(invitation: Invitation, role: Role, now: datetime, *, by: Staff | None, name: str = "") -> Invited:
    """Invite the same person to another role by a fresh link; the old one, and what was set up by it, is worth nothing.

    Raises `Closed`, `NotYours`, `LastAdministrator`, `EmailTaken`, `NamedThemselves`, `NameUnfit`, `NameTaken`; nothing
    has changed then.
    """
    with transaction.atomic():
        if invitation.staff:
            # They chose a password already, or work here and set their second factor up anew: it is their role.
            change_role(invitation.staff, role, now, by=by)
            return invite_again(invitation, now, by=by, name=name)
        withdraw_invitation(invitation, now, by=by)
        return invite(invitation.email, role, now, by=by, name=name or invitation.name)


def withdraw_invitation(invitation: Invitation, now: datetime, *, by: Staff | None) -> None:
    """Make the link of an invitation worthless, and what was set up by it. Raises `Closed`, `NotYours`."""
    with transaction.atomic():
        row = _locked(invitation, by)
        if row.staff:
            forget_set_up(row.staff)
        Invitation.objects.filter(pk=row.pk).update(withdrawn_at=now, email="")
        record(by, "invitation_withdrawn", invitation=row.public_id)


def invite_anew(staff: Staff, now: datetime, *, by: Staff | None) -> Invited:
    """Send somebody who works here a link to set up how they sign in, as after `forget_second_factor`.

    Raises `NotYours`.
    """
    with transaction.atomic():
        row = locked_staff(staff, by)
        Invitation.objects.waiting().filter(email=row.email).update(withdrawn_at=now, email="")
        made = Invitation(email=row.email or "", name=row.name, role=row.role, staff=row, invited_by=by, created_at=now)
        invited = _sent_off(made, now)
        record(by, "staff_invited_anew", invitation=made.public_id, staff=row.public_id)
    return invited


def find_invitation(token: str, now: datetime) -> Invitation | None:
    """Return the invitation this link belongs to while it opens; asking changes nothing."""
    return Invitation.objects.standing(now).select_related("staff").filter(token_digest=_digest(token)).first()


def begin_with(token: str, name: str, password: str, now: datetime) -> Staff:
    """Make the invited person one of staff who has a password and can open nothing yet.

    The link stays good until `finish`, and begins again: with another password, and without what was added before.
    Raises `Closed`, `NameUnfit`, `NameTaken`.
    """
    shown = fit_room_name(name)
    with transaction.atomic():
        standing = Invitation.objects.standing(now).select_for_update(of=("self",), no_key=True)
        row = standing.filter(token_digest=_digest(token)).first()
        if row is None:
            raise Closed
        claim_room_name(shown, row, now)
        staff = row.staff or Staff(email=row.email, role=row.role)
        Authenticator.objects.filter(user=row.staff_id).delete()
        staff.name = shown
        staff.set_password(password)
        try:
            with transaction.atomic():
                staff.save()
        except IntegrityError:
            raise Closed from None
        EmailAddress.objects.get_or_create(user=staff, email=row.email, defaults={"verified": True, "primary": True})
        if row.staff_id is None:
            Invitation.objects.filter(pk=row.pk).update(staff=staff)
            record(staff, "staff_joined", invitation=row.public_id, role=str(staff.role))
    return staff


def finish(staff: Staff, now: datetime) -> None:
    """Use up the links of somebody who now has a second factor."""
    with transaction.atomic():
        if Invitation.objects.waiting().filter(staff=staff).update(finished_at=now, email=""):
            record(staff, "second_factor_set_up", staff=staff.public_id)


@transaction.atomic
def _invited(made: Invitation, now: datetime) -> Invited:
    waiting = Invitation.objects.waiting().filter(email=made.email)
    waiting.filter(expires_at__lte=now).update(withdrawn_at=now, email="")
    if Staff.objects.filter(email=made.email).exists() or waiting.exists():
        raise EmailTaken
    if made.name:
        claim_room_name(made.name, made, now)
    invited = _sent_off(made, now)
    record(made.invited_by, "staff_invited", invitation=made.public_id, role=str(made.role))
    return invited


def _checked(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise EmailUnfit from None
    return address


def _call(invitation: Invitation, name: str, now: datetime) -> None:
    """Give somebody who has none of their own yet another name to begin with."""
    if invitation.staff:
        if invitation.staff.name != name:
            raise NamedThemselves
        return
    claim_room_name(name, invitation, now)
    invitation.name = name


def _sent_off(invitation: Invitation, now: datetime) -> Invited:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    invitation.token_digest = _digest(token)
    invitation.expires_at = now + LASTS
    invitation.save()
    return Invited(invitation, token)


def _locked(invitation: Invitation, by: Staff | None) -> Invitation:
    row = Invitation.objects.waiting().select_for_update(no_key=True).filter(pk=invitation.pk).first()
    if row is None:
        raise Closed
    if by is not None and not may_look_after(by.role, row.role):
        raise NotYours
    return row


def _digest(token: str) -> str:
    return codes.digest(token, settings.KEYS.codes, "invite")
