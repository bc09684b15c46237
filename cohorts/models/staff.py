"""Staff: an adult who works here, known by a room name only."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.roles import Right, Role, may

__all__ = ["Role", "Staff", "StaffQuerySet"]


class StaffQuerySet(models.QuerySet["Staff"]):
    """Staff by whether they work here."""

    def here(self) -> Self:
        """Those who have not left; the people of the demo only while it is on."""
        return self.ours().filter(left_at__isnull=True)

    def ours(self) -> Self:
        """Those who work here or did: nobody sits behind the people of a demo that is off."""
        return self.filter(Q(demo=False) | Q(demo=settings.DEMO))

    def ready(self) -> Self:
        """Those of them who can come in, and may be counted on: nobody who has not finished setting up, or not anew.

        Whoever's newest invitation was not used up has not, whether it waits, ran out or was withdrawn.
        """
        from cohorts.models.invitation import Invitation  # noqa: PLC0415  (invitations name staff, and are below them)

        newer = Invitation.objects.filter(staff=OuterRef("staff"), pk__gt=OuterRef("pk"))
        unfinished = Invitation.objects.filter(~Exists(newer), staff=OuterRef("pk"), finished_at__isnull=True)
        return self.here().filter(~Exists(unfinished))

    def get_by_natural_key(self, email: str) -> "Staff":
        """The one who signs in with this email, in whatever case."""
        return self.get(email=email.lower())


class Staff(AbstractBaseUser):
    """A member of staff. `name` is a room name, never a full name; `left_at` ends every right.

    `email` is what they sign in with: in lower case, empty for those of the demo and for whoever left. `supervisor`
    is who reads how they say that they are.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    name = models.CharField(_("name"), max_length=30)
    email = models.EmailField(_("email"), unique=True, null=True, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    left_at = models.DateTimeField(null=True, blank=True)
    demo = models.BooleanField(default=False)
    supervisor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="supervises")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects = StaffQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_staff"
        constraints = (models.CheckConstraint(condition=Q(role__in=Role.values), name="staff_role_known"),)

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # nobody sets it: it follows from left_at
        """Whether they still work here; nobody else can sign in."""
        return self.left_at is None

    def get_short_name(self) -> str:
        """What Django calls somebody by."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's word for who may look into the tables."""
        return self.is_active and may(self.role, Right.SEE_TABLES)

    def has_perm(self, _perm: str, _obj: Any = None) -> bool:
        """Django's question; the office asks for nothing finer than this."""
        return self.is_staff

    def has_module_perms(self, _app: str) -> bool:
        """As `has_perm`."""
        return self.is_staff
