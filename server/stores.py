"""Where rows, the doorbell and small counters live: embedded by default, PostgreSQL and Redis or Valkey as it grows."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from server.env import Refused

IN_PROCESS_LAYER = "channels.layers.InMemoryChannelLayer"
SHARED_LAYER = "channels_redis.pubsub.RedisPubSubChannelLayer"

# Without these a stalled Redis would hold a sender for as long as the kernel pleases.
SOCKET_SECONDS = 15
CONNECT_SECONDS = 2
RETRIES = 6
# A count is a millisecond's work, and whoever waits for it holds one of four connections to the database.
COUNT_SECONDS = 0.5
# A database whose machine vanished says nothing: a quarter of a minute, then whoever waits is told and asks anew.
VIGILANCE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# A page that is written again and again, as where a room's next word goes, is copied from SQLite's log into the file
# once in 16 MB of it, not in 4.
SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=4000;"
)
_POSTGRES_SCHEMES = ("postgres", "postgresql")
_REDIS_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss", "unix": "unix"}


def database(url: str, folder: Path, *, pool: bool, password: str = "") -> dict[str, Any]:
    """Django's settings for ``url``, or for a file in ``folder`` when there is none.

    ``password`` came from a file of its own and is for PostgreSQL. Another engine raises ``Refused``. The URL may hold
    a password and is not repeated.
    """
    if password and url.partition("://")[0] not in _POSTGRES_SCHEMES:
        raise Refused("DATABASE_PASSWORD_FILE is for PostgreSQL: set DATABASE_URL to postgres://name@host:5432/alcove.")
    if not url:
        return _sqlite(folder / "alcove.sqlite3")
    scheme = url.partition("://")[0]
    try:
        # An unknown scheme is never handed on: the parser would repeat the password in a warning.
        wanted: dict[str, Any] = Env.db_url_config(url) if scheme in {"sqlite", *_POSTGRES_SCHEMES} else {}
    except (ImproperlyConfigured, ValueError):
        wanted = {}
    if scheme == "sqlite" and wanted.get("NAME") not in {None, "", ":memory:"}:
        return _sqlite(Path(wanted["NAME"]).absolute())
    if scheme in _POSTGRES_SCHEMES and wanted.get("NAME"):
        return _postgres(_with_password(wanted, password), pool=pool)
    raise Refused(
        "DATABASE_URL must name a PostgreSQL database as postgres://name:password@host:5432/alcove, "
        "or a file as sqlite:////folder/alcove.sqlite3."
    )


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": 20,
            # A deferred lock that is taken late fails at once instead of waiting its turn.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_SETTINGS,
        },
        # In memory, threads would not see one another's rows.
        "TEST": {"NAME": file.with_name("test.sqlite3")},
    }


def _with_password(wanted: dict[str, Any], password: str) -> dict[str, Any]:
    if password and wanted.get("PASSWORD"):
        raise Refused("DATABASE_URL and DATABASE_PASSWORD_FILE both hold a password: keep the one in the file.")
    return {**wanted, "PASSWORD": password} if password else wanted


def _postgres(wanted: dict[str, Any], *, pool: bool) -> dict[str, Any]:
    options = {**VIGILANCE, **wanted.get("OPTIONS", {}), "connect_timeout": 5}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 4, "timeout": 5}
    return {
        **wanted,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def redis_addresses(urls: list[str]) -> list[str]:
    """The addresses redis-py understands; ``valkey://`` is the same wire under another name."""
    return [_redis_address(url) for url in urls]


def _redis_address(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator or not rest or scheme not in _REDIS_SCHEMES:
        raise Refused("REDIS_URL must look like redis://host:6379/0 (or rediss://, valkey://, unix://).")
    return f"{_REDIS_SCHEMES[scheme]}://{rest}"


def doorbell(addresses: list[str]) -> dict[str, Any]:
    """The channel layer: a doorbell that carries ids and turns, so losing a ring costs a moment and never a word."""
    if not addresses:
        return {"BACKEND": IN_PROCESS_LAYER}
    return {"BACKEND": SHARED_LAYER, "CONFIG": {"prefix": "alcove", "hosts": [_host(one) for one in addresses]}}


def _host(address: str) -> dict[str, Any]:
    # Only here: a house in one process starts without it.
    from redis.asyncio.retry import Retry  # noqa: PLC0415
    from redis.backoff import ExponentialWithJitterBackoff  # noqa: PLC0415

    return {
        "address": address,
        "socket_timeout": SOCKET_SECONDS,
        "socket_connect_timeout": CONNECT_SECONDS,
        "retry": Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.5), RETRIES),
    }


def cache(addresses: list[str]) -> dict[str, Any]:
    """Counters that limit guesses: shared between processes where there are several."""
    if not addresses:
        # Few entries would let a guesser push out the counts that stop him.
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    return {
        "BACKEND": "server.counters.Counters",
        # Several addresses would be taken for copies of one store, and a count read from another than it was kept in.
        "LOCATION": addresses[0],
        "KEY_PREFIX": "alcove",
        "OPTIONS": {"socket_timeout": COUNT_SECONDS, "socket_connect_timeout": COUNT_SECONDS},
    }
