"""The ground a run of tests stands on: one temporary folder and the stores of STORE, told to Django by the environment.

``STORE=embedded`` (the default) is SQLite in a file with the in-process doorbell; ``STORE=grown`` is PostgreSQL with
Valkey, both started here and stopped with the run.
"""

import atexit
import itertools
import os
import signal
import tempfile
from pathlib import Path

from tests import laying
from tests.stores import Postgres, Valkey, widow

# A developer's own settings must not colour a test.
NAMES = frozenset(
    {
        "ALARM_MINUTES",
        "ALCOVE_SERVER",
        "ANCHOR_EMAIL",
        "ANCHOR_FOLDER",
        "BASE_URL",
        "CALENDAR_TITLE",
        "CHAIN_KEY_FILE",
        "CODES_KEY_FILE",
        "CONCERN_AGAIN_HOURS",
        "CONCERN_HOURS",
        "CONFIRM_HOURS",
        "DATABASE_PASSWORD_FILE",
        "DATABASE_POOL",
        "DATABASE_URL",
        "DATA_DIR",
        "DEMO",
        "DEMO_BY_DEFAULT",
        "DESK_CONTACT",
        "DUTIES",
        "DUTY_WEBHOOK_SECRET",
        "DUTY_WEBHOOK_SECRET_FILE",
        "DUTY_WEBHOOK_URL",
        "EMAIL_FROM",
        "EMAIL_URL",
        "EMAIL_URL_FILE",
        "ENV_FILE",
        "EXTRA_ORIGINS",
        "GRACE_MINUTES",
        "HEAD_KEY_FILE",
        "HOLIDAY_PLACES",
        "HOST",
        "HOUSE_ZONE",
        "JOIN_UNTIL_WEEK",
        "KEEP_CHAT_DAYS",
        "KEEP_RECORDS_YEARS",
        "KEPT_DAYS",
        "KEYS_DIR",
        "LANGUAGE_CODE",
        "LEAVE_UNDO_HOURS",
        "LEAVE_URL",
        "LEAST_STAFF",
        "LETTER_NAME",
        "LOG_FORMAT",
        "MAKE_KEYS",
        "OFFER_HOURS",
        "PACE_BURST",
        "PACE_PER_SECOND",
        "PORT",
        "PRODUCTION",
        "QUIET_HOURS",
        "REDIS_URL",
        "REGION",
        "REST_HOURS",
        "RING_FILE",
        "SEAT_CALENDAR_TITLE",
        "SECRET_KEY",
        "SECRET_KEY_FILE",
        "START_MINUTES",
        "TEXT_WEBHOOK_SECRET",
        "TEXT_WEBHOOK_SECRET_FILE",
        "TEXT_WEBHOOK_URL",
        "TRUSTED_PROXY",
        "TRUSTEE_EMAIL",
        "URGENT_AGAIN_MINUTES",
        "URGENT_MINUTES",
        "WORKERS",
    }
)


def _postgres(durable: bool) -> Postgres:
    return Postgres(Path(tempfile.mkdtemp(prefix="alcove-postgres-")), durable=durable, laid=laying.postgres())


class Ground:
    """One run's folder and stores."""

    def __init__(self, store: str, *, durable: bool = False) -> None:
        if store not in {"embedded", "grown"}:
            raise ValueError("STORE must be embedded or grown.")
        self.store = store
        # Kept here for tests that start real processes; NAMES are taken out of the environment.
        self.server = os.environ.get("ALCOVE_SERVER") or "daphne"
        self.folder = Path(tempfile.mkdtemp(prefix="alcove-tests-"))
        self.postgres = _postgres(durable) if store == "grown" else None
        self.valkey = Valkey(self.folder / "valkey") if store == "grown" else None
        self._widow = widow.watch([self.folder, *(one.folder for one in self._servers())])
        self._numbers = itertools.count()

    def start(self) -> None:
        """Start the stores and make sure they stop, however the run ends."""
        atexit.register(self.stop)
        for server in self._servers():
            server.start()

    def stop(self) -> None:
        """Stop the stores and leave nothing behind."""
        atexit.unregister(self.stop)
        for server in self._servers():
            server.stop()
        self._widow.communicate()

    def _servers(self) -> list[Postgres | Valkey]:
        return [server for server in (self.postgres, self.valkey) if server is not None]

    def environment(self) -> dict[str, str]:
        """Variables of a fresh Alcove: its own folder, its own empty database, its own counters."""
        number = next(self._numbers)
        folder = self.folder / f"alcove-{number}"
        folder.mkdir()
        fresh = {"DATA_DIR": str(folder), "ENV_FILE": str(self.folder / "none")}
        if self.postgres is not None:
            fresh["DATABASE_URL"] = self.postgres.new_database()
        if self.valkey is not None:
            fresh["REDIS_URL"] = self.valkey.url(number)
        return fresh


def _end(*_: object) -> None:
    """End the run as a key would: no test and no event loop takes this for a failure of its own, and goes on."""
    raise KeyboardInterrupt("told to end")


def lay() -> Ground:
    """Start the stores of STORE and point this process at them. Must come before Django reads its settings."""
    ground = Ground(os.environ.get("STORE") or "embedded")
    # Told to end, a run still ends its stores.
    signal.signal(signal.SIGTERM, _end)
    ground.start()
    for name in NAMES:
        os.environ.pop(name, None)
    os.environ.update(ground.environment(), DJANGO_SETTINGS_MODULE="server.settings")
    return ground
