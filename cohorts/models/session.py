"""A session: one dated meeting of a cohort."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts import ids, schedule
from cohorts.models.cohort import Cohort
from cohorts.models.week import Week

if TYPE_CHECKING:
    from cohorts.models.seat import Seat
    from cohorts.models.staff import Staff

STAYS_BEHIND = timedelta(hours=12)


class Kind(models.TextChoices):
    """Whom a session is for: the whole cohort, or one young person before the first evening."""

    GROUP = "group", gettext_lazy("group evening")
    WELCOME = "welcome", gettext_lazy("one-to-one welcome")


class Outcome(models.TextChoices):
    """How an evening came out that was not held as planned (care.md §6)."""

    NOT_HELD = "not_held", gettext_lazy("nobody could hold it")
    NOBODY_CAME = "nobody_came", gettext_lazy("nobody came")


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions by whom they are for and where they stand on the clock."""

    def evenings(self) -> Self:
        """Those of the whole cohort: one for each week of its course, and one for each that was cancelled."""
        return self.filter(kind=Kind.GROUP)

    def welcomes(self) -> Self:
        """The one-to-one welcomes, picked or still open."""
        return self.filter(kind=Kind.WELCOME)

    def meetings(self) -> Self:
        """The evenings on which a group has met or is to meet: neither cancelled nor called off."""
        return self.evenings().planned().exclude(outcome=Outcome.NOT_HELD)

    def for_seat(self, seat: "Seat") -> Self:
        """Those this seat may come to: the evenings of its cohort, and its own welcome."""
        return self.filter(Q(kind=Kind.GROUP) | Q(seat=seat), cohort=seat.cohort_id)

    def planned(self) -> Self:
        """Those nobody has cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def on_now(self, now: datetime) -> Self:
        """Those between the opening of the lobby and the end."""
        return self.planned().filter(opens_at__lte=now, closes_at__gt=now)

    def to_come(self, now: datetime) -> Self:
        """Those not over yet, the earliest first."""
        return self.planned().filter(closes_at__gt=now).order_by("opens_at", "pk")

    def current(self, now: datetime) -> "Session | None":
        """The one that is on, the last to open of several, else the one that comes next."""
        sessions = self.select_related("week")
        return sessions.on_now(now).order_by("-opens_at").first() or sessions.to_come(now).first()

    def last_of(self, cohort: int) -> "Session | None":
        """The last evening of a cohort that is planned; None if there is none."""
        return self.evenings().planned().filter(cohort=cohort).order_by("starts_at", "pk").last()

    def just_over(self, now: datetime) -> "Session | None":
        """The last to end, while a private word may still be kept open there."""
        ended = self.planned().select_related("week").filter(closes_at__lte=now, closes_at__gt=now - STAYS_BEHIND)
        return ended.order_by("-closes_at", "-pk").first()

    def listening(self, now: datetime) -> Self:
        """Those a socket may still be attached to: about to open, on now, or over with a private word kept open."""
        return self.filter(opens_at__lte=now + timedelta(hours=1), closes_at__gt=now - STAYS_BEHIND)

    def backed_no_more(self, by: "Staff") -> int:
        """Let nobody who holds one of these alone count on this member of staff any more; return how many did."""
        return self.filter(backed_by=by).update(backed_by=None, backed_at=None)

    def locked(self) -> list[str]:
        """Take these sessions' locks in id order, inside a transaction; return their public ids.

        Whatever takes somebody's right to speak away holds them, so that the journal decides before or after
        it and never halfway. On SQLite the transaction itself is the lock.
        """
        rows = self.order_by("pk").select_for_update(no_key=True)
        return [session.public_id for session in rows]


class Session(models.Model):
    """Lobby from `opens_at`, room from `starts_at`, stay-behind from `ends_at`, nothing after `closes_at`.

    A welcome is for one `seat` alone; while that is empty it is an offer. It belongs to week 1, which it comes before.

    A cancelled session keeps its row and its times, and lets nobody in. `was_at` is when one that was moved would have
    started first, or when the one started that it makes up for. `changed_at` is the last change that people have to be
    told of, `told_at` when somebody said that they were. `revision` counts changes for calendars.

    So many as `least_staff` facilitators must be there before the room opens (care.md §6). One alone opens it only
    after `backed_by`, an observer or the lead, has said at `backed_at` that they stand behind it. `outcome` is empty
    for an evening that was held, or is still to come.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    week = models.ForeignKey(Week, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GROUP)
    seat = models.ForeignKey("cohorts.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="welcomes")
    opens_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    was_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    least_staff = models.PositiveSmallIntegerField(default=2)
    backed_by = models.ForeignKey("cohorts.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    backed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    objects = SessionQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_session"
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__lte=F("starts_at"), starts_at__lt=F("ends_at"), ends_at__lte=F("closes_at")),
                name="session_times_in_order",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="session_kind_known"),
            models.CheckConstraint(condition=Q(kind=Kind.WELCOME) | Q(seat__isnull=True), name="session_seat_welcomed"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="session_outcome_known"),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def title(self) -> str:
        """What the room is headed with: the week's theme, naming nothing private."""
        return _("One-to-one welcome") if self.is_welcome else self.week.theme

    @property
    def is_welcome(self) -> bool:
        """Whether it is for one young person alone."""
        return self.kind == Kind.WELCOME

    @property
    def untold(self) -> bool:
        """Whether people have still to hear of a change."""
        return self.changed_at is not None and (self.told_at is None or self.told_at < self.changed_at)

    @property
    def change(self) -> str:
        """Which change of it was the last, as a page that speaks of it says back; empty if there was none."""
        return self.changed_at.isoformat() if self.changed_at else ""

    @property
    def times(self) -> schedule.Times:
        """The four moments, as the pure schedule reads them."""
        return schedule.Times(self.opens_at, self.starts_at, self.ends_at, self.closes_at)
