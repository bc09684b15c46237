"""A reply: a young person's own word on whether they come to one session."""

from django.db import models

from cohorts.models.seat import Seat
from cohorts.models.session import Session


class Reply(models.Model):
    """The last word they said; nobody has to say any."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="replies")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="replies")
    coming = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        db_table = "cohorts_reply"
        constraints = (models.UniqueConstraint(fields=("seat", "session"), name="reply_once"),)

    def __str__(self) -> str:
        return f"reply {self.pk}"
