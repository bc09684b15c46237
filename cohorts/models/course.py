"""A course: seven weeks that belong together."""

from django.db import models


class Course(models.Model):
    """One version of a course; a cohort keeps the version it began with."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "cohorts_course"
        constraints = (models.UniqueConstraint(fields=("slug", "version"), name="course_version_once"),)

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}"
