"""What goes out of a row that stays: name, mark and every way in of a seat, the email of an invitation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import F
from django.db.models.functions import Coalesce

from cohorts import ids
from cohorts.keeping.ending import digest_of
from cohorts.keeping.registry import Gone
from cohorts.models import Evaluation, Feed, Invitation, Seat, SignIn

#: What stands in place of a digest that no words have: a seat that begins so has no way in left.
SHUT: Final = "gone "


def end_places(seats: Sequence[Seat], now: datetime) -> list[Gone]:
    """Have nobody come in by these any more. Nothing is deleted, so that a hold has no say in it."""
    digest = digest_of("places", seats)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        withdrawn_at=Coalesce(F("withdrawn_at"), now), returns_until=None
    )
    SignIn.objects.filter(seat__in=seats, ended_at__isnull=True).update(ended_at=now)
    return [Gone(len(seats), digest)]


def forget_ways_in(seats: Sequence[Seat], now: datetime) -> list[Gone]:
    """Let go of what opened a seat, and of what made it easier for its holder, whatever becomes of the name."""
    end_places(seats, now)
    digest = digest_of("ways_in", seats)
    for seat in seats:
        Seat.objects.filter(pk=seat.pk).update(
            code_digest=f"{SHUT}{ids.new()}", link_digest=None, link_spent_at=None, ease=[], evaluated=False
        )
    Feed.objects.filter(seat__in=seats).delete()
    return [Gone(len(seats), digest)]


def forget_names(seats: Sequence[Seat], now: datetime) -> list[Gone]:
    """Let a seat be a number and some dates, and nobody’s place: acts and entries name it by these alone."""
    end_places(seats, now)
    digest = digest_of("names", seats)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(name="")
    return [Gone(len(seats), digest)]


def forget_evaluations(evaluations: Sequence[Evaluation], _: datetime) -> list[Gone]:
    """Forget the numbers, and who was among them, though a name may stay for as long as somebody needs it."""
    digest = digest_of("evaluations", evaluations)
    Seat.objects.filter(cohort__in=[one.cohort_id for one in evaluations]).update(evaluated=False)
    Evaluation.objects.filter(pk__in=[one.pk for one in evaluations]).delete()
    return [Gone(len(evaluations), digest)]


def forget_invitations(invitations: Sequence[Invitation], now: datetime) -> list[Gone]:
    """Withdraw invitations that ran out long ago, and forget whom they were for."""
    digest = digest_of("invitations", invitations)
    Invitation.objects.filter(pk__in=[one.pk for one in invitations]).update(withdrawn_at=now, email="")
    return [Gone(len(invitations), digest)]
