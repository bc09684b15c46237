"""The nouns of safeguarding, one short file each."""

from __future__ import annotations

from .concern import Concern, Level
from .record_entry import Part, RecordEntry

__all__ = ["Concern", "Level", "Part", "RecordEntry"]
