"""How often words, or contacts, may be tried: few times per address, and a bounded number by everybody together.

Much guessing is written down for the desk, in steps; nothing else follows from it. Counts live in the shared cache
under a keyed digest of the address, for minutes; the address itself is kept nowhere.
"""

import ipaddress
import logging
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

from cohorts import codes
from cohorts.actions.guessing import note_guessing
from cohorts.models import Tried

WINDOW = 600
"""Seconds that a count lasts."""
PER_ADDRESS = 10
IN_ALL = 200
NOTICED = 50
"""So many tries, refused ones included, are more than people mistype; the desk is told of each further so many."""
JOINS_PER_ADDRESS = 5
"""So many places are given within ten minutes to whoever comes from one address."""
_NETWORK_OF_A_HOME = 64

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
    if _add(1, _key(what, bucket(address), now)) > PER_ADDRESS:
        return False
    return _add(1, _key(what, "all", now)) <= IN_ALL


def was_right(address: str, now: datetime) -> None:
    """Take a try of words back that was no guess, so that a whole house behind one address can come in."""
    for counted in ("tried", bucket(address), "all"):
        _add(-1, _key(Tried.WORDS, counted, now))


def may_join(address: str, now: datetime) -> bool:
    """Count one place that is asked for and return whether it may be given, or one machine could take them all."""
    return _add(1, _key("join", bucket(address), now)) <= JOINS_PER_ADDRESS


def count_key(key: str, prefix: str, version: int) -> str:
    """Return what a count is kept under in the cache, whoever counts: a keyed digest, so that it holds no address."""
    return f"{prefix}.{version}.{codes.digest(key, settings.KEYS.codes, 'count')}"


def bucket(address: str) -> str:
    """Return what an address counts as: itself, or for IPv6 the network a home is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _NETWORK_OF_A_HOME), strict=False))


def _window(now: datetime) -> datetime:
    return datetime.fromtimestamp(int(now.timestamp()) // WINDOW * WINDOW, UTC)


def _key(what: str, counted: str, now: datetime) -> str:
    counts = f"{what} {counted} {_window(now).isoformat()}"
    return f"guesses.{codes.digest(counts, settings.KEYS.codes, 'address')}"


def _add(step: int, key: str) -> int:
    try:
        return _count(cache, key, step)
    except (RedisError, OSError, ValueError):
        log.warning("guesses are counted in this process alone: the shared cache did not answer")
        return _count(_here, key, step)


def _count(store: BaseCache, key: str, step: int) -> int:
    store.add(key, 0, WINDOW)
    return store.incr(key, step)
