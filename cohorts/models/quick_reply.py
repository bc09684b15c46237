"""A quick reply: kind words of the house's own that a facilitator puts into a private word by one press."""

from typing import Final

from django.db import models

from cohorts import ids

LONGEST: Final = 300
"""Characters; room for two or three short sentences."""


class QuickReply(models.Model):
    """One of the house's list, which is the bundled one while there is no row at all.

    The one that was taken away last is kept, with `removed_at`, so that it can be put back.
    """

    name = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    text = models.CharField(max_length=LONGEST)
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cohorts_quick_reply"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
