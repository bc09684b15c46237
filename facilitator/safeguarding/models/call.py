"""A duty call: one person told of a duty, by one way, in one round of its ladder."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Staff

from .duty import Duty

CLAIM = timedelta(seconds=30)
"""How long one that was taken up may take; whoever hands it over is cut off before."""


class Way(models.TextChoices):
    """How somebody is told."""

    SCREEN = "screen", _("on every page")
    EMAIL = "email", _("by email")
    WEBHOOK = "webhook", _("by text or pager")


class DutyCallQuerySet(models.QuerySet["DutyCall"]):
    """Calls by how far they have come."""

    def waiting(self) -> Self:
        """Those of the last round that nobody was told by yet, while nobody has answered."""
        return self.filter(told_at__isnull=True, duty__answered_at__isnull=True, round=F("duty__round"))

    def free(self, now: datetime) -> Self:
        """Those whose time has come and that no loop has.

        A claim that lasts longer than any can was made before the clock was put back, and so was a time to come.
        """
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + CLAIM)
        return self.waiting().filter(unclaimed, Q(due_at__lte=now) | Q(due_at__gt=now + CLAIM))


class DutyCall(models.Model):
    """`made_at` is when its round, or a way that failed, asked for it; `due_at` is when it is tried next.

    `handing_at` is written before the network is touched, so that one with it and no end may have gone out; it is told
    again, as twice is better than never. `failed_at` is when a try last failed.
    """

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="calls")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    round = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    handing_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)

    objects = DutyCallQuerySet.as_manager()

    class Meta:
        db_table = "facilitator_duty_call"
        indexes = (models.Index(fields=("due_at",), condition=Q(told_at__isnull=True), name="duty_call_waiting"),)
        constraints = (
            models.UniqueConstraint(fields=("duty", "staff", "way", "round"), name="duty_call_once_a_round"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="duty_call_way_known"),
        )

    def __str__(self) -> str:
        return f"call {self.pk}"
