"""A seat: one anonymous place in a cohort, a new row for each holder."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cohorts import ids
from cohorts.models.cohort import MOST_SEATS, Cohort
from cohorts.models.session import Session


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by whether somebody has them."""

    def held(self) -> Self:
        """Those nobody has given up, in order of number."""
        return self.filter(withdrawn_at__isnull=True).order_by("number")

    def of_evening(self, session: Session, number: int) -> "Seat":
        """Whoever had this number there; after one who left that evening a newer holder of it, if there is one."""
        if session.is_welcome:
            return self.get(welcomes=session, number=number)
        stayed = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=session.opens_at)
        found = self.filter(stayed, cohort=session.cohort_id, number=number, taken_at__lt=session.closes_at)
        return found.latest("taken_at")

    def returnable(self, now: datetime) -> Self:
        """Those left by choice whose holder may still come back."""
        return self.filter(withdrawn_at__isnull=False, returns_until__gt=now)

    def known(self, now: datetime) -> Self:
        """Those whose words and link open something: held, or left so lately that they can be taken back."""
        return self.filter(Q(withdrawn_at__isnull=True) | Q(returns_until__gt=now))

    def unspent(self, link_digest: str, now: datetime) -> Self:
        """The known seat, if any, whose personal link has this digest and was not used yet."""
        return self.known(now).filter(link_digest=link_digest, link_spent_at__isnull=True)


class Seat(models.Model):
    """A name in the room, keyed digests of what opens it, and consent. Nothing else is known of its holder.

    A number given up may be taken by somebody new, whose seat is another row: rights and words never pass on. One who
    left by choice may come back before `returns_until`; number and name rest that long.
    `evaluated`: they said how the course was; what they said is in no row of theirs (`Evaluation`).
    `ease` holds what would make it easier for them (`cohorts.eases`), read by the facilitators of this cohort alone.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=30)
    code_digest = models.CharField(max_length=64, unique=True)
    link_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    link_spent_at = models.DateTimeField(null=True, blank=True)
    agreed_version = models.CharField(max_length=20, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ease = models.JSONField(default=list, blank=True)
    evaluated = models.BooleanField(default=False, db_default=False)
    taken_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    returns_until = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_seat"
        constraints = (
            models.CheckConstraint(condition=Q(number__range=(1, MOST_SEATS)), name="seat_one_to_eight"),
            models.UniqueConstraint(
                fields=("cohort", "number"), condition=Q(withdrawn_at__isnull=True), name="seat_number_held_once"
            ),
            models.UniqueConstraint(
                "cohort", Lower("name"), condition=Q(withdrawn_at__isnull=True), name="seat_name_held_once"
            ),
            models.CheckConstraint(
                condition=Q(returns_until__isnull=True) | Q(withdrawn_at__isnull=False), name="seat_returns_once_left"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def belongs_to(self, session: Session) -> bool:
        """Whether this holder was ever expected there; one who took a number later was not, whoever had it then.

        A welcome is for the one it was picked by.
        """
        if session.is_welcome:
            return session.seat_id == self.pk
        return self.cohort_id == session.cohort_id and self.taken_at < session.closes_at
