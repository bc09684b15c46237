"""What has to be done whether or not anybody asks: chores, and the loops that share them.

An app registers its chores when Django starts: `register(Chore("name", every_seconds, do))`.
"""

from cohorts.duties.errands import Errands
from cohorts.duties.loop import Loop
from cohorts.duties.registry import Chore, known, register

__all__ = ["Chore", "Errands", "Loop", "known", "register"]
