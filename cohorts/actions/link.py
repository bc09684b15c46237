"""The personal link: it signs in once, by a press of a button, and is then spent."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cohorts import codes
from cohorts.actions.sign_in import Opened, open_for
from cohorts.models import Seat

_TOKEN_BYTES = 24


def issue_link(seat: Seat) -> str:
    """Give the seat a fresh link and return its token; an earlier link stops working."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Seat.objects.filter(pk=seat.pk).update(link_digest=_digest(token), link_spent_at=None)
    return token


def is_unspent(token: str, now: datetime) -> bool:
    """Return whether the link would still sign somebody in; asking does not spend it."""
    return Seat.objects.unspent(_digest(token), now).exists()


def spend_link(token: str, now: datetime) -> Opened | None:
    """Sign the link's holder in, or return None if it is unknown or spent; of many who press at once, one gets in."""
    unspent = Seat.objects.unspent(_digest(token), now)
    with transaction.atomic():
        if not unspent.update(link_spent_at=now):
            return None
        return open_for(Seat.objects.select_related("cohort").get(link_digest=_digest(token)), now)


def _digest(token: str) -> str:
    return codes.digest(token, settings.KEYS.codes, "link")
