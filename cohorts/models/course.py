"""A course: weeks that belong together, in one version of their words."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cohorts.models.staff import Staff


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by whether they may be run."""

    def published(self) -> Self:
        """Versions a cohort may be planned with."""
        return self.filter(draft=False)

    def newest(self) -> "list[Course]":
        """The newest published version of each course, by title; what a new cohort is offered."""
        last: dict[str, Course] = {one.slug: one for one in self.published().order_by("version")}
        return sorted(last.values(), key=lambda one: (one.title, one.slug))


class Course(models.Model):
    """One version of a course. A published one never changes, so that a cohort keeps the words it began with.

    `minutes` is how long an evening is; `reading_age` in years is the highest that what young people read may ask
    for. `agreement` holds the lines a group's agreement starts from, `read_first` the classes of the guard that a
    facilitator reads before the room does. `checked` is the day a person answerable for safety read it all, never a
    guess. `digest` names the content; `revision` counts changes of a draft's own fields.
    """

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=20, default="en-GB")
    about = models.TextField(blank=True, default="")
    minutes = models.PositiveSmallIntegerField(default=60)
    reading_age = models.PositiveSmallIntegerField(default=11)
    agreement = models.JSONField(default=list, blank=True)
    read_first = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    checked = models.DateField(null=True, blank=True)
    draft = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True, default="")
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_course"
        constraints = (
            models.UniqueConstraint(fields=("slug", "version"), name="course_version_once"),
            models.UniqueConstraint(fields=("slug",), condition=Q(draft=True), name="course_one_draft"),
        )

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}"
