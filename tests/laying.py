"""What the parts of `script/test` share: tables laid once by the real migrations, in the folder LAID.

``python -m tests.laying`` lays them, for both stores. Where it did not run, or for one part alone, each lays its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

FILE: Final = "alcove.sqlite3"
#: The database in a PostgreSQL that was laid.
DATABASE: Final = "laid"


def folder() -> Path | None:
    """Where it is shared, if it is."""
    return Path(os.environ["LAID"]) if os.environ.get("LAID") else None


def postgres() -> Path | None:
    """What a PostgreSQL may begin with, tables and all."""
    found = folder()
    return found / "postgres" if found and (found / "postgres" / "password").exists() else None


def lay(into: Path) -> None:
    """Lay both: a file, and a PostgreSQL that has been stopped."""
    # Whoever only asks where things are loads no stores for that, and these ask it.
    from tests.ground import Ground  # noqa: PLC0415

    ground = Ground("grown")
    ground.start()
    try:
        assert ground.postgres is not None
        env = ground.environment()
        _migrate({**env, "DATABASE_URL": ground.postgres.new_database(DATABASE)})
        ground.postgres.lay_down(into / "postgres")
        del env["DATABASE_URL"], env["REDIS_URL"]
        _migrate(env)
        shutil.move(Path(env["DATA_DIR"]) / FILE, into / FILE)
    finally:
        ground.stop()


def _migrate(env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env={**os.environ, **env}, check=True)


if __name__ == "__main__":
    lay(Path(os.environ["LAID"]))
