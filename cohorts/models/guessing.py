"""Guessing: ten minutes in which words or contacts were tried more often than people mistype."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Tried(models.TextChoices):
    """What was tried."""

    WORDS = "words", _("words that bring somebody in")
    CONTACTS = "contacts", _("contacts that a link is sent to")


class Guessing(models.Model):
    """Shown at the desk, where people decide; nothing follows from it by itself. It holds a count and no address.

    `tried` grows in steps while the ten minutes from `since` on last; tries that were refused count as well.
    """

    what = models.CharField(max_length=10, choices=Tried)
    since = models.DateTimeField()
    tried = models.PositiveIntegerField()

    class Meta:
        db_table = "cohorts_guessing"
        constraints = (
            models.UniqueConstraint(fields=("what", "since"), name="guessing_once"),
            models.CheckConstraint(condition=Q(what__in=Tried.values), name="guessing_known"),
        )

    def __str__(self) -> str:
        return f"guessing {self.pk}"
