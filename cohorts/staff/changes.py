"""What follows when somebody changes how they sign in: it is written down, and what the old way had open ends."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cohorts import access
from cohorts.actions import end_sign_ins, record, sign_out
from cohorts.models import Staff
from cohorts.staff import half


@receiver(authenticator_used)
def proved(request: HttpRequest, user: Staff, *, reauthenticated: bool, **_: Any) -> None:
    """A second factor was shown on the way in; the door waits for this."""
    if not reauthenticated:
        request.session[half.PROVED] = user.pk


@receiver(authenticator_added)
def added(request: HttpRequest, user: Staff, authenticator: Authenticator, **_: Any) -> None:
    """A first second factor ends the setting up, since it has just been shown."""
    _write_down(user, "second_factor_added", kind=authenticator.type)
    is_factor = authenticator.type != Authenticator.Type.RECOVERY_CODES
    if is_factor and request.session.get(half.SETTING_UP) == user.pk:
        request.session[half.PROVED] = user.pk


@receiver(authenticator_removed)
def removed(user: Staff, authenticator: Authenticator, **_: Any) -> None:
    """One second factor less."""
    _write_down(user, "second_factor_removed", kind=authenticator.type)


@receiver(authenticator_reset)
def renewed(user: Staff, **_: Any) -> None:
    """New recovery codes."""
    _write_down(user, "recovery_codes_renewed")


@receiver(authentication_failed)
def wrong_code(user: Staff, authenticator: Authenticator, **_: Any) -> None:
    """A code that was wrong, or used before."""
    _write_down(user, "wrong_code", kind=authenticator.type)


@receiver((password_changed, password_set))
def password_is_new(request: HttpRequest, user: Staff, **_: Any) -> None:
    """Everywhere else has to sign in anew."""
    mine = access.signed_in(request)
    _write_down(user, "password_changed")
    end_sign_ins(user, timezone.now(), by=user, but=mine.public_id if mine else "")


@receiver(password_reset)
def password_is_replaced(user: Staff, **_: Any) -> None:
    """Whoever had the old one is out."""
    _write_down(user, "password_replaced")
    end_sign_ins(user, timezone.now(), by=user)


@receiver(user_logged_out)
def logged_out(request: HttpRequest, user: Staff | None, **_: Any) -> None:
    """Django's session and our sign-in end together."""
    now = timezone.now()
    for sign_in in access.standing(access.badges(request.COOKIES), now) if user else []:
        if sign_in.staff == user:
            sign_out(sign_in, now)


def _write_down(user: Staff, verb: str, kind: str | None = None) -> None:
    with transaction.atomic():
        record(user, verb, staff=user.public_id, kind=kind)
