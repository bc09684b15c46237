"""An entry of a concern's record: written once, chained to the one before, never changed; a correction is another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Staff
from cohorts.models.act import AppendOnly

from .concern import Concern


class Part(models.TextChoices):
    """What an entry of the record is."""

    WORDS = "words", _("their own words")
    SEEN = "seen", _("what was seen or heard")
    DONE = "done", _("what was done")
    TOLD = "told", _("who was told")


class RecordEntryQuerySet(models.QuerySet["RecordEntry"]):
    """Entries of records, read alone: no change and no deletion passes through here."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(
        self, _objs: Iterable[RecordEntry], _fields: Iterable[str], _batch_size: int | None = None
    ) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class RecordEntry(models.Model):
    """`sealed` opens with the concern's key in this place alone; `digest` covers this entry and the one before."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="record")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    hash = models.BinaryField()
    digest = models.BinaryField()

    objects = RecordEntryQuerySet.as_manager()

    class Meta:
        db_table = "facilitator_record_entry"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("concern", "number"), name="record_entry_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="record_part_known"),
        )

    def __str__(self) -> str:
        return f"record entry {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; refuse to write one again."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly
