"""Who is this? From a browser's cookies to the one sign-in it acts as, or to nobody."""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cohorts import codes
from cohorts.models import SignIn

PREFIX = "alcove_"
MOST_BADGES = 64
# How ids of sign-ins look; some of what does not is refused by the database.
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Badge:
    """What one cookie claims: an `as` id, no secret, and the token that has to match it."""

    as_id: str
    token: str = field(repr=False)


def cookie_name(as_id: str) -> str:
    """Return the name of the cookie that one identity lives in."""
    return PREFIX + as_id


def badges(cookies: Mapping[str, str]) -> list[Badge]:
    """Return what the cookies claim, without believing any of it yet; of a great many, the first."""
    claims = ((name.removeprefix(PREFIX), token) for name, token in cookies.items() if name.startswith(PREFIX))
    return [Badge(as_id, token) for as_id, token in claims if _ID.fullmatch(as_id)][:MOST_BADGES]


def standing(claims: Iterable[Badge], now: datetime) -> list[SignIn]:
    """Return the sign-ins that these badges really open now, by one query."""
    return _opened(claims, SignIn.objects.standing(now))


def returning(claims: Iterable[Badge], now: datetime) -> list[SignIn]:
    """Return the sign-ins, held by these badges, of seats that were left by choice and can be taken back, likewise."""
    return _opened(claims, SignIn.objects.returning(now))


def ended_by_taking(claims: Iterable[Badge], since: datetime) -> list[SignIn]:
    """Return the sign-ins of these badges with which somebody waited, and took a seat since then, likewise."""
    return _opened(claims, SignIn.objects.ended_by_taking(since))


def find(
    claims: Iterable[Badge],
    as_id: str | None,
    now: datetime,
    among: Callable[[Iterable[Badge], datetime], list[SignIn]] = standing,
) -> SignIn | None:
    """Return the one sign-in meant: that named by `as_id`, or the only one; several and no name mean nobody."""
    meant = [badge for badge in claims if as_id is None or badge.as_id == as_id]
    found = among(meant, now)
    return found[0] if len(found) == 1 else None


def signed_in(request: HttpRequest) -> SignIn | None:
    """Return who this request comes from, as `find` decides with its `?as=` where that counts."""
    return find(badges(request.COOKIES), _named(request), timezone.now())


def on_the_way_back(request: HttpRequest) -> SignIn | None:
    """Return who has left the course in this browser, or come to it since, and may take that back."""
    return find(badges(request.COOKIES), _named(request), timezone.now(), returning)


def took_a_seat(request: HttpRequest, since: datetime) -> SignIn | None:
    """Return who waited in this browser and took a seat since then, though the answer never reached it."""
    return find(badges(request.COOKIES), _named(request), since, ended_by_taking)


def _named(request: HttpRequest) -> str | None:
    """Return whom the address names. In the demo alone several are in one browser.

    Elsewhere it would be somebody who is not in here any more, in an address that was kept or sent to a colleague.
    """
    return request.GET.get("as") if settings.DEMO else None


def _opened(claims: Iterable[Badge], among: QuerySet[SignIn]) -> list[SignIn]:
    tokens = {badge.as_id: badge.token for badge in claims}
    theirs = among.filter(public_id__in=tokens)
    found = theirs.select_related("seat__cohort", "staff", "waiting__cohort")
    return [one for one in found if _opens(one, tokens[one.public_id])] if tokens else []


def _opens(sign_in: SignIn, token: str) -> bool:
    if sign_in.demo and not settings.DEMO:
        return False
    claimed = codes.digest(token, settings.KEYS.codes, "sign-in")
    return hmac.compare_digest(sign_in.token_digest, claimed)
