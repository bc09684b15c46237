"""An afterword: what somebody wrote of an evening for those who hold the group's next one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import Session, Staff


class About(models.TextChoices):
    """What it is."""

    DEBRIEF = "debrief", _("how the evening was")
    HANDOVER = "handover", _("for next week")


class Afterword(models.Model):
    """Sealed under a key of its own, both bound to `row`; read by the staff of that group and the safeguarding lead."""

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="afterwords")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    data_key = models.BinaryField()

    class Meta:
        db_table = "facilitator_afterword"
        constraints = (models.CheckConstraint(condition=Q(about__in=About.values), name="afterword_known"),)

    def __str__(self) -> str:
        return self.public_id

    @property
    def row(self) -> bytes:
        """What its blobs are bound to."""
        return f"afterword/{self.public_id}".encode()
