"""Sealing: AES-256-GCM with a random nonce, the row bound in, data keys wrapped by a key ring.

A sealed blob is one byte of version, twelve of nonce, then the ciphertext with its tag. A wrapped data key
also names the ring key that closed it. Moving a blob to another row makes it unreadable.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_LONGEST_ID = 32
_BEFORE_ID = 2
_VERSION = b"\x01"
_NEXT = ":next"


class Unsealable(Exception):
    """A blob that does not open: wrong key, wrong row, or changed. Says nothing of what is inside."""

    def __init__(self) -> None:
        super().__init__("a sealed value could not be opened")


class RingUnreadable(ValueError):
    """A key ring whose text is not lines of `id:base64`. Never quotes the text."""


def new_data_key() -> bytes:
    """Return a fresh 256-bit key for one session's words."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, row: bytes) -> bytes:
    """Return `plain` sealed under `key` and bound to `row`, the unchanging name of the place it is kept in."""
    return _VERSION + _close(key, plain, b"seal:" + row)


def unseal(key: bytes, sealed: bytes, row: bytes) -> bytes:
    """Return the plain bytes; raise `Unsealable` for a wrong key, another row or a changed blob."""
    if sealed[:1] != _VERSION:
        raise Unsealable
    return _open(key, sealed[1:], b"seal:" + row)


@dataclass(frozen=True, slots=True)
class Ring:
    """The organisation's keys for wrapping data keys, oldest first: all of them open, the last one closes.

    `coming` is one that was added and closes nothing yet, so that every process knows it before the first one uses it.
    """

    keys: tuple[tuple[str, bytes], ...] = field(repr=False)
    coming: tuple[str, bytes] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse a ring that is empty, repeats an id, or holds a key of the wrong size."""
        names = [name for name, _ in self._all]
        sizes = {len(key) for _, key in self._all}
        named_well = all(name.isascii() and 0 < len(name) <= _LONGEST_ID for name in names)
        if not self.keys or not named_well or sizes != {KEY_BYTES} or len(set(names)) != len(names):
            raise RingUnreadable("a key ring needs distinct short ids and keys of 32 bytes")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the lines `id:base64`, of which one may end in `:next`; raise `RingUnreadable` without quoting them."""
        lines = text.split()
        try:
            pairs = [line.removesuffix(_NEXT).split(":", 1) for line in lines]
            keys = [(name, base64.b64decode(key, validate=True)) for name, key in pairs]
            marked = [key for key, line in zip(keys, lines, strict=True) if line.endswith(_NEXT)]
            (coming,) = marked or (None,)
        except (ValueError, binascii.Error):
            raise RingUnreadable("a key ring is lines of id:base64, each key of 32 bytes") from None
        return cls(tuple(key for key in keys if key != coming), coming)

    @classmethod
    def fresh(cls) -> Self:
        """Return a ring with one new key."""
        return cls((_new_key(),))

    def text(self) -> str:
        """Return the ring as `parse` reads it."""
        lines = [f"{name}:{base64.b64encode(key).decode()}" for name, key in self._all]
        return "\n".join(lines) + (_NEXT if self.coming else "") + "\n"

    @property
    def current(self) -> str:
        """The id of the key that closes."""
        return self.keys[-1][0]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all keys that open, the current one first."""
        return self.current, *(name for name, _ in self._all if name != self.current)

    @property
    def told(self) -> str:
        """What a process writes down of its ring with its sign of life: ids alone."""
        return " ".join(self.ids)

    @property
    def _all(self) -> tuple[tuple[str, bytes], ...]:
        return (*self.keys, *([self.coming] if self.coming else []))

    def with_coming(self) -> Self:
        """Return this ring with a new key that opens and does not close yet."""
        return type(self)(self.keys, _new_key())

    def moved_on(self) -> Self:
        """Return this ring with the coming key as the current one; what older keys wrapped still opens."""
        return type(self)(self._all)

    def without(self, name: str) -> Self:
        """Return this ring without an older key; what that wrapped will not open any more."""
        return type(self)(tuple(key for key in self.keys if key[0] != name), self.coming)

    def wrap(self, key: bytes, row: bytes) -> bytes:
        """Return a data key closed by the current ring key and bound to `row`."""
        name, ring_key = self.keys[-1]
        label = name.encode()
        return _VERSION + bytes([len(label)]) + label + _close(ring_key, key, b"wrap:" + row)

    def unwrap(self, blob: bytes, row: bytes) -> bytes:
        """Return the data key; raise `Unsealable` if no key of this ring opens it for this row."""
        name, closed = _parted(blob)
        ring_key = dict(self._all).get(name)
        if ring_key is None:
            raise Unsealable
        return _open(ring_key, closed, b"wrap:" + row)

    def rewrap(self, blob: bytes, row: bytes) -> bytes:
        """Return the same data key closed by the current ring key; for rotation."""
        return self.wrap(self.unwrap(blob, row), row)


def closed_by(blob: bytes) -> str:
    """Return the id of the ring key that a wrapped data key names; empty where it names none."""
    try:
        return _parted(blob)[0]
    except Unsealable:
        return ""


def _new_key() -> tuple[str, bytes]:
    return secrets.token_hex(4), new_data_key()


def _parted(blob: bytes) -> tuple[str, bytes]:
    if len(blob) < _BEFORE_ID or blob[:1] != _VERSION:
        raise Unsealable
    end = _BEFORE_ID + blob[1]
    return blob[_BEFORE_ID:end].decode("ascii", "replace"), blob[end:]


def _close(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _open(key: bytes, closed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(closed[:_NONCE_BYTES], closed[_NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise Unsealable from None
