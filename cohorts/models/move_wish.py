"""A wish to move: a young person thinks they know somebody in their group, and would rather be in another."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from cohorts import ids
from cohorts.models.seat import Seat


class MoveWishQuerySet(models.QuerySet["MoveWish"]):
    """Wishes by whether somebody still has to see to them."""

    def open(self) -> Self:
        """Those of seats still held that nobody has answered, the oldest first."""
        waiting = self.filter(done_at__isnull=True, cancelled_at__isnull=True, seat__withdrawn_at__isnull=True)
        return waiting.order_by("wished_at", "pk")


class MoveWish(models.Model):
    """Told to staff alone. Whom they may know is not asked, and no reason is kept.

    `done_at` with `to_seat`: they were moved. `cancelled_at`: they changed their mind, or staff settled it with them.
    `name_settled_at`: whoever got another name by moving has seen it and kept or changed it.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="move_wishes")
    wished_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    to_seat = models.OneToOneField(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="moved_by")
    name_settled_at = models.DateTimeField(null=True, blank=True)

    objects = MoveWishQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_move_wish"
        constraints = (
            models.UniqueConstraint(
                fields=("seat",),
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="move_wish_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, to_seat__isnull=True)
                | Q(done_at__isnull=False, to_seat__isnull=False),
                name="move_wish_done_somewhere",
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def stood_at(self, moment: datetime) -> bool:
        """Return whether it was wished for by then, and neither answered nor taken back before."""
        ended = self.done_at or self.cancelled_at
        return self.wished_at <= moment and (ended is None or ended > moment)
