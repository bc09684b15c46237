"""How I am: what somebody of staff chose to say to their supervisor, and to nobody else."""

from __future__ import annotations

from django.db import models

from cohorts import ids
from cohorts.models import Staff


class HowIAm(models.Model):
    """No act tells of it, no list counts it, and it goes after a month (care.md §7).

    It is for whoever was the supervisor when it was written, and names no evening.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    data_key = models.BinaryField()

    class Meta:
        db_table = "facilitator_how_i_am"

    def __str__(self) -> str:
        return self.public_id

    @property
    def row(self) -> bytes:
        """What its blobs are bound to."""
        return f"how/{self.public_id}".encode()
