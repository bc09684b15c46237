"""A worker's lease: while it is fresh, the people on its sockets count as present."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """One row per worker process, renewed by the database's clock. `ring` is `Ring.told` of the key ring it has."""

    worker = models.CharField(max_length=32, primary_key=True)
    renewed_at = models.DateTimeField()
    stopped = models.BooleanField(default=False)
    ring = models.TextField(db_default="")

    class Meta:
        db_table = "chat_lease"

    def __str__(self) -> str:
        return self.worker
