"""The four words that always bring a young person back, and keyed digests of what opens a seat.

A code is four words drawn evenly from a list of more than 1,024, so it carries at least 40 bits.
Only a keyed digest is ever stored: without the key a stolen database does not allow trying codes offline.
"""

import hashlib
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

WORDS_IN_A_CODE = 4
_LIST = Path(__file__).with_name("words.txt")

Purpose = Literal["code", "link", "sign-in", "address", "invite", "count", "feed", "contact", "no-more"]


@cache
def words() -> tuple[str, ...]:
    """Return the word list, in the order of the file."""
    return tuple(_LIST.read_text(encoding="ascii").split())


def new() -> str:
    """Return a fresh code, its words parted by single spaces."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS_IN_A_CODE))


def repeatable(label: str, key: bytes) -> str:
    """Return the code that this key always gives this label; for the demo, which must print its codes again."""
    mixed = hashlib.blake2b(label.encode(), key=key, person=b"alcove.demo").digest()
    chunks = (int.from_bytes(mixed[place : place + 8]) for place in range(0, 8 * WORDS_IN_A_CODE, 8))
    return " ".join(words()[chunk % len(words())] for chunk in chunks)


def normalise(text: str) -> str:
    """Return only the plain letters of a typed or pasted code, in lower case.

    Spaces, dashes, numbering, full-width letters and invisible characters make no difference, nor does
    leaving the gaps between the words out.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if "a" <= letter <= "z")


def digest(text: str, key: bytes, purpose: Purpose = "code") -> str:
    """Return the keyed digest under which a secret is stored, 64 hex characters.

    The purpose keeps the digests of codes, links, sign-ins and addresses apart under one key.
    """
    person = f"alcove.{purpose}".encode()
    return hashlib.blake2b(text.encode(), key=key, person=person, digest_size=32).hexdigest()
