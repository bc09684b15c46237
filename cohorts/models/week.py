"""A week: one evening's theme in a course."""

from django.db import models

from cohorts.models.course import Course


class Week(models.Model):
    """The theme of one numbered week, counted from 1."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="weeks")
    number = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=120)

    class Meta:
        db_table = "cohorts_week"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("course", "number"), name="week_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="week_from_one"),
        )

    def __str__(self) -> str:
        return f"week {self.number}"
