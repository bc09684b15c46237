"""An attendance mark: what staff put in place of what the room saw of one seat in one session."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models.seat import Seat
from cohorts.models.session import Session
from cohorts.models.staff import Staff


class Came(models.TextChoices):
    """How somebody was there, or was not."""

    CAME = "came", _("came")
    LATE = "late", _("came late")
    LEFT_EARLY = "left_early", _("left early")
    MISSED = "missed", _("did not come")
    TOLD = "told", _("told us before")


class WhyMarked(models.TextChoices):
    """Why staff put it right; a choice, so that no words about a young person are kept here."""

    DEVICE = "device", _("their connection or device played up")
    SPOKEN = "spoken", _("they told us themselves")
    SEEN = "seen", _("we saw it otherwise")
    SLIP = "slip", _("to put an earlier correction right")


class AttendanceMark(models.Model):
    """The last correction of one seat in one session; each is an act as well."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="marks")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="marks")
    came = models.CharField(max_length=12, choices=Came)
    reason = models.CharField(max_length=12, choices=WhyMarked)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="marks")
    at = models.DateTimeField()

    class Meta:
        db_table = "cohorts_attendance_mark"
        constraints = (
            models.UniqueConstraint(fields=("session", "seat"), name="mark_once"),
            models.CheckConstraint(condition=Q(came__in=Came.values), name="mark_known"),
            models.CheckConstraint(condition=Q(reason__in=WhyMarked.values), name="mark_reason_known"),
        )

    def __str__(self) -> str:
        return f"mark {self.pk}"
