"""A chore's place in time: when somebody has to do it next."""

from django.db import models


class ChoreRow(models.Model):
    """Whoever moves `next_at` on has the chore; there is one row for each, however many loops run."""

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        db_table = "cohorts_chore"

    def __str__(self) -> str:
        return self.name
