"""The classes of data of this room of the house, and for how long each is kept."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cohorts import chain
from cohorts.keeping import Gone, Kept, Of, deleting, register, spare
from cohorts.keeping.spans import a_month, as_chat, as_records, over

from .closing.models import Afterword, HowIAm, SignOff
from .safeguarding import record
from .safeguarding.models import Concern, Duty, DutyCall, Opening, OpeningStep, RecordEntry, State

_START: Final = bytes(chain.DIGEST_BYTES)
_OF_SESSION: Final = Of(("session__cohort",))
#: Concerns, by public id, that this process has found to have a record that is not as it was written: it stays.
_not_as_written: Final[set[str]] = set()
log = logging.getLogger(__name__)


def _closed_long_ago(then: datetime) -> QuerySet[Concern]:
    """Concerns that are closed, of a course that was over then, with nothing written about them since."""
    written = RecordEntry.objects.filter(at__gte=then).values("concern")
    closed = Concern.every.filter(state=State.CLOSED, raised_at__lt=then, session__cohort__in=over(then))
    return closed.exclude(pk__in=written).exclude(public_id__in=_not_as_written)


def _forget_records(due: Sequence[Concern], _: datetime) -> list[Gone]:
    """Let records go whole, with what was told of them and who opened a contact for their sake.

    One act for all of them and in no chain of a cohort: that there was a worry about an adult is nobody's to count.
    One that is not as it was written stays, so that nobody has us destroy what shows what they did to it.
    """
    wrong = {one.public_id for one in due if record.walk(one).wrong}
    _not_as_written.update(wrong)
    if wrong:
        log.error(
            "%d records are due to go, are not as they were written, and stay; see `manage.py verify`", len(wrong)
        )
    concerns = [one for one in due if one.public_id not in wrong]
    heads = sorted((one.public_id.encode(), bytes(one.digest)) for one in concerns)
    digest = chain.link(settings.KEYS.chain, _START, b"purged", b"records", *(part for head in heads for part in head))
    _delete(OpeningStep, Q(opening__concern__in=concerns))
    for table in (Opening, Duty, RecordEntry):
        _delete(table, Q(concern__in=concerns))
    _delete(Concern, Q(pk__in=[one.pk for one in concerns]))
    return [Gone(len(concerns), digest, stayed=len(wrong))]


def _delete(table: type[Model], which: Q) -> None:
    """By a plain query set: rows that are written once are let go of here and nowhere else."""
    QuerySet(table).filter(which).delete()


register(Kept(
    "afterwords", _("what staff wrote of an evening for the next one"), _("after the course"), (Afterword,), a_month,
    lambda then: Afterword.objects.filter(session__cohort__in=over(then)), deleting(Afterword),
    _OF_SESSION,
))  # fmt: skip
# What somebody said to their supervisor is in no ledger, its going neither (care.md §7).
register(Kept(
    "how_i_am", _("how staff said that they are"), _("after they said so"), (HowIAm,), lambda: timedelta(days=30),
    lambda then: HowIAm.objects.filter(at__lt=then), deleting(HowIAm), quiet=True,
))  # fmt: skip
register(Kept(
    "sign_offs", _("who signed an evening off"), _("after the evening"), (SignOff,), as_records,
    lambda then: SignOff.objects.filter(session__closes_at__lt=then), deleting(SignOff), _OF_SESSION,
))  # fmt: skip
register(Kept(
    "duties", _("what was told until somebody answered"), _("after the course"), (Duty, DutyCall), as_chat,
    lambda then: Duty.objects.filter(
        concern__isnull=True, answered_at__isnull=False, session__cohort__in=over(then)
    ),
    deleting(Duty), _OF_SESSION,
))  # fmt: skip
register(Kept(
    "records", _("records of concerns, once closed"), _("after the last entry"),
    (Concern, RecordEntry, Opening, OpeningStep), as_records, _closed_long_ago, _forget_records, _OF_SESSION, most=20,
))  # fmt: skip
# A record names whom it is about by the name they had. One about an adult has its author's name in their sealed words,
# and spares none: the one name that is left would tell the adult who it was.
spare("names", lambda: Q(pk__in=Concern.objects.values("seat")))
