"""What staff did inside sessions, for the ledger: kinds, who, when, and whose stream it was in; no word is opened."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from chat.models import EntryRow
from chat.protocol.streams import LEAD, seat_number
from cohorts import deeds
from cohorts.models import Role, Staff

STAFF: Final = "staff:"
#: Talk is no deed; that somebody wrote to one young person privately is.
TALK: Final = ("message", "reaction")


def read(sought: deeds.Sought, looking: Staff, hidden: deeds.Hidden) -> list[deeds.Deed]:
    """The newest that are asked for, by one query; what only the lead hears is for the lead alone."""
    wanted = sought.rows(deeds.IN_SESSIONS) & Q(author__startswith=STAFF)
    wanted &= Q() if sought.by is None else Q(author__in=[f"{STAFF}{one}" for one in sought.by])
    wanted &= Q() if sought.kind is None else Q(kind=sought.kind)
    wanted &= Q() if sought.cohort is None else Q(session__cohort__public_id=sought.cohort)
    # What is left of an evening whose words went is on its way out, and its first entry follows nothing.
    there = EntryRow.objects.filter(wanted).exclude(session__head__data_key=b"")
    found = there.exclude(kind__in=(*TALK, *hidden.kinds))
    not_theirs = Q(session__in=hidden.sessions) if looking.role == Role.LEAD else Q()
    found = found.exclude(not_theirs, stream=LEAD).order_by("-at", "-pk")
    rows = found.values_list("pk", "at", "author", "kind", "session", "stream")[: sought.most]
    return [
        deeds.Deed(
            deeds.Place(at, deeds.IN_SESSIONS, pk), author.removeprefix(STAFF), kind, session, seat_number(stream)
        )
        for pk, at, author, kind, session, stream in rows
    ]  # fmt: skip


deeds.register(read)
