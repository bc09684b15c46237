"""A heartbeat: one duty loop's last sign of life."""

from django.db import models


class Heartbeat(models.Model):
    """One row a loop, by the database's clock; a loop that has ended leaves its row behind for a day.

    `ring` is `Ring.told` of the key ring it has; `stopped` is one that ended as it was told to.
    """

    loop = models.CharField(max_length=16, primary_key=True)
    beat_at = models.DateTimeField()
    ring = models.TextField(db_default="")
    stopped = models.BooleanField(db_default=False)

    class Meta:
        db_table = "cohorts_heartbeat"

    def __str__(self) -> str:
        return self.loop
