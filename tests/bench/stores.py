"""What the database and the doorbell were asked to do, read from their own counters."""

import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
import redis

_COUNTS = """
    SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
           (SELECT count(*) FROM chat_entry), pg_total_relation_size('chat_entry'),
           (SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()),
           pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"""


@dataclass(frozen=True, slots=True)
class Looked:
    """Counters as they stand. SQLite and the doorbell in the process have none of their own: 0."""

    commits: int = 0
    entries: int = 0
    entry_bytes: int = 0
    connections: int = 0
    wal_bytes: int = 0
    rings: int = 0
    bell_connections: int = 0

    def since(self, before: "Looked") -> "Looked":
        """How much each has grown."""
        then = asdict(before)
        return Looked(**{name: value - then[name] for name, value in asdict(self).items()})


def look(env: dict[str, str]) -> Looked:
    """Read the counters of the stores that `env` names."""
    rings, bell_connections = _bell(env["REDIS_URL"]) if "REDIS_URL" in env else (0, 0)
    found = _postgres(env["DATABASE_URL"]) if "DATABASE_URL" in env else _sqlite(env)
    return Looked(*found, rings, bell_connections)


def _postgres(url: str) -> tuple[int, int, int, int, int]:
    with psycopg.connect(url) as connection:
        # Its counters come late by a second otherwise.
        connection.execute("SELECT pg_stat_force_next_flush()")
        row = connection.execute(_COUNTS).fetchone()
    commits, entries, size, connections, log = row or (0,) * 5
    return int(commits), int(entries), int(size), int(connections), int(log)


def _sqlite(env: dict[str, str]) -> tuple[int, int, int, int, int]:
    file = Path(env["DATA_DIR"]) / "alcove.sqlite3"
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        entries = connection.execute("SELECT count(*) FROM chat_entry").fetchone()[0]
    connection.close()
    return 0, int(entries), file.stat().st_size, 0, 0


def _bell(url: str) -> tuple[int, int]:
    with redis.Redis.from_url(url) as doorbell:
        publishes = doorbell.info("commandstats").get("cmdstat_publish", {})
        return int(publishes.get("calls", 0)), int(doorbell.info("clients")["connected_clients"]) - 1
