"""A sign-off: one facilitator is through with one evening, or somebody signed in their place."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Session, Staff


class WhyInstead(models.TextChoices):
    """Why somebody else signed."""

    ILL = "ill", _("they are ill")
    AWAY = "away", _("they cannot be reached")
    SPARED = "spared", _("we want to spare them this tonight")


class SignOff(models.Model):
    """`staff` held the evening, `by` signed; `why` is empty where they are the same. An act as well."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sign_offs")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="sign_offs")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=WhyInstead, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "facilitator_sign_off"
        constraints = (
            models.UniqueConstraint(fields=("session", "staff"), name="sign_off_once"),
            models.CheckConstraint(
                condition=Q(by=F("staff"), why="") | (~Q(by=F("staff")) & Q(why__in=WhyInstead.values)),
                name="sign_off_reason_if_instead",
            ),
        )

    def __str__(self) -> str:
        return f"sign-off {self.pk}"
