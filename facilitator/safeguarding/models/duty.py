"""A duty: something that must be told to somebody until they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import Seat, Session, Staff

from .concern import Concern, Level


class Kind(models.TextChoices):
    """What it tells of."""

    CONCERN = "concern", _("a concern was raised")
    ALARM = "alarm", _("nobody took an alarm")
    ADULT = "adult", _("a worry about an adult")
    LEFT = "left", _("gone while something was open")
    OPENED = "opened", _("a contact was opened")
    FOLLOW_UP = "follow_up", _("a follow-up is due")
    TRIAL = "trial", _("a test alarm")


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties by whether somebody has answered, and by whom they may be seen."""

    def waiting(self) -> Self:
        """Those nobody has answered."""
        return self.filter(answered_at__isnull=True)

    def apart_from(self, staff: Staff) -> Self:
        """Those that are not about this member of staff, who sees nothing of the others anywhere (care.md §7)."""
        return self.exclude(about_staff=staff)


class Duty(models.Model):
    """Whom it concerns, how pressing it is and since when; no word of anybody, and none of their names.

    `public_id` is the reference that every telling of it carries. `ref` is made from what it announces, so that
    announcing twice makes one. The ladder begins at `due_at`; `round` is how often it has called people, `round_at`
    when it last did. `to` is whom it is for before anybody else; `about_staff` is never told of it. The first answer
    counts; `answered_by` is empty where nobody had to: what it told of was over.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=10, choices=Level)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="duties")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ref = models.CharField(max_length=100, unique=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    round = models.PositiveIntegerField(null=True, blank=True)
    round_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DutyQuerySet.as_manager()

    class Meta:
        db_table = "facilitator_duty"
        indexes = (models.Index(fields=("due_at",), condition=Q(answered_at__isnull=True), name="duty_waiting"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="duty_kind_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="duty_level_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answered_by__isnull=True), name="duty_answered_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(round__isnull=True, round_at__isnull=True) | Q(round__isnull=False, round_at__isnull=False),
                name="duty_round_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def stood_at(self, now: datetime) -> bool:
        """Whether it is to be answered at this moment."""
        return self.answered_at is None and self.due_at <= now
