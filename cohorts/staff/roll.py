"""The staff list: who works here, how far they have come, whether they have a second factor, when they were last in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from cohorts.models import Invitation, Staff

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PAGE = 50
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def everybody() -> QuerySet[WithAnnotations[Staff]]:
    """Return staff with `has_factor`, `is_setting_up` and `last_in`."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    found = Staff.objects.annotate(has_factor=Exists(factors), is_setting_up=_setting_up())
    return found.annotate(last_in=Case(When(has_factor=True, then=F("last_login")))).order_by("name", "pk")


def ready() -> QuerySet[Staff]:
    """Return those who work here and can come in, as they have finished setting up."""
    return Staff.objects.ready().order_by("name", "pk")


def proven(one: Staff) -> bool:
    """Return whether one of `everybody` has a second factor."""
    return bool(getattr(one, "has_factor", False))


def listed(search: str, *, left: bool) -> QuerySet[WithAnnotations[Staff]]:
    """Return staff by name, those who left apart; `search` looks into names and emails."""
    found = everybody().filter(left_at__isnull=not left)
    return found.filter(Q(name__icontains=search) | Q(email__icontains=search)) if search else found


def invitations() -> QuerySet[Invitation]:
    """Return the invitations that wait for somebody."""
    return Invitation.objects.waiting().select_related("invited_by").order_by("-created_at", "-pk")[:PAGE]


def _setting_up() -> Exists:
    return Exists(Invitation.objects.waiting().filter(staff=OuterRef("pk")))
