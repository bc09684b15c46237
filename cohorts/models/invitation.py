"""An invitation: a link that lets one adult set up how they sign in, for a few days."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from cohorts import ids
from cohorts.models.staff import Role, Staff

LASTS = timedelta(hours=72)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by whether something may still come of them."""

    def waiting(self) -> Self:
        """Those neither used up nor withdrawn, run out or not."""
        return self.filter(finished_at__isnull=True, withdrawn_at__isnull=True)

    def standing(self, now: datetime) -> Self:
        """Those whose link still opens."""
        return self.waiting().filter(Q(staff__isnull=True) | Q(staff__left_at__isnull=True), expires_at__gt=now)


class Invitation(models.Model):
    """The token is in the link alone, here as keyed digest. `email` goes once there is nothing more to send.

    `staff` is who it is for, from the moment they chose a password, or from the start for somebody who has to set
    their second factor up anew. It is used up when that is done, so until then the same link begins again.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="invited")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_invitation"
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.UniqueConstraint(
                fields=("email",),
                condition=Q(finished_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_waits_once",
            ),
        )

    def __str__(self) -> str:
        return self.public_id
