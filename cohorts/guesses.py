"""How often words, or contacts, may be tried: few times per address, and a bounded number by everybody together.

Where many try, an address that has hardly tried is still answered: otherwise twenty addresses would keep everybody out.
Much guessing is written down for the desk, in steps. Counts live in the shared cache
under a keyed digest of the address, for minutes; the address itself is kept nowhere.
"""

import ipaddress
import logging
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from cohorts import codes
from cohorts.actions.guessing import note_guessing
from cohorts.models import Tried

WINDOW = 600
"""Seconds that a count lasts."""
PER_ADDRESS = 10
IN_ALL = 200
"""So many tries in all are answered to anybody within their own limit; then only to those who have hardly tried."""
FEW = 3
"""So often, right ones aside, people mistype their words."""
FEW_AROUND = 30
"""So many tries are answered to one network around such addresses, whose holder may have thousands of them."""
MOST_IN_ALL = 10_000
"""So many are answered at most. A code is four of 1,086 words, one of 1.39 million million; so by 1.44 million tries
a day, day and night, one of 1,000 codes in use would be found in some 965 days, and one of 10,000 in 96. To keep
everybody out takes as many tries: 3,334 addresses in 334 networks, where 20 addresses were enough with `IN_ALL` alone.
"""
NOTICED = 50
"""So many tries, refused ones included, are more than people mistype; the desk is told of each further so many."""
JOINS_PER_ADDRESS = 5
"""So many places are given within ten minutes to whoever comes from one address."""
_NETWORK_OF_A_HOME = 64
_AROUND = {4: 24, 6: 48}
"""What a network is that one holder has, in bits: of IPv4 a small one, of IPv6 that of a site."""

log = logging.getLogger(__name__)
_here = LocMemCache("guesses", {})


def may_guess(address: str, now: datetime, what: Tried = Tried.WORDS) -> bool:
    """Count one try and return whether it may be made.

    An address past its own limit does not use up everybody's. When the shared cache is away each process counts
    by itself: the limit widens by the number of processes, and nobody is locked out.
    """
    tried = _add(1, _key(what, "tried", now))
    if tried % NOTICED == 0:
        note_guessing(what, _window(now), tried)
    here, there = (_add(1, _key(what, counted, now)) for counted in (bucket(address), around(address)))
    if here > PER_ADDRESS:
        return False
    limit = MOST_IN_ALL if here <= FEW and there <= FEW_AROUND else IN_ALL
    answered = _add(1, _key(what, "all", now))
    if answered == IN_ALL + 1:
        log.warning("more than %d tries of %s in ten minutes: somebody guesses, from many addresses", IN_ALL, what)
    if answered > limit:
        _add(-1, _key(what, "all", now))
    return answered <= limit


def was_right(address: str, now: datetime) -> None:
    """Take a try of words back that was no guess, so that a whole house behind one address can come in."""
    for counted in ("tried", bucket(address), around(address), "all"):
        _add(-1, _key(Tried.WORDS, counted, now))


def may_join(address: str, now: datetime) -> bool:
    """Count one place that is asked for and return whether it may be given, or one machine could take them all."""
    return _add(1, _key("join", bucket(address), now)) <= JOINS_PER_ADDRESS


def count_key(key: str, prefix: str, version: int) -> str:
    """Return what a count is kept under in the cache, whoever counts: a keyed digest, so that it holds no address."""
    return f"{prefix}.{version}.{codes.digest(key, settings.KEYS.codes, 'count')}"


def bucket(address: str) -> str:
    """Return what an address counts as: itself, or for IPv6 the network a home is given."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _NETWORK_OF_A_HOME), strict=False))
    return "unknown" if parsed is None else str(parsed)


def around(address: str) -> str:
    """Return the network around an address that one holder may have."""
    parsed = _parsed(address)
    if parsed is None:
        return "around unknown"
    return str(ipaddress.ip_network((parsed, _AROUND[parsed.version]), strict=False))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return (isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped) or parsed


def _window(now: datetime) -> datetime:
    return datetime.fromtimestamp(int(now.timestamp()) // WINDOW * WINDOW, UTC)


def _key(what: str, counted: str, now: datetime) -> str:
    counts = f"{what} {counted} {_window(now).isoformat()}"
    return f"guesses.{codes.digest(counts, settings.KEYS.codes, 'address')}"


def _add(step: int, key: str) -> int:
    try:
        return _count(cache, key, step)
    except (OSError, ValueError):
        log.warning("guesses are counted in this process alone: the shared cache did not answer")
        return _count(_here, key, step)


def _count(store: BaseCache, key: str, step: int) -> int:
    store.add(key, 0, WINDOW)
    return store.incr(key, step)
