"""What this room of the house closes with the key ring, and which of its processes hold it."""

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator

from cohorts.keyring.holders import Holder, register_holders
from cohorts.keyring.places import Closed, Place, column, register
from cohorts.models import Contact, Heartbeat
from cohorts.staff.adapter import FACTOR_ROW

#: Where allauth puts what `SecondFactors.encrypt` gave it: an app's secret, and what recovery codes are made from.
_FIELDS = ("secret", "seed")


def _closed(factor: Authenticator) -> list[Closed]:
    return [Closed(base64.b64decode(factor.data[name]), FACTOR_ROW) for name in _there(factor)]


def _put(factor: Authenticator, blobs: Sequence[bytes]) -> None:
    for name, blob in zip(_there(factor), blobs, strict=True):
        factor.data[name] = base64.b64encode(blob).decode()


def _there(factor: Authenticator) -> list[str]:
    return [name for name in _FIELDS if name in factor.data]


def _loops(since: datetime) -> Iterator[Holder]:
    for told in Heartbeat.objects.filter(beat_at__gt=since, stopped=False).values_list("ring", flat=True):
        yield Holder("duty loop", told)


register(column("contacts", Contact.objects.all, "data_key", lambda contact: contact.row))
register(Place("second factors", Authenticator.objects.all, "data", _closed, _put))
register_holders(_loops)
