"""Signing in: a browser gets a token of its own, of which only the keyed digest is kept."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from cohorts import codes
from cohorts.models import Seat, Session, SignIn, Staff, WaitingPlace
from cohorts.models.session import STAYS_BEHIND

LASTS = timedelta(hours=24)
_TOKEN_BYTES = 32
_LONGEST_PASTE = 400


@dataclass(frozen=True, slots=True)
class Opened:
    """A new sign-in and its token, which only the browser's cookie keeps."""

    sign_in: SignIn
    token: str = field(repr=False)


def sign_in_by_code(code: str, now: datetime) -> Opened | None:
    """Sign in whoever the four words belong to, or return None.

    Words that are garbled, unknown or of a seat given up take one and the same path: digest, look up, nothing. Whoever
    left by choice and may come back is let as far as the way back.
    """
    digest = codes.digest(codes.normalise(code[:_LONGEST_PASTE]), settings.KEYS.codes)
    seat = Seat.objects.known(now).filter(code_digest=digest).select_related("cohort").first()
    place = WaitingPlace.objects.standing().filter(code_digest=digest).select_related("cohort").first()
    holder = seat or place
    return open_for(holder, now) if holder else None


def open_for(holder: Seat | Staff | WaitingPlace, now: datetime, *, device: str = "") -> Opened:
    """Open a sign-in for this holder; one who belongs to the demo gets one that counts only while the demo is on.

    For staff outside the demo only `admit` asks this, once a second factor was shown.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    sign_in = SignIn.objects.create(
        token_digest=codes.digest(token, settings.KEYS.codes, "sign-in"),
        seat=holder if isinstance(holder, Seat) else None,
        staff=holder if isinstance(holder, Staff) else None,
        waiting=holder if isinstance(holder, WaitingPlace) else None,
        demo=holder.demo if isinstance(holder, Staff) else holder.cohort.demo,
        device=device,
        created_at=now,
        expires_at=now + LASTS,
    )
    return Opened(sign_in, token)


def outlast(sign_in: SignIn, session: Session, now: datetime) -> None:
    """Let this sign-in last as long as a private word may stay open after the session whose room its holder enters.

    The letter that asks for a yes leads here a whole day before the evening, so that a sign-in from it would run out in
    the middle of a talk. Only for one that begins within the day: a page that is opened sooner keeps nobody signed in.
    """
    until = session.closes_at + STAYS_BEHIND
    if sign_in.expires_at >= until or session.opens_at > now + LASTS:
        return
    # It may have been ended, or renewed by another tab, since this request came.
    SignIn.objects.standing(now).filter(pk=sign_in.pk, expires_at__lt=until).update(expires_at=until)
