"""A telling: something that one person is to be told by itself, once, in a letter or a text message."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.cohort import Cohort
from cohorts.models.seat import Seat
from cohorts.models.session import Session
from cohorts.models.staff import Staff
from cohorts.models.waiting import WaitingPlace

CLAIM = timedelta(minutes=2)
"""How long one that was taken up may take; whoever hands it over is cut off long before."""


class Kind(models.TextChoices):
    """What is told."""

    CONFIRM = "confirm", _("confirm your place")
    START = "start", _("starts soon")
    MISSED = "missed", _("we missed you")
    FOLLOWUP = "followup", _("four weeks later")
    OFFER = "offer", _("a place is free")
    MOVED = "moved", _("evening moved")
    CANCELLED = "cancelled", _("evening cancelled")
    WAY_BACK = "way_back", _("way back in")
    WELCOME = "welcome", _("welcome soon")
    SHORT = "short", _("staff missing")
    UNHELD = "unheld", _("evening not held")
    ALONE = "alone", _("one came")
    UNCOVERED = "uncovered", _("nobody on call")
    UNTRIED = "untried", _("ways to help untried")
    TEST = "test", _("test")


OF_STAFF = frozenset({Kind.SHORT, Kind.UNHELD, Kind.ALONE, Kind.UNCOVERED, Kind.UNTRIED, Kind.TEST})
"""What staff are told, by the email they sign in with."""


class Why(models.TextChoices):
    """Why something was not told."""

    LATE = "late", _("too late, skipped")
    QUIET = "quiet", _("only quiet hours were left")
    NO_CONTACT = "no_contact", _("no contact for reminders")
    UNSUBSCRIBED = "unsubscribed", _("wants no messages")
    NO_WAY = "no_way", _("this house is not set up to send that")
    REFUSED = "refused", _("their post refused it")
    NO_ANSWER = "no_answer", _("nobody took it in time")
    ANSWERED = "answered", _("they had answered already")
    UNREADABLE = "unreadable", _("the contact cannot be read")
    UNSURE = "unsure", _("cut off, may have gone")
    STOPPED = "stopped", _("held back")


class Way(models.TextChoices):
    """How it went."""

    EMAIL = "email", _("email")
    TEXT = "text", _("text message")


class TellingQuerySet(models.QuerySet["Telling"]):
    """Tellings by how far they have come."""

    def waiting(self) -> Self:
        """Those neither told nor skipped."""
        return self.filter(told_at__isnull=True, skipped_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Those somebody has to take up: their time has come, and no loop has them.

        A claim that lasts longer than any can was made before the clock was put back, and counts no more.
        """
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + CLAIM)
        return self.waiting().filter(unclaimed, next_at__lte=now)


class Telling(models.Model):
    """A row of the outbox, written in the transaction of its cause; it holds no words and no contact.

    `due_at` is when it was to be told, `next_at` when it is looked at next, `not_after` when it is of no more use.
    `ref` (kind, person, session, occasion) is there once, so that whoever plans twice tells once. `about_at` is the
    start that was planned with: another start means that this one is no longer so. `claimed_by` names one taking up;
    `handing_at` is written before the network is touched, so that a row with it and no end may have gone out. While it
    waits, `skipped_why` is what stood in the way the last time; it stays the reason if nothing comes of it.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="tellings")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings")
    waiting = models.ForeignKey(WaitingPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings")
    ref = models.CharField(max_length=100, unique=True)
    about_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    not_after = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=ids.LENGTH, blank=True, default="", db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    handing_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_why = models.CharField(max_length=12, choices=Why, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=5, choices=Way, blank=True, default="")

    objects = TellingQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_telling"
        indexes = (
            models.Index(
                fields=("next_at",), condition=Q(told_at__isnull=True, skipped_at__isnull=True), name="telling_waiting"
            ),
            models.Index(fields=("-due_at",), name="telling_log"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="telling_kind_known"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, waiting__isnull=True, staff__isnull=True)
                | Q(seat__isnull=True, waiting__isnull=False, staff__isnull=True)
                | Q(seat__isnull=True, waiting__isnull=True, staff__isnull=False),
                name="telling_one_person",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(skipped_at__isnull=True), name="telling_one_end"
            ),
        )

    def __str__(self) -> str:
        return self.public_id
