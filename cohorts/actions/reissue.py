"""New words for somebody who lost theirs, from staff who have made sure who asks."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cohorts import codes
from cohorts.actions.acts import record
from cohorts.actions.link import issue_link
from cohorts.actions.move_seat import NotHeld
from cohorts.actions.withdraw import locked_around
from cohorts.doorbell import ring_from_thread
from cohorts.models import Seat, SignIn, Staff


class Check(TextChoices):
    """How staff made sure that it is really them."""

    CONTACT = "contact", _("They wrote from, or were called at, the contact they gave us.")
    KNOWS = "knows", _("They know their room name, their evening and something that only they and we know.")
    FACILITATOR = "facilitator", _("A facilitator of their group spoke with them and is sure.")


@dataclass(frozen=True, slots=True)
class Reissued:
    """The new words and the token of a new link: the only moment at which anybody can read them."""

    seat: Seat
    code: str = field(repr=False)
    token: str = field(repr=False)


@transaction.atomic
def reissue(by: Staff, seat: Seat, check: Check, now: datetime) -> Reissued:
    """Give a seat new words and a new link, under the locks of its sessions. The old ones and every sign-in end.

    Raises `NotHeld` if the seat was given up.
    """
    rung = locked_around(seat, now)
    words = codes.new()
    digest = codes.digest(codes.normalise(words), settings.KEYS.codes)
    if not Seat.objects.held().filter(pk=seat.pk).order_by().update(code_digest=digest):
        raise NotHeld
    token = issue_link(seat)
    SignIn.objects.filter(seat=seat, ended_at__isnull=True).update(ended_at=now)
    record(by, "words_renewed", cohort=seat.cohort, seat=seat.public_id, check=str(check))
    ring_from_thread(rung)
    return Reissued(seat, words, token)
