"""What stays of a young person in the records of concerns, when they ask that what is held of them be deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cohorts.keeping.person import Part, register
from cohorts.models import Seat

from .safeguarding.models import Concern


def stays(seats: Sequence[Seat]) -> Iterator[str]:
    """Say that there is a record, as whoever sees to it may know; a worry about an adult is not counted."""
    of = Concern.objects.filter(seat__in=seats)
    if of.exists():
        yield _(
            "The record of a concern, with the words it rests on and their name, because we may have to show what was "
            "done to keep somebody safe. It goes some years after its last entry."
        )


register(Part(stays=stays))
