"""A stop: nothing is sent to a seat by itself until somebody answerable has looked."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.seat import Seat
from cohorts.models.staff import Staff


class Cause(models.TextChoices):
    """Why a person and not a machine should be the next to write."""

    CONCERN = "concern", _("an open concern")
    LEFT_SUDDENLY = "left_suddenly", _("left suddenly")
    STAFF = "staff", _("a decision")


class StopQuerySet(models.QuerySet["Stop"]):
    """Stops by whether they hold."""

    def standing(self) -> Self:
        """Those nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class Stop(models.Model):
    """Holds back every automatic message to a seat (care.md §2); the lead has a task while it stands.

    `by` is empty where the software placed it. The young person sees and receives nothing of it, and nothing else of
    theirs changes: only what would have been sent by itself is not.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="stops")
    cause = models.CharField(max_length=15, choices=Cause)
    since = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = StopQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_stop"
        constraints = (
            models.UniqueConstraint(
                fields=("seat", "cause"), condition=Q(lifted_at__isnull=True), name="stop_standing_once"
            ),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="stop_cause_known"),
        )

    def __str__(self) -> str:
        return self.public_id
