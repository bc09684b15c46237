"""An entry of a concern's record: written once, chained to the one before, never changed; a correction is another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Staff
from cohorts.models.written_once import WrittenOnce, WrittenOnceQuerySet

from .concern import Concern


class Part(models.TextChoices):
    """What an entry of the record is."""

    WORDS = "words", _("their own words")
    SEEN = "seen", _("what was seen or heard")
    DONE = "done", _("what was done")
    TOLD = "told", _("who was told")


class RecordEntry(WrittenOnce):
    """`sealed` opens with the concern's key in this place alone; `digest` covers this entry and the one before."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="record")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    hash = models.BinaryField()
    digest = models.BinaryField()

    objects: models.Manager[RecordEntry] = WrittenOnceQuerySet["RecordEntry"].as_manager()

    class Meta:
        db_table = "facilitator_record_entry"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("concern", "number"), name="record_entry_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="record_part_known"),
        )

    def __str__(self) -> str:
        return f"record entry {self.pk}"
