"""The keys of a new house as one file each, for where a container is handed them one by one."""

import secrets
from pathlib import Path

from cohorts import keys
from server.env import Refused

PASSWORD = "database_password"  # noqa: S105  (the name of a file)


def make(folder: Path) -> str:
    """Make every key and a database's password in ``folder``; return what to do with them.

    A folder that holds any of them already is refused: new keys cannot read what the old ones wrote.
    """
    there = [name for name in (*keys.NAMES, PASSWORD) if (folder / name).exists()]
    if there:
        raise Refused(f"There are keys in {folder} already ({', '.join(there)}). They stay as they are.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.load(folder)
    (folder / PASSWORD).write_text(secrets.token_urlsafe(32))
    folder.chmod(0o700)
    for file in folder.iterdir():
        # Each container reads its own few as somebody else; on this machine the folder keeps everybody out.
        file.chmod(0o444)
    return f"The keys of a new house are in {folder}. Keep a copy apart from every backup of the database.\n"
