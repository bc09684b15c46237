"""A feed: a secret address from which one person's calendar reads when they are expected."""

from django.db import models
from django.db.models import Q

from cohorts.models.seat import Seat
from cohorts.models.staff import Staff


class Feed(models.Model):
    """Of one member of staff, or of one seat. The token is known to the calendar alone, here as keyed digest.

    `ended_at` shuts it for good.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, blank=True, related_name="feeds")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cohorts_feed"
        constraints = (
            models.UniqueConstraint(fields=("staff",), condition=Q(ended_at__isnull=True), name="feed_one_at_a_time"),
            models.UniqueConstraint(fields=("seat",), condition=Q(ended_at__isnull=True), name="feed_one_a_seat"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, seat__isnull=True) | Q(staff__isnull=True, seat__isnull=False),
                name="feed_one_holder",
            ),
        )

    def __str__(self) -> str:
        return f"feed {self.pk}"
