"""A legal hold: nothing of one cohort, or of one young person, is deleted while it stands."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.cohort import Cohort
from cohorts.models.seat import Seat
from cohorts.models.staff import Staff


class WhyHeld(models.TextChoices):
    """Why it must stay; a choice, as a reason in words would be one more thing kept about somebody."""

    POLICE = "police", _("the police asked for it")
    COURT = "court", _("a court asked for it")
    CLAIM = "claim", _("a complaint or a claim")
    REVIEW = "review", _("a safeguarding review")
    ADVICE = "advice", _("we were advised to")


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    """Holds by whether they stand."""

    def standing(self) -> Self:
        """Those nobody has lifted."""
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """Of one cohort or one seat; `cohorts.keeping.holds` says what that keeps. Young people see nothing of it."""

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    why = models.CharField(max_length=10, choices=WhyHeld)
    since = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_legal_hold"
        constraints = (
            models.CheckConstraint(
                condition=Q(cohort__isnull=False, seat__isnull=True) | Q(cohort__isnull=True, seat__isnull=False),
                name="hold_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(why__in=WhyHeld.values), name="hold_why_known"),
            models.UniqueConstraint(
                fields=("cohort", "why"), condition=Q(lifted_at__isnull=True), name="hold_of_cohort_once"
            ),
            models.UniqueConstraint(
                fields=("seat", "why"), condition=Q(lifted_at__isnull=True), name="hold_of_seat_once"
            ),
        )

    def __str__(self) -> str:
        return self.public_id
