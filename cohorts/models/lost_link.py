"""A lost link: somebody asked for a way back in, known by a keyed digest of the contact they typed."""

from django.db import models


class LostLink(models.Model):
    """Written the same way whether or not anybody has that contact, and deleted as soon as a chore has looked."""

    lookup = models.CharField(max_length=64)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "cohorts_lost_link"

    def __str__(self) -> str:
        return f"lost link {self.pk}"
