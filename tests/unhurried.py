"""A guard that nothing hurries: where much runs at once, words would else seem held."""

from functools import cache

from chat import guard
from chat.guard import Guard


@cache
def unhurried() -> Guard:
    """That of the release."""
    return guard.shipped().within(10.0)
