"""The verbs this process knows. `chat` registers its own; `facilitator` adds to them at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from chat.facts import Facts
from chat.person import Role
from chat.protocol.asks import Ask

from .outcome import A, Done, Request, Verb

Decide = Callable[[Facts, Request[Ask]], Done]

_VERBS: dict[type[Ask], Verb] = {}


def verb(
    ask: type[A], who: frozenset[Role], **traits: bool
) -> Callable[[Callable[[Facts, Request[A]], Done]], Callable[[Facts, Request[A]], Done]]:
    """Register a pure `decide(facts, request)` for a request. See `Verb` for the traits."""

    def register(decide: Callable[[Facts, Request[A]], Done]) -> Callable[..., Done]:
        if ask in _VERBS:
            raise ValueError(f"two verbs for {ask.__name__}")
        _VERBS[ask] = Verb(ask, who, cast("Decide", decide), **traits)
        return decide

    return register


def verb_for(ask: Ask) -> Verb:
    """The verb of a request; `KeyError` if nobody registered one."""
    return verb_of(type(ask))


def verb_of(ask: type[Ask]) -> Verb:
    """The verb of a kind of request."""
    return _VERBS[ask]


def known_asks() -> tuple[type[Ask], ...]:
    """Every request that may come over the wire, in the order of registration."""
    return tuple(ask for ask in _VERBS if not str(ask.__struct_config__.tag).startswith("+"))
