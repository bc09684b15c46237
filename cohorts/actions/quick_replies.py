"""Changing the house's list of quick replies. Whoever changes it first makes the bundled list the house's own.

Acts name a reply by its id, never by its words.
"""

from django.db import transaction
from django.utils import timezone

from cohorts import quick_replies
from cohorts.actions.acts import record
from cohorts.models import QuickReply, Staff
from cohorts.quick_replies import MOST


class ReplyRefused(Exception):
    """The list stays as it is."""


class NoRoom(ReplyRefused):
    """The list would become longer than anybody looks through."""


class SaidAlready(ReplyRefused):
    """Another one of the list says just that."""


class NotThere(ReplyRefused):
    """It was taken away, or is in the list again."""


class OtherWords(ReplyRefused):
    """Somebody else changed it since the page was drawn; their words stand."""


@transaction.atomic
def add_reply(text: str, by: Staff) -> QuickReply:
    """Add these words at the end. Raises `NoRoom`, `SaidAlready`."""
    there = _locked()
    _fits(there, text)
    added = QuickReply.objects.create(text=text, position=_next(there))
    record(by, "quick_reply_added", reply=added.name)
    return added


@transaction.atomic
def change_reply(name: str, text: str, was: str, by: Staff) -> None:
    """Give a reply other words; `was` is what it said when the page was drawn.

    Raises `NotThere`, `OtherWords`, `SaidAlready`.
    """
    there = _locked()
    found = _find(there, name)
    if found.text == text:
        return
    if found.text != was:
        raise OtherWords
    if any(one.text == text for one in there):
        raise SaidAlready
    found.text = text
    found.save(update_fields=["text"])
    record(by, "quick_reply_changed", reply=name)


@transaction.atomic
def move_reply(name: str, places: int, by: Staff) -> None:
    """Move a reply towards the beginning (-1) or the end (1); at the end of the list nothing happens.

    Raises `NotThere`.
    """
    there = _locked()
    found = _find(there, name)
    at = there.index(found)
    to = min(max(at + places, 0), len(there) - 1)
    if to == at:
        return
    there.insert(to, there.pop(at))
    for position, one in enumerate(there, start=1):
        one.position = position
    QuickReply.objects.bulk_update(there, ["position"])
    record(by, "quick_reply_moved", reply=name, to=to + 1)


@transaction.atomic
def take_reply_away(name: str, by: Staff) -> None:
    """Take a reply out of the list; it can be put back until another one is taken away. Raises `NotThere`."""
    found = _find(_locked(), name)
    QuickReply.objects.filter(removed_at__isnull=False).delete()
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    record(by, "quick_reply_taken_away", reply=name)


@transaction.atomic
def put_reply_back(name: str, by: Staff) -> None:
    """Put back what was taken away last, where it was. Raises `NotThere`, `NoRoom`, `SaidAlready`."""
    there = _locked()
    found = QuickReply.objects.filter(removed_at__isnull=False, name=name).first()
    if found is None:
        raise NotThere
    _fits(there, found.text)
    found.removed_at = None
    found.save(update_fields=["removed_at"])
    record(by, "quick_reply_put_back", reply=name)


@transaction.atomic
def bring_ours_back(by: Staff) -> int:
    """Add the bundled words that are missing at the end, and return how many; the others stay. Raises `NoRoom`."""
    there = _locked()
    missing = quick_replies.missing(there)
    if len(there) + len(missing) > MOST:
        raise NoRoom
    if missing:
        first = _next(there)
        QuickReply.objects.bulk_create([QuickReply(text=text, position=first + at) for at, text in enumerate(missing)])
        record(by, "quick_replies_brought_back", count=len(missing))
    return len(missing)


def _locked() -> list[QuickReply]:
    """Return the list as the house's own, its rows locked; read once the locks are there, as others add to it."""
    if not QuickReply.objects.exists():
        QuickReply.objects.bulk_create(quick_replies.ours(), ignore_conflicts=True)
    list(QuickReply.objects.select_for_update())
    return list(QuickReply.objects.filter(removed_at__isnull=True))


def _find(there: list[QuickReply], name: str) -> QuickReply:
    found = next((one for one in there if one.name == name), None)
    if found is None:
        raise NotThere
    return found


def _fits(there: list[QuickReply], text: str) -> None:
    if len(there) >= MOST:
        raise NoRoom
    if any(one.text == text for one in there):
        raise SaidAlready


def _next(there: list[QuickReply]) -> int:
    return max((one.position for one in there), default=0) + 1
