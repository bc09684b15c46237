"""An evaluation: what a cohort said of its course, in numbers alone."""

from django.db import models

from cohorts.models.cohort import Cohort


class Evaluation(models.Model):
    """How many gave each answer. One row of a whole cohort, written out whole each time.

    No row says who answered what: a seat knows only that its holder answered. One row for each answer would be the last
    that was written beside one seat, and could be laid next to it. `shut`: the numbers may have been seen, and nobody
    answers any more, though an evening was added after that.
    """

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="evaluation")
    counts = models.JSONField(default=dict)
    shut = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "cohorts_evaluation"

    def __str__(self) -> str:
        return f"evaluation {self.pk}"
