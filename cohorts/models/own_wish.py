"""An own wish: a young person wants what is held of them deleted, or given to them."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.seat import Seat
from cohorts.models.staff import Staff

READY_FOR = timedelta(days=14)
"""So long a copy waits on its owner's page; after that they ask again."""


class Wanted(models.TextChoices):
    """What they want."""

    DELETE = "delete", _("delete what we hold of them")
    COPY = "copy", _("give them what we hold of them")


class Heard(models.TextChoices):
    """How it reached us."""

    PAGE = "page", _("on their own page")
    WORDS = "words", _("in words, in a session or a welcome")
    LETTER = "letter", _("by a letter, an email or a call")


class OwnWishQuerySet(models.QuerySet["OwnWish"]):
    """Wishes by where they stand."""

    def open(self) -> Self:
        """Those neither done nor taken back."""
        return self.filter(done_at__isnull=True, taken_back_at__isnull=True)

    def unanswered(self) -> Self:
        """Those that a person still has to begin."""
        return self.open().filter(begun_at__isnull=True).order_by("asked_at", "pk")

    def ready(self, now: datetime) -> Self:
        """Copies that their owners may read now, once."""
        return self.open().filter(what=Wanted.COPY, begun_at__gt=now - READY_FOR)

    def lapsed(self, now: datetime) -> Self:
        """Copies that waited for their owners in vain, who have to ask again."""
        return self.open().filter(what=Wanted.COPY, begun_at__lte=now - READY_FOR)

    def standing(self, now: datetime) -> Self:
        """Those that still come to something."""
        return self.open().exclude(pk__in=self.lapsed(now).order_by().values("pk"))

    def unfinished(self) -> Self:
        """Deletions that were begun and wait for something: an evening's end, the end of a hold."""
        return self.open().filter(what=Wanted.DELETE, begun_at__isnull=False).order_by("begun_at", "pk")

    def deleted(self) -> Self:
        """Deletions of which nothing is left to do."""
        return self.filter(what=Wanted.DELETE, done_at__isnull=False)


class OwnWish(models.Model):
    """Asked on one's own page or told to staff; `begun_by` is who of staff saw to it, `done_at` when nothing was left.

    A copy is done once it was shown. It is kept nowhere: it is made when its owner asks to see it.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="own_wishes")
    what = models.CharField(max_length=6, choices=Wanted)
    heard = models.CharField(max_length=6, choices=Heard)
    asked_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OwnWishQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_own_wish"
        constraints = (
            models.CheckConstraint(condition=Q(what__in=Wanted.values), name="own_wish_known"),
            models.CheckConstraint(condition=Q(heard__in=Heard.values), name="own_wish_heard_known"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(done_at__isnull=True), name="own_wish_one_end"
            ),
            models.UniqueConstraint(
                fields=("seat", "what"),
                condition=Q(done_at__isnull=True, taken_back_at__isnull=True),
                name="own_wish_open_once",
            ),
        )

    def __str__(self) -> str:
        return self.public_id
