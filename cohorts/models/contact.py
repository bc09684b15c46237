"""A contact: how one young person may be reached, for one purpose, sealed and apart from everything else of theirs."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.seat import Seat
from cohorts.models.waiting import WaitingPlace


class ContactPurpose(models.TextChoices):
    """What a contact was given for; it serves nothing else."""

    REMINDERS = "reminders", _("reminders")
    LIFE = "life", _("only if we fear for somebody’s life")


class ContactKind(models.TextChoices):
    """How it reaches them."""

    EMAIL = "email", _("email")
    PHONE = "phone", _("phone")


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contacts by what they are for."""

    def for_reminders(self) -> Self:
        """Those that may be written to, as nobody has said stop."""
        return self.filter(purpose=ContactPurpose.REMINDERS, unsubscribed_at__isnull=True)


class Contact(models.Model):
    """What was given is in `sealed` alone, under a key of its own; both blobs are bound to this row and what it is for.

    `lookup` is a keyed digest by which somebody who lost their words is found again; a contact for life alone has none,
    as it was not given for that. `consent_version` names the words that were agreed to, `consented_at` when.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts")
    waiting = models.ForeignKey(WaitingPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts")
    purpose = models.CharField(max_length=10, choices=ContactPurpose)
    kind = models.CharField(max_length=5, choices=ContactKind)
    sealed = models.BinaryField()
    data_key = models.BinaryField()
    lookup = models.CharField(max_length=64, blank=True, db_index=True)
    consented_at = models.DateTimeField()
    consent_version = models.CharField(max_length=20)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_contact"
        constraints = (
            models.UniqueConstraint(fields=("seat", "purpose"), name="contact_once_a_purpose"),
            models.UniqueConstraint(fields=("waiting", "purpose"), name="contact_waiting_once_a_purpose"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, waiting__isnull=True) | Q(seat__isnull=True, waiting__isnull=False),
                name="contact_one_holder",
            ),
            models.CheckConstraint(condition=Q(purpose__in=ContactPurpose.values), name="contact_purpose_known"),
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kind_known"),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def row(self) -> bytes:
        """What its blobs are bound to."""
        return f"contact/{self.public_id}/{self.purpose}/{self.kind}".encode()
