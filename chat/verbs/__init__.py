"""The verbs: one file each, with its frame, who may, and a pure `decide`."""

from __future__ import annotations

from .outcome import Beside, Done, Draft, Refused, Request, Row, Verb
from .registry import known_asks, verb, verb_for
from .seen import raised

__all__ = ["Beside", "Done", "Draft", "Refused", "Request", "Row", "Verb", "known_asks", "raised", "verb", "verb_for"]
