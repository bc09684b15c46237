"""Writing down that much is guessed, so that people at the desk see it."""

from datetime import datetime

from cohorts.models import Guessing, Tried


def note_guessing(what: Tried, since: datetime, tried: int) -> None:
    """Keep how much was tried in the ten minutes from `since` on; the most that anybody counted stays."""
    row, made = Guessing.objects.get_or_create(what=what, since=since, defaults={"tried": tried})
    if not made:
        Guessing.objects.filter(pk=row.pk, tried__lt=tried).update(tried=tried)
