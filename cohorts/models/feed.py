"""A feed: a secret address from which one member of staff's calendar reads their shifts."""

from django.db import models
from django.db.models import Q

from cohorts.models.staff import Staff


class Feed(models.Model):
    """The token is known to the calendar alone, here as keyed digest; `ended_at` shuts it for good."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cohorts_feed"
        constraints = (
            models.UniqueConstraint(fields=("staff",), condition=Q(ended_at__isnull=True), name="feed_one_at_a_time"),
        )

    def __str__(self) -> str:
        return f"feed {self.pk}"
