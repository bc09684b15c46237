"""A waiting place: somebody in line for a seat of a cohort that is full."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from cohorts import ids
from cohorts.models.cohort import Cohort
from cohorts.models.seat import Seat

MOST_LAPSED = 2
"""So many offers somebody may let pass; after that nobody is kept waiting for them."""


class WaitingQuerySet(models.QuerySet["WaitingPlace"]):
    """Waiting places by where they stand."""

    def standing(self) -> Self:
        """Those neither taken nor left, whose code still opens."""
        return self.filter(taken__isnull=True, left_at__isnull=True)

    def in_line(self) -> Self:
        """Those who are still asked, in that order: whoever let an offer pass comes after all who did not."""
        return self.standing().filter(lapsed__lt=MOST_LAPSED).order_by("lapsed", "joined_at", "pk")

    def offered(self, now: datetime) -> Self:
        """Those a place is kept for at this moment."""
        return self.standing().filter(offer_ends_at__gt=now)


class WaitingPlace(models.Model):
    """What is known of somebody who waits: the digest of their code, what they agreed to, what would make it easier.

    `offer_ends_at` is set while a place is kept for them; `lapsed` counts the offers they let pass. `taken` is the seat
    that came of it.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="waiting")
    code_digest = models.CharField(max_length=64, unique=True)
    agreed_version = models.CharField(max_length=20, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ease = models.JSONField(default=list, blank=True)
    joined_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    lapsed = models.PositiveSmallIntegerField(default=0)
    taken = models.OneToOneField(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="waited")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_waiting"
        constraints = (
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True, offer_ends_at__isnull=True)
                | Q(offered_at__isnull=False, offer_ends_at__gt=models.F("offered_at")),
                name="waiting_offer_ends",
            ),
            models.CheckConstraint(condition=Q(taken__isnull=True) | Q(left_at__isnull=True), name="waiting_one_end"),
        )
        indexes = (models.Index(fields=("cohort", "lapsed", "joined_at"), name="waiting_in_line"),)

    def __str__(self) -> str:
        return self.public_id

    @property
    def in_line(self) -> bool:
        """Whether they are still asked."""
        return self.taken_id is None and self.left_at is None and self.lapsed < MOST_LAPSED

    def is_offered(self, now: datetime) -> bool:
        """Whether a place is kept for them at this moment."""
        return self.in_line and self.offer_ends_at is not None and self.offer_ends_at > now
