"""A week: one evening's theme in a course."""

from typing import TYPE_CHECKING

from django.db import models

from cohorts.models.course import Course

if TYPE_CHECKING:
    from cohorts.models.step import Step


class Week(models.Model):
    """The theme of one numbered week, counted from 1, and what its facilitators should know before it.

    `lobby` is what young people read while they wait. `goal`: checking in and out ask for the goal, 0 to 10.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="weeks")
    number = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=120)
    aim = models.TextField(blank=True, default="")
    lobby = models.JSONField(default=list, blank=True)
    prepare = models.JSONField(default=list, blank=True)
    watch_outs = models.JSONField(default=list, blank=True)
    goal = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cohorts_week"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("course", "number"), name="week_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="week_from_one"),
        )

    def __str__(self) -> str:
        return f"week {self.number}"

    @property
    def script(self) -> "list[Step]":
        """The steps in the order they are run in; what was taken out of a draft is left out."""
        return list(self.steps.filter(removed_at__isnull=True))
