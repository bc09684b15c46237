"""Staff: an adult who works here, known by a room name only."""

from django.db import models
from django.db.models import Q

from cohorts import ids


class Role(models.TextChoices):
    """What somebody does here."""

    COUNSELLOR = "counsellor"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class Staff(models.Model):
    """A member of staff. `name` is a room name, never a full name; `left_at` ends every right."""

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    name = models.CharField(max_length=30)
    role = models.CharField(max_length=20, choices=Role)
    left_at = models.DateTimeField(null=True, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        db_table = "cohorts_staff"
        constraints = (models.CheckConstraint(condition=Q(role__in=Role.values), name="staff_role_known"),)

    def __str__(self) -> str:
        return self.public_id
