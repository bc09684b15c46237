"""A socket of somebody in a session, held by one worker. No counters: rows and times."""

from __future__ import annotations

from django.db import models

from cohorts.models import Session


class PresenceRow(models.Model):
    """Counts while `left_at` is empty and the worker's lease is fresh."""

    #: Found by `presence_of_session`.
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presence", db_index=False)
    person = models.CharField(max_length=40)
    worker = models.CharField(max_length=32)
    socket = models.CharField(max_length=40, unique=True)
    #: When this person first came tonight, whichever socket they came by: what they came by before is cleared away.
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    away_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "chat_presence"
        indexes = [models.Index(fields=["session", "person"], name="presence_of_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.socket}"
