"""A step: one thing a facilitator sends or does in an evening, and for how long."""

from django.db import models
from django.db.models import Q

from cohorts.models.week import Week
from cohorts.script import shape


class Step(models.Model):
    """One step of a week's script.

    `name` is unique in its week and stays when the step moves; `words` are what the room reads, `notes` what the
    facilitators read. A step taken out of a draft is kept until that draft is published, so that it can be put back.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.SlugField(max_length=40)
    part = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=shape.MOST_TITLE)
    minutes = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    options = models.JSONField(default=list, blank=True)
    breathing = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cohorts_step"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("week", "name"), name="step_name_once"),
            models.CheckConstraint(condition=Q(minutes__range=(1, shape.MOST_MINUTES)), name="step_minutes"),
            models.CheckConstraint(condition=Q(kind__in=shape.KINDS), name="step_kind_known"),
            models.CheckConstraint(condition=Q(part__in=shape.PARTS), name="step_part_known"),
        )

    def __str__(self) -> str:
        return self.name
