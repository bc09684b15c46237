"""The house's keys: made on the first run, read ever after, shown nowhere.

They live outside the database, one file each, readable by their owner alone, and stay out of backups.
"""

import base64
import binascii
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cohorts.seal import KEY_BYTES, Ring, RingUnreadable

PLAIN = ("codes", "chain", "head")
NAMES = ("secret_key", *PLAIN, "ring")


class KeysUnreadable(Exception):
    """A key file that is missing, short or garbled. Names the key, never what the file holds."""


class KeysForbidden(KeysUnreadable):
    """A key file that is there, and that this user may not read."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens, binds and proves: `codes` for digests, `chain` and `head` for the record, `ring` for sealing."""

    codes: bytes = field(repr=False)
    chain: bytes = field(repr=False)
    head: bytes = field(repr=False)
    ring: Ring = field(repr=False)


def variable(name: str) -> str:
    """Return the environment variable that may name this key's own file."""
    return f"{name.upper()}_KEY_FILE" if name in PLAIN else f"{name.upper()}_FILE"


def load(
    folder: Path, files: Mapping[str, Path] | None = None, *, secret: str = "", make: bool = True
) -> tuple[str, Keys]:
    """Return the framework's secret and the keys, each from `folder` unless `files` names another file.

    With `make`, a folder that holds none of them gets all; one that holds only some is refused, since a new
    key in place of a lost one would hide the loss. A given `secret` is used as it is. Raises `KeysUnreadable`.
    """
    paths = {name: folder / name for name in NAMES} | dict(files or {})
    homemade = [name for name in NAMES if paths[name].parent == folder and not (name == "secret_key" and secret)]
    if make and homemade:
        with _alone(folder):
            _make(folder, homemade)
    codes, chain, head = (_plain(name, paths[name]) for name in PLAIN)
    return secret or _text("secret_key", paths["secret_key"]), Keys(codes, chain, head, _ring(paths["ring"]))


def read_ring(path: Path) -> Ring:
    """Return the ring as its file has it now, which may be newer than what this process began with."""
    return _ring(path)


@contextmanager
def changing_ring(path: Path) -> Iterator[Ring]:
    """Hold the ring's file, so that nobody else changes it meanwhile; yield what it holds. Write with `write_ring`."""
    path = path.resolve()
    with _alone(path.parent):
        yield _ring(path)


def write_ring(path: Path, ring: Ring) -> None:
    """Put a ring in the place of the one there, whole or not at all; whoever could read that can read this."""
    path = path.resolve()
    _write(path, ring.text(), stat.S_IMODE(path.stat().st_mode))


def _make(folder: Path, names: list[str]) -> None:
    if any((folder / name).exists() for name in names):
        return
    for name in names:
        _write(folder / name, _fresh(name))


def _fresh(name: str) -> str:
    if name == "ring":
        return Ring.fresh().text()
    return base64.b64encode(secrets.token_bytes(2 * KEY_BYTES if name == "secret_key" else KEY_BYTES)).decode()


def _write(path: Path, text: str, mode: int = 0o600) -> None:
    """Write one secret, for its owner's eyes alone unless `mode` says otherwise, whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(mode)
    draft.replace(path)
    _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """A file is there after a power cut only if its folder was written as well."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two processes that start together from each making keys."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _plain(name: str, path: Path) -> bytes:
    try:
        key = base64.b64decode(_text(name, path), validate=True)
    except binascii.Error:
        raise KeysUnreadable(f"the key {name} is not base64") from None
    if not KEY_BYTES <= len(key) <= 2 * KEY_BYTES:
        raise KeysUnreadable(f"the key {name} must be of 32 to 64 bytes")
    return key


def _ring(path: Path) -> Ring:
    try:
        return Ring.parse(_text("ring", path))
    except RingUnreadable as problem:
        raise KeysUnreadable(f"the key ring cannot be read: {problem}") from None


def _text(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except PermissionError:
        raise KeysForbidden(f"the key {name} may not be read by this user") from None
    except (OSError, UnicodeDecodeError):
        raise KeysUnreadable(f"the key {name} cannot be read from its file") from None
