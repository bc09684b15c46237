"""A concern: an adult's judgement that somebody should act for a young person."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import Role, Seat, Session, Staff


class Level(models.TextChoices):
    """How soon it has to be seen to (care.md §7)."""

    NOW = "now", _("now: somebody may be in danger")
    URGENT = "urgent", _("urgent: within half an hour")
    CONCERN = "concern", _("concern: the same day")


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Concerns by whom they are about and who raised them."""

    def of(self, session: Session) -> Self:
        """Those raised about one evening, the first first."""
        return self.filter(session=session).order_by("raised_at", "pk")


class Concern(models.Model):
    """Whom it is about, which evening, how pressing, who raised it. What it rests on lies in its record alone.

    `level` is as it was raised; what comes of it is written in the record. `data_key` is the key of the record's words,
    wrapped by the ring and bound to `row`. `entries`, `digest` and `seal` are the head of the record's chain; the
    chain begins with the fields of this row, so that a change of these shows as well.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="concerns")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="concerns")
    level = models.CharField(max_length=10, choices=Level)
    raised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="concerns")
    raised_at = models.DateTimeField()
    data_key = models.BinaryField()
    entries = models.PositiveIntegerField(default=0)
    digest = models.BinaryField()
    seal = models.BinaryField()

    objects = ConcernQuerySet.as_manager()

    class Meta:
        db_table = "facilitator_concern"
        constraints = (models.CheckConstraint(condition=Q(level__in=Level.values), name="concern_level_known"),)

    def __str__(self) -> str:
        return self.public_id

    def may_be_read_by(self, staff: Staff) -> bool:
        """Whether somebody may read the record: whoever raised it, and the lead (care.md §7)."""
        return staff.role == Role.LEAD or self.raised_by_id == staff.pk

    @property
    def row(self) -> bytes:
        """What its key is bound to."""
        return f"concern/{self.public_id}".encode()
