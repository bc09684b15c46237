"""Real stores for tests, from wheels: PostgreSQL and Valkey on free ports of this machine, gone when the run ends."""

from tests.stores.postgres import Postgres
from tests.stores.valkey import Valkey

__all__ = ["Postgres", "Valkey"]
