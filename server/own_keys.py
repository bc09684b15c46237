"""The keys of this house, or a sentence that says why they cannot be had."""

from collections.abc import Mapping
from pathlib import Path

from cohorts import keys
from server.env import Refused


def load(folder: Path, files: Mapping[str, Path | None], *, secret: str, make: bool) -> tuple[str, keys.Keys]:
    """What `cohorts.keys.load` returns, or `Refused`; a key that is another user's is not taken for a lost one."""
    named = {name: file for name, file in files.items() if file}
    try:
        return keys.load(folder, named, secret=secret, make=make)
    except (keys.KeysForbidden, PermissionError) as problem:
        raise Refused(
            f"This user may not read or write the keys in {folder}: {problem}. Start Alcove as the user who did so "
            "before (after sudo that was root), or give the files to this one (chown)."
        ) from None
    except (keys.KeysUnreadable, OSError) as problem:
        raise Refused(
            f"A key is missing or spoiled in {folder}: {problem}. On the very first start set MAKE_KEYS=1 once; "
            "later bring the lost keys back, since new ones cannot read what was written."
        ) from None
