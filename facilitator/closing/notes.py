"""Afterwords, opened: those of one evening, and what is left from the last one for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cohorts.models import Session, Staff

from . import sealed
from .models import About, Afterword


@dataclass(frozen=True, slots=True)
class Note:
    """One afterword, opened; its text stays out of its repr."""

    about: About
    by: Staff
    at: datetime
    text: str = field(repr=False)


def of(session: Session) -> list[Note]:
    """What was written of this evening, in the order it was written. Whoever asks must hold that group, or be lead."""
    found = Afterword.objects.filter(session=session).select_related("by").order_by("at", "pk")
    return [Note(About(one.about), one.by, one.at, sealed.shown(one)) for one in found]


def before(session: Session) -> tuple[Session, list[Note]] | None:
    """The group's last evening before this one of which something was written, and what; None if nothing ever was."""
    earlier = Session.objects.evenings().filter(cohort=session.cohort_id, starts_at__lt=session.starts_at)
    last = earlier.filter(afterwords__isnull=False).select_related("week").order_by("-starts_at").first()
    return (last, of(last)) if last else None
