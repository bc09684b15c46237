"""A support call: one of staff would not like to be alone with what an evening left behind."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from cohorts import ids
from cohorts.models.session import Session
from cohorts.models.staff import Staff

OF_USE = timedelta(hours=12)
"""Whoever has not been answered until then is asked after by a person, not by the same letter again."""


class SupportCallQuerySet(models.QuerySet["SupportCall"]):
    """Calls by whether somebody has taken them up."""

    def waiting(self, now: datetime) -> Self:
        """Those of this night that nobody has answered."""
        return self.filter(answered_at__isnull=True, asked_at__gt=now - OF_USE)


class SupportCall(models.Model):
    """Told to whoever is on call and the leads until one answers; it says that somebody asked, and never why.

    `next_at` is when it is told next; `told_at` when it last was.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="support_calls")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="support_calls")
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SupportCallQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_support_call"
        constraints = (models.UniqueConstraint(fields=("session", "staff"), name="support_call_once_an_evening"),)

    def __str__(self) -> str:
        return self.public_id
