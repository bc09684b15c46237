"""An entry at rest: numbered, sealed, chained. Written by the journal's own SQL alone."""

from __future__ import annotations

from django.db import models

from cohorts.models import Session


class EntryRow(models.Model):
    """`digest` chains this row to the one a turn before; `hash` is of `sealed` and stays."""

    #: Found by what is unique of an entry; an index of its own would be written with every word and never read.
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="entries", db_index=False)
    turn = models.PositiveIntegerField()
    stream = models.CharField(max_length=12)
    pos = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    author = models.CharField(max_length=40)
    asker = models.CharField(max_length=40)
    #: Empty for all but the entry that answers a request.
    ref = models.CharField(max_length=40)
    of = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    hash = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        db_table = "chat_entry"
        #: What staff did is read as one ledger, the newest first; young people's words cost nothing more by it.
        indexes = [
            models.Index(fields=["at"], condition=models.Q(author__startswith="staff:"), name="entries_of_staff")
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "turn"], name="one_entry_a_turn"),
            models.UniqueConstraint(fields=["session", "stream", "pos"], name="positions_dense"),
            models.UniqueConstraint(
                fields=["session", "asker", "ref"], condition=~models.Q(ref=""), name="once_per_ref"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.turn} {self.stream}#{self.pos}"
