"""Passwords in tests are kept as they are in life, by scrypt, but in thousandths of the time: no test guesses them."""

from typing import Final

from django.contrib.auth.hashers import ScryptPasswordHasher

#: What it costs in life takes a fifth of a second for each, and only whoever stole a digest would feel the difference.
CHEAP: Final = 2**4


def at_little_cost() -> None:
    """Let this process, and no other that it starts, make and check digests at little cost."""
    ScryptPasswordHasher.work_factor = CHEAP
