"""The keys of a new house as one file each, for where a container is handed them one by one."""

import base64
import secrets
from pathlib import Path

from cohorts import keys
from server.env import Refused

PASSWORD = "database_password"  # noqa: S105  (the name of a file)
TEXTS = "text_webhook_secret"
POST = "email_url"


def make(folder: Path) -> str:
    """Make every key, a database's password, what texts are signed with, and a place for how letters leave.

    Returns what to do with them.

    A folder that holds any of them already is refused: new keys cannot read what the old ones wrote.
    """
    there = [name for name in (*keys.NAMES, PASSWORD, TEXTS, POST) if (folder / name).exists()]
    if there:
        raise Refused(f"There are keys in {folder} already ({', '.join(there)}). They stay as they are.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.load(folder)
    (folder / PASSWORD).write_text(secrets.token_urlsafe(32))
    (folder / TEXTS).write_text(f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}")
    (folder / POST).touch()
    folder.chmod(0o700)
    for file in folder.iterdir():
        # Each container reads its own few as somebody else; on this machine the folder keeps everybody out.
        file.chmod(0o444)
    # An operator writes it, and may write it again.
    (folder / POST).chmod(0o644)
    return (
        f"The keys of a new house are in {folder}. Keep a copy apart from every backup of the database.\n"
        f"Write into {POST} there how letters leave (EMAIL_URL); whoever sends texts needs what is in {TEXTS}.\n"
    )
