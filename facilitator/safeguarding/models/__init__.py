"""The nouns of safeguarding, one short file each."""

from __future__ import annotations

from .call import DutyCall, Way
from .concern import STOPS, Concern, Level, Stands, State
from .duty import Duty, Kind
from .opening import SHOWN, SPARES, TELLS, How, Opening, OpeningStep, Reason, Step
from .record_entry import BY_ITSELF, Part, RecordEntry

__all__ = [
    "BY_ITSELF",
    "SHOWN",
    "SPARES",
    "STOPS",
    "TELLS",
    "Concern",
    "Duty",
    "DutyCall",
    "How",
    "Kind",
    "Level",
    "Opening",
    "OpeningStep",
    "Part",
    "Reason",
    "RecordEntry",
    "Stands",
    "State",
    "Step",
    "Way",
]
