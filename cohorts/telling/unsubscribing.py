"""The link in each letter that ends them: it opens without signing in, and holds no contact."""

import hmac
import re
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from cohorts import codes, ids
from cohorts.models import Contact

_MARK_LENGTH = 20
_TOKEN = re.compile(rf"([A-Za-z0-9_-]{{{ids.LENGTH}}})([0-9a-f]{{{_MARK_LENGTH}}})")


def address(contact: Contact) -> str:
    """Return the full address that ends messages to this contact."""
    token = contact.public_id + _mark(contact.public_id)
    return str(settings.BASE_URL) + reverse("cohorts:no_more", args=[token])


def find(token: str) -> Contact | None:
    """Return whose link this is, or None if it was not made here or the contact is gone."""
    parts = _TOKEN.fullmatch(token)
    if parts is None or not hmac.compare_digest(parts[2], _mark(parts[1])):
        return None
    return Contact.objects.filter(public_id=parts[1]).first()


def unsubscribe(contact: Contact, now: datetime) -> None:
    """Write to this contact no more; the first time stays."""
    Contact.objects.filter(pk=contact.pk, unsubscribed_at__isnull=True).update(unsubscribed_at=now)


def subscribe_again(contact: Contact) -> None:
    """Undo it, for whoever pressed by mistake."""
    Contact.objects.filter(pk=contact.pk).update(unsubscribed_at=None)


def _mark(public_id: str) -> str:
    return codes.digest(public_id, settings.KEYS.codes, "no-more")[:_MARK_LENGTH]
