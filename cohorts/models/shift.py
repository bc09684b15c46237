"""A shift: one member of staff working one session."""

from django.db import models

from cohorts.models.session import Session
from cohorts.models.staff import Staff


class Shift(models.Model):
    """Who works a session, and who of them leads it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shifts")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="shifts")
    leading = models.BooleanField(default=False)

    class Meta:
        db_table = "cohorts_shift"
        constraints = (models.UniqueConstraint(fields=("session", "staff"), name="shift_once"),)

    def __str__(self) -> str:
        return f"shift {self.pk}"
