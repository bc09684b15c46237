"""The tables of this room of the house, for Django to find: each lives in the package it belongs to."""

from __future__ import annotations

from facilitator.closing.models import Afterword, HowIAm, SignOff
from facilitator.safeguarding.models import Concern, Duty, DutyCall, Opening, OpeningStep, RecordEntry

__all__ = [
    "Afterword",
    "Concern",
    "Duty",
    "DutyCall",
    "HowIAm",
    "Opening",
    "OpeningStep",
    "RecordEntry",
    "SignOff",
]
