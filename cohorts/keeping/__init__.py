"""How long what is kept: classes of data in one registry, legal holds, and letting go in small steps.

A room registers `Kept(…)` for each class of its own when Django starts; `manage.py retention` shows them all.
"""

from cohorts.keeping.ending import deleting, digest_of, ended_before
from cohorts.keeping.holds import held, same_person
from cohorts.keeping.letting_go import PURGED, Look, look, step
from cohorts.keeping.registry import Gone, Kept, Of, known, register, spare

__all__ = [
    "PURGED",
    "Gone",
    "Kept",
    "Look",
    "Of",
    "deleting",
    "digest_of",
    "ended_before",
    "held",
    "known",
    "look",
    "register",
    "same_person",
    "spare",
    "step",
]
