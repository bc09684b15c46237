"""The head of a session's chain: how far it has come, sealed so that a cut tail shows."""

from __future__ import annotations

from django.db import models

from cohorts.models import Session


class Head(models.Model):
    """One row per session that has entries, changed under the session's lock alone.

    Only `data_key` may be closed anew without it: the same key under another one of the ring.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, primary_key=True)
    turn = models.PositiveIntegerField()
    at = models.DateTimeField()
    digest = models.BinaryField()
    seal = models.BinaryField()
    #: The key of this session's words, wrapped by the organisation's ring.
    data_key = models.BinaryField()

    class Meta:
        db_table = "chat_head"

    def __str__(self) -> str:
        return f"{self.session_id} at turn {self.turn}"
