"""A guard that nothing hurries: where much runs at once, words would else seem held."""

from copy import copy
from functools import cache

from chat import guard
from chat.guard import Guard


@cache
def unhurried() -> Guard:
    """That of the release."""
    return within(10.0)


def within(seconds: float) -> Guard:
    """That of the release with another budget."""
    made = copy(guard.shipped())
    made._budget = seconds
    return made
