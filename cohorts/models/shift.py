"""A shift: one member of staff working one session."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from cohorts.models.session import Kind, Session
from cohorts.models.staff import Staff
from cohorts.roles import HOLD_ROOMS


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts by whether they still give a right."""

    def standing(self) -> Self:
        """Those nobody was taken off."""
        return self.filter(ended_at__isnull=True)

    def worked(self) -> Self:
        """Those an evening is looked back on by: standing, or of whoever was taken off only once its lobby was open.

        Of nobody who is of a demo that is off: a signature would be missing for good.
        """
        worked = self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=F("session__opens_at")))
        return worked.filter(staff__in=Staff.objects.ours())

    def here(self) -> Self:
        """Those standing of whoever works here: of nobody who left, or who is of a demo that is off."""
        return self.standing().filter(staff__in=Staff.objects.here())

    def able(self) -> Self:
        """Those an evening can count on: of whoever works here and may hold its room, unless they only watch."""
        return self.here().filter(Q(watching=True) | Q(staff__role__in=HOLD_ROOMS))

    def sessions_of(self, staff: Staff) -> "models.QuerySet[Shift, Any]":
        """The sessions this member of staff works, for `pk__in`."""
        return self.standing().filter(staff=staff).values("session")

    def coming(self) -> Self:
        """Those of whoever is to hold the room and has not said no: nobody who only watches is counted on for that."""
        return self.able().filter(watching=False, declined_at__isnull=True)

    def cohorts_of(self, staff: Staff) -> "models.QuerySet[Shift, Any]":
        """The cohorts this member of staff works with, for `pk__in`; a look into somebody's welcome is not that."""
        looks_in = Q(session__kind=Kind.WELCOME, watching=True)
        return self.standing().filter(~looks_in, staff=staff).values("session__cohort")


class Shift(models.Model):
    """Who works a session, and who of them leads it.

    One who is taken off keeps the row with `ended_at`, so that their name stays beside what they said. Taken on again
    they get a new one. Whoever asks for shifts asks for `Shift.objects.standing()`.

    One who is `watching` stands by and is not counted as the second. `confirmed_at` and `declined_at` are the person's
    own word; a moved session asks them anew. `revision` counts changes for their calendar.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shifts")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="shifts")
    leading = models.BooleanField(default=False)
    watching = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_shift"
        constraints = (
            models.UniqueConstraint(
                fields=("session", "staff"), condition=Q(ended_at__isnull=True), name="shift_standing_once"
            ),
            models.CheckConstraint(condition=~Q(leading=True, watching=True), name="shift_one_part"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True), name="shift_one_word"
            ),
        )

    def __str__(self) -> str:
        return f"shift {self.pk}"
