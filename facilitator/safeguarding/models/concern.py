"""A concern: an adult's judgement that somebody should act, most often for a young person."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import Role, Seat, Session, Staff


class Level(models.TextChoices):
    """How soon it has to be seen to (care.md §7)."""

    NOW = "now", _("now: somebody may be in danger")
    URGENT = "urgent", _("urgent: within half an hour")
    CONCERN = "concern", _("concern: the same day")


#: While one of these is open nothing is sent to the seat by itself; a person decides what is (care.md §2).
STOPS: Final = frozenset({Level.NOW, Level.URGENT})


class State(models.TextChoices):
    """Whether anything is still to be done."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Stands(models.TextChoices):
    """How it stands, as the team of the evening is told."""

    OPEN = "open", _("open, nobody has it yet")
    ACKNOWLEDGED = "acknowledged", _("open, somebody has it")
    CLOSED = "closed", _("closed")


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Concerns by whom they are about, who raised them and how they stand."""

    def of(self, session: Session) -> Self:
        """Those raised about one evening, the first first."""
        return self.filter(session=session).order_by("raised_at", "pk")

    def open(self) -> Self:
        """Those of which something is still to be done."""
        return self.filter(state=State.OPEN)

    def untold(self) -> Self:
        """Those whose team has not been told how they stand now."""
        closed = Q(state=State.CLOSED)
        had, free = Q(acknowledged_at__isnull=False), Q(acknowledged_at__isnull=True)
        unlike = closed & ~Q(told=Stands.CLOSED)
        unlike |= ~closed & had & ~Q(told=Stands.ACKNOWLEDGED)
        return self.filter(unlike | (~closed & free & ~Q(told=Stands.OPEN)))


class AboutYoungPeople(models.Manager["Concern"]):
    """What every list, count and page reads: a worry about an adult is in none of them (care.md §7)."""

    def get_queryset(self) -> ConcernQuerySet:
        """Leave those about an adult out."""
        return ConcernQuerySet(self.model, using=self._db).filter(adult=False)

    def of(self, session: Session) -> ConcernQuerySet:
        """Those raised about one evening, the first first."""
        return self.get_queryset().of(session)

    def open(self) -> ConcernQuerySet:
        """Those of which something is still to be done."""
        return self.get_queryset().open()

    def untold(self) -> ConcernQuerySet:
        """Those whose team has not been told how they stand now."""
        return self.get_queryset().untold()


class Concern(models.Model):
    """Whom it is about, which evening, how pressing, who raised it. What it rests on lies in its record alone.

    `level` is as it was raised; what comes of it is written in the record, `state` and who acknowledged it as well:
    these columns only repeat what the record says last, for lists. `told` is how the team of the evening was last told
    that it stands, `changed_at` since when it stands so. `data_key` is the key of the record's words, wrapped by the
    ring and bound to `row`. `entries`, `digest` and `seal` are the head of the record's chain; the chain begins with
    the fields of this row, so that a change of these shows as well.

    A worry about an adult has the same record and is read by the lead alone: `objects` does not know it. It may be
    about no young person, and a young person may have raised it; `about_staff` is empty where they named nobody.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="concerns")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns")
    level = models.CharField(max_length=10, choices=Level)
    raised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns")
    raised_at = models.DateTimeField()
    adult = models.BooleanField(default=False)
    about_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    told = models.CharField(max_length=12, choices=Stands, blank=True, default="")
    data_key = models.BinaryField()
    entries = models.PositiveIntegerField(default=0)
    digest = models.BinaryField()
    seal = models.BinaryField()

    objects = AboutYoungPeople()
    every = ConcernQuerySet.as_manager()

    class Meta:
        db_table = "facilitator_concern"
        constraints = (
            models.CheckConstraint(condition=Q(level__in=Level.values), name="concern_level_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="concern_state_known"),
            models.CheckConstraint(
                condition=Q(adult=True) | Q(seat__isnull=False, raised_by__isnull=False, about_staff__isnull=True),
                name="concern_of_a_seat_by_staff",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="concern_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(about_staff__isnull=True) | Q(raised_by__isnull=True) | ~Q(about_staff=F("raised_by")),
                name="concern_not_about_its_raiser",
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state == State.OPEN

    @property
    def stands(self) -> Stands:
        """How it stands now."""
        if not self.is_open:
            return Stands.CLOSED
        return Stands.OPEN if self.acknowledged_at is None else Stands.ACKNOWLEDGED

    @property
    def since(self) -> datetime:
        """Since when it stands so."""
        return self.changed_at or self.raised_at

    def may_be_read_by(self, staff: Staff) -> bool:
        """Whether somebody may read the record: the lead, and a facilitator who raised it themselves (care.md §7)."""
        if self.adult:
            return False
        return staff.role == Role.LEAD or (staff.role in _HOLD and self.raised_by_id == staff.pk)

    @property
    def row(self) -> bytes:
        """What its key is bound to."""
        return f"concern/{self.public_id}".encode()


_HOLD = frozenset({Role.COUNSELLOR, Role.VOLUNTEER})
