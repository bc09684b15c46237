"""An opening: somebody broke the seal of a contact that was given only for fear of somebody's life."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import ContactKind, Staff
from cohorts.models.written_once import WrittenOnce, WrittenOnceQuerySet

from .concern import Concern

#: For so long it is shown (care.md §7).
SHOWN: Final = timedelta(minutes=10)


class Reason(models.TextChoices):
    """What somebody fears; the words to it lie in the concern's record."""

    DONE = "done", _("they said they have taken something, or are badly hurt")
    ABOUT_TO = "about_to", _("they said they are about to end their life")
    FROM_OTHERS = "from_others", _("somebody is putting their life in danger")
    TO_OTHERS = "to_others", _("they may be about to end somebody else’s life")
    LEFT = "left", _("they left suddenly after saying something like that")
    OTHER = "other", _("something else, as written below")


class Opening(WrittenOnce):
    """Who opened which concern's contact, why, from when until when, and who was told at once; never what it says.

    `entry` is the number of the record's entry that holds the words. `second` is empty where nobody else was on call.
    What came of it later are rows of their own (`OpeningStep`).
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="openings")
    reason = models.CharField(max_length=12, choices=Reason)
    kind = models.CharField(max_length=5, choices=ContactKind)
    second = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.PositiveIntegerField()
    opened_at = models.DateTimeField(db_index=True)
    closes_at = models.DateTimeField()

    objects: models.Manager[Opening] = WrittenOnceQuerySet["Opening"].as_manager()

    class Meta:
        db_table = "facilitator_opening"
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="opening_reason_known"),
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="opening_kind_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="opening_times_in_order"),
            models.CheckConstraint(condition=Q(second__isnull=True) | ~Q(second=F("by")), name="opening_second_other"),
        )

    def __str__(self) -> str:
        return self.public_id

    def shows(self, now: datetime) -> bool:
        """Whether the clock still lets it be seen: never for longer than that, whatever a row says."""
        return self.opened_at <= now < min(self.closes_at, self.opened_at + SHOWN)


class Step(models.TextChoices):
    """What came of an opening."""

    CLOSED = "closed", _("closed before its time")
    TOLD = "told", _("the young person was told")
    NOT_TOLD = "not_told", _("the young person is not told")
    REVIEWED = "reviewed", _("reviewed")


class How(models.TextChoices):
    """How a young person was told, or why they are not."""

    PRIVATE_WORD = "private_word", _("in a private word")
    SPOKEN = "spoken", _("by phone or face to face")
    WRITTEN = "written", _("in a letter or a text message")
    UNSAFE = "unsafe", _("it would put them in danger")
    READ_BY_OTHERS = "read_by_others", _("somebody else may read what we write to them")
    ASKED_NOT_TO = "asked_not_to", _("police or social care asked us not to")
    GONE = "gone", _("there is no way to reach them any more")


TELLS: Final = (How.PRIVATE_WORD, How.SPOKEN, How.WRITTEN)
SPARES: Final = (How.UNSAFE, How.READ_BY_OTHERS, How.ASKED_NOT_TO, How.GONE)


class OpeningStep(WrittenOnce):
    """One step, taken once. Who was first to be spared it may be told later; what was told stays told."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=Step)
    how = models.CharField(max_length=15, choices=How, blank=True, default="")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: models.Manager[OpeningStep] = WrittenOnceQuerySet["OpeningStep"].as_manager()

    class Meta:
        db_table = "facilitator_opening_step"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("opening", "step"), name="opening_step_once"),
            models.CheckConstraint(
                condition=Q(step__in=[Step.CLOSED, Step.REVIEWED], how="")
                | Q(step=Step.TOLD, how__in=TELLS)
                | Q(step=Step.NOT_TOLD, how__in=SPARES),
                name="opening_step_known",
            ),
        )

    def __str__(self) -> str:
        return f"opening step {self.pk}"
