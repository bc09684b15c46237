"""Who must not read what of safeguarding in the ledger (care.md §7).

A worry about an adult is seen by the lead alone, and by nobody whom it is about. An administrator looks after accounts
and machines and sees nothing of concerns, of what was told about them, or of contacts that were opened.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from cohorts import deeds
from cohorts.models import Role, Staff

from .models import Concern, Duty, Kind

#: What an act about any of it names.
_NAMED: Final = ("concern", "duty", "opening")
_ADULT: Final = Q(kind=Kind.ADULT) | Q(about_staff__isnull=False)


def unseen(staff: Staff) -> deeds.Hidden:
    """What of safeguarding is not for somebody; two queries."""
    theirs = Q(about_staff=staff) if staff.role == Role.LEAD else Q()
    duties = list(Duty.objects.filter(_ADULT, theirs).values_list("public_id", "session"))
    concerns = list(Concern.every.filter(theirs, adult=True).values_list("public_id", "session"))
    acts = Q(about__duty__in=[one for one, _ in duties]) | Q(about__concern__in=[one for one, _ in concerns])
    sessions = frozenset(session for _, session in (*duties, *concerns))
    if staff.role == Role.ADMINISTRATOR:
        return deeds.Hidden(acts | Q(about__has_any_keys=_NAMED), frozenset({"concern"}), sessions)
    return deeds.Hidden(acts, sessions=sessions)


deeds.hide(unseen)
