"""A sign-in: one browser that may act as one seat, one member of staff or one who waits for a seat."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from cohorts import ids
from cohorts.models.seat import Seat
from cohorts.models.staff import Staff
from cohorts.models.waiting import WaitingPlace

HOLDERS = ("seat", "staff", "waiting")


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Sign-ins by whether they still open anything."""

    def standing(self, now: datetime) -> Self:
        """Those not ended, not run out, whose holder still has the place."""
        still_here = Q(seat__withdrawn_at__isnull=True, staff__left_at__isnull=True)
        still_waits = Q(waiting__left_at__isnull=True, waiting__taken__isnull=True)
        return self.filter(still_here, still_waits, ended_at__isnull=True, expires_at__gt=now)

    def returning(self, now: datetime) -> Self:
        """Those of somebody who left by choice and may come back: they open that, and nothing else."""
        return self.filter(
            seat__withdrawn_at__isnull=False, seat__returns_until__gt=now, ended_at__isnull=True, expires_at__gt=now
        )

    def ended_by_taking(self, since: datetime) -> Self:
        """Those of somebody in line that ended as they took a seat, not before, if it opens by the same words still."""
        return self.filter(
            ended_at=F("waiting__taken__taken_at"),
            ended_at__gt=since,
            waiting__taken__withdrawn_at__isnull=True,
            waiting__taken__code_digest=F("waiting__code_digest"),
        )


def _one_of_them() -> Q:
    """Exactly one holder."""
    found = Q()
    for one in HOLDERS:
        found |= Q(**{f"{other}__isnull": other != one for other in HOLDERS})
    return found


class SignIn(models.Model):
    """`public_id` is the `as` id, no secret; the token is known to the browser alone, here as keyed digest.

    `demo` marks one that counts only while the demo is on. `device` is a browser's kind in two words, for staff alone,
    so that they know their own sign-ins apart.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    token_digest = models.CharField(max_length=64)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="sign_ins")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, blank=True, related_name="sign_ins")
    waiting = models.ForeignKey(WaitingPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="sign_ins")
    device = models.CharField(max_length=40, blank=True)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_signin"
        constraints = (models.CheckConstraint(condition=_one_of_them(), name="signin_one_holder"),)

    def __str__(self) -> str:
        return self.public_id
