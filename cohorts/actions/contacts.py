"""Keeping how a young person may be reached: sealed row by row, and let go of as soon as it has no purpose any more."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cohorts import codes, ids, reach
from cohorts.keeping.holds import held
from cohorts.models import Contact, ContactKind, ContactPurpose, Seat, WaitingPlace
from cohorts.seal import new_data_key, seal, unseal

Holder = Seat | WaitingPlace


def keep_contact(holder: Holder, purpose: ContactPurpose, text: str, now: datetime, version: str) -> Contact:
    """Keep what was typed, in place of what was given for this before; `version` names the words agreed to.

    Raises `ContactUnfit` for what is neither an email nor a phone number we may use, and keeps nothing then.
    """
    texts = purpose == ContactPurpose.REMINDERS
    address = reach.read(text, region=settings.REGION, texts=texts)
    contact = Contact(public_id=ids.new(), purpose=purpose, kind=ContactKind(address.kind), **_held_by(holder))
    key = new_data_key()
    contact.sealed = seal(key, address.value.encode(), contact.row)
    contact.data_key = settings.KEYS.ring.wrap(key, contact.row)
    contact.lookup = lookup(address) if texts else ""
    contact.consented_at, contact.consent_version = now, version
    with transaction.atomic():
        _of(holder).filter(purpose=purpose).delete()
        contact.save(force_insert=True)
    return contact


def read_contact(contact: Contact) -> reach.Address:
    """Open the seal; raise `Unsealable` if a key of the house is missing or the row is not as it was written.

    Whoever asks this must be about to write to them for the purpose the contact was given for.
    """
    key = settings.KEYS.ring.unwrap(bytes(contact.data_key), contact.row)
    value = unseal(key, bytes(contact.sealed), contact.row).decode()
    return reach.Address("email" if contact.kind == ContactKind.EMAIL else "phone", value)


def lookup(address: reach.Address) -> str:
    """Return the keyed digest by which whoever gave this address for reminders is found again."""
    return codes.digest(f"{address.kind} {address.value}", settings.KEYS.codes, "contact")


def forget_contacts(holder: Holder, now: datetime) -> int:
    """Delete whatever contacts this holder gave; return how many went.

    A legal hold keeps them, and nobody writes there any more. The caller is behind the locks of whoever places one.
    """
    if held(holder):
        _of(holder).filter(unsubscribed_at__isnull=True).update(unsubscribed_at=now)
        return 0
    return _of(holder).delete()[0]


def hand_over_contacts(old: Holder, new: Holder) -> int:
    """Let the contacts follow a young person to another place; no seal is opened. Returns how many followed."""
    return _of(old).update(**{"seat": None, "waiting": None, **_held_by(new)})


def _of(holder: Holder) -> QuerySet[Contact]:
    return Contact.objects.filter(**_held_by(holder))


def _held_by(holder: Holder) -> dict[str, Any]:
    return {"waiting" if isinstance(holder, WaitingPlace) else "seat": holder}
