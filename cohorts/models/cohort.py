"""A cohort: one run of a course, for at most eight young people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.course import Course

MOST_SEATS = 8


class ContactPolicy(models.TextChoices):
    """Whether this cohort asks young people how they can be reached."""

    NONE = "none", _("asks for none")
    OPTIONAL = "optional", _("may be given")
    REQUIRED = "required", _("must be given")


class Cohort(models.Model):
    """The same seats on the same weekday at the same local time; ages are whole years, both ends included.

    `holidays` names the place whose public holidays count, as `GB-SCT`; `breaks` are the days skipped by hand, as ISO
    dates; `version` counts changes of what was planned, so that of two who change it at once the later is told.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=60, blank=True)
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    local_time = models.TimeField()
    zone = models.CharField(max_length=60, default="Europe/London")
    first_date = models.DateField()
    age_from = models.PositiveSmallIntegerField(default=14)
    age_to = models.PositiveSmallIntegerField(default=18)
    capacity = models.PositiveSmallIntegerField(default=MOST_SEATS)
    contact_policy = models.CharField(max_length=10, choices=ContactPolicy, default=ContactPolicy.NONE)
    holidays = models.CharField(max_length=12, blank=True, default="")
    skips_holidays = models.BooleanField(default=False)
    breaks = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    demo = models.BooleanField(default=False)

    class Meta:
        db_table = "cohorts_cohort"
        constraints = (
            models.CheckConstraint(condition=Q(capacity__range=(1, MOST_SEATS)), name="cohort_at_most_eight"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="cohort_weekday"),
            models.CheckConstraint(condition=Q(age_from__lte=F("age_to")), name="cohort_ages_in_order"),
            models.CheckConstraint(
                condition=Q(contact_policy__in=ContactPolicy.values), name="cohort_contact_policy_known"
            ),
        )

    def __str__(self) -> str:
        return self.public_id
