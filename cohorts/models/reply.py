"""A reply: a young person's own word on whether they come to one session."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from cohorts.models.seat import Seat
from cohorts.models.session import Session


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Replies by whether they still hold."""

    def standing(self) -> Self:
        """Those to the time at which their session begins now."""
        return self.filter(Q(about_at=F("session__starts_at")) | Q(about_at__isnull=True))


class Reply(models.Model):
    """The last word they said; nobody has to say any.

    `about_at` is the start that they said it of: a yes was to another time, and so was a no. It counts again once the
    session is back at that time. Empty, it is of the time that the session has had ever since.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="replies")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="replies")
    coming = models.BooleanField()
    said_at = models.DateTimeField()
    about_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_reply"
        constraints = (models.UniqueConstraint(fields=("seat", "session"), name="reply_once"),)

    def __str__(self) -> str:
        return f"reply {self.pk}"
