"""A cohort: one run of a course, for at most eight young people."""

from django.db import models
from django.db.models import F, Q

from cohorts import ids
from cohorts.models.course import Course

MOST_SEATS = 8


class Cohort(models.Model):
    """The same seats on the same weekday at the same local time; ages are whole years, both ends included."""

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
    demo = models.BooleanField(default=False)

    class Meta:
        db_table = "cohorts_cohort"
        constraints = (
            models.CheckConstraint(condition=Q(capacity__range=(1, MOST_SEATS)), name="cohort_at_most_eight"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="cohort_weekday"),
            models.CheckConstraint(condition=Q(age_from__lte=F("age_to")), name="cohort_ages_in_order"),
        )

    def __str__(self) -> str:
        return self.public_id
