"""The classes of data of this room of the house, and for how long each is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chat.models import EntryRow, Head, Lease, PresenceRow, WordChange, WordEdition
from chat.presence import LAPSES_AFTER
from chat.protocol.entry import SYSTEM
from chat.purged import WORDS
from cohorts.keeping import Gone, Kept, Of, deleting, register, wiping
from cohorts.keeping.spans import a_month, as_chat, over
from cohorts.models import Session

#: Entries of a session deleted at a time, so that the journal never waits long for the write lock.
ENTRIES_AT_ONCE: Final = 500


def _lapsed(then: datetime) -> QuerySet[Lease]:
    """A row of presence counts by its worker's lease, which therefore stays as long."""
    return Lease.objects.filter(renewed_at__lt=then).exclude(worker__in=PresenceRow.objects.values("worker"))


register(Kept(
    "presence", _("who was in a room, and when"), _("after the course"), (PresenceRow,), a_month,
    lambda then: PresenceRow.objects.filter(session__cohort__in=over(then)), deleting(PresenceRow),
    Of(("session__cohort",)),
))  # fmt: skip
register(Kept(
    "leases", _("signs of life of workers"), _("after the last one"), (Lease,), lambda: timedelta(days=30), _lapsed,
    deleting(Lease), quiet=True,
))  # fmt: skip
register(Kept(
    "word_lists", _("changes of the word lists"), _("they say what the guard looks for, and name no young person"),
    (WordChange, WordEdition),
))  # fmt: skip


def _with_words(then: datetime) -> QuerySet[Head]:
    """Heads whose key is still there, or some of whose entries are, if nobody said anything since then.

    When an evening was is in no chain; when something was said is, and so nobody has words go early by another date.
    What a clock that ran ahead dated later than now keeps nothing.
    """
    left = EntryRow.objects.filter(session=OuterRef("session"))
    with_words = Head.objects.filter(~Q(data_key=b"") | Exists(left), session__cohort__in=over(then))
    since = left.filter(at__range=(then, then + as_chat())).exclude(author=SYSTEM)
    return with_words.exclude(Exists(since))


def _lock(heads: Sequence[Head]) -> None:
    Session.objects.filter(pk__in=[head.pk for head in heads]).locked()


def _forget_words(heads: Sequence[Head], _: datetime) -> list[Gone]:
    """Destroy the key first, so that no word can be read from then on, then delete entries, so many at a time.

    The head stays with its digest, which the act names: by these `verify` knows that all is gone rightly.
    """
    gone = []
    for head in heads:
        session = head.session
        if head.data_key:
            gone.append(Gone(head.turn, bytes(head.digest), session=session))
            Head.objects.filter(pk=head.pk).update(data_key=b"")
        rows = EntryRow.objects.filter(session=session).order_by("pk").values_list("pk", flat=True)[:ENTRIES_AT_ONCE]
        EntryRow.objects.filter(pk__in=list(rows)).delete()
    return gone


def _somebody_stays(now: datetime) -> bool:
    """Whether somebody is still there where the clock has shut the room: a line that is kept open outlasts it."""
    fresh = Lease.objects.filter(stopped=False, renewed_at__gt=now - LAPSES_AFTER).values("worker")
    there = PresenceRow.objects.filter(session__in=Session.objects.listening(now), left_at__isnull=True)
    return there.filter(worker__in=fresh).exists()


wiping.register(_somebody_stays)
register(Kept(
    WORDS, _("what was said, and the key it is sealed with"), _("after the course"), (Head, EntryRow), as_chat,
    _with_words, _forget_words, Of(("session__cohort",)), _lock, 1,
))  # fmt: skip
