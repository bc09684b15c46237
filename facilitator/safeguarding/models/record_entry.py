"""An entry of a concern's record: written once, chained to the one before, never changed; a correction is another."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Staff
from cohorts.models.once_named import OnceNamed
from cohorts.models.written_once import WrittenOnce, WrittenOnceQuerySet

from .concern import Concern


class Part(models.TextChoices):
    """What an entry of the record is (care.md §7)."""

    WORDS = "words", _("their own words")
    THERE = "there", _("who was present")
    SEEN = "seen", _("what was seen or heard")
    ASKED = "asked", _("what staff asked, word for word")
    THINK = "think", _("what somebody thinks of it")
    SORT = "sort", _("what kind of worry it is")
    RISKS = "risks", _("what adds to the risk")
    HELPS = "helps", _("what protects them")
    DONE = "done", _("what was done")
    TOLD = "told", _("who was told")
    ADVICE = "advice", _("advice, and from whom")
    REFERRED = "referred", _("referred to somebody outside")
    NOT_SENT = "not_sent", _("why it was not referred")
    WISH = "wish", _("whether they were told, and what they want")
    PLAN = "plan", _("safety plan")
    FOLLOW = "follow", _("what has to follow")
    FOLLOWED = "followed", _("what followed")
    HAVE = "have", _("somebody has it")
    OPENED = "opened", _("the contact was opened")
    READ = "read", _("the record was read")
    CLOSED = "closed", _("closed, with what came of it")
    REOPENED = "reopened", _("opened again")
    SIGNED = "signed", _("signed off")


#: What the software writes itself, by what somebody did; nobody chooses it from a list, and nobody corrects it.
BY_ITSELF: Final = frozenset(
    {Part.WORDS, Part.THERE, Part.HAVE, Part.OPENED, Part.READ, Part.CLOSED, Part.REOPENED, Part.SIGNED}
)


class RecordEntry(WrittenOnce):
    """`sealed` opens with the concern's key in this place alone; `digest` covers this entry and the one before.

    `about` holds ids, numbers and dates alone, never words: which entry it corrects, who follows up by when. `by` is
    empty where no member of staff wrote it: the words of a young person who was worried about one. `token` is
    made from that of the form it was sent with and from what it said, so that the same sent twice is one entry.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="record")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=10, choices=Part)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    about = models.JSONField(default=dict, decoder=OnceNamed)
    token = models.CharField(max_length=40, blank=True, default="")
    sealed = models.BinaryField()
    hash = models.BinaryField()
    digest = models.BinaryField()

    objects: models.Manager[RecordEntry] = WrittenOnceQuerySet["RecordEntry"].as_manager()

    class Meta:
        db_table = "facilitator_record_entry"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("concern", "number"), name="record_entry_once"),
            models.UniqueConstraint(
                fields=("concern", "token"), condition=~Q(token=""), name="record_entry_once_per_form"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="record_part_known"),
        )

    def __str__(self) -> str:
        return f"record entry {self.pk}"
