"""Of an evening that was called off: how many hear of it by a letter or a text, so that staff tell the others."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cohorts.models import Kind, Session, Stop, Telling
from cohorts.telling.ways import written_to


def who_hears(session: Session) -> str:
    """Return in words for staff who of those who were to come is written to; a row of the outbox alone reaches nobody.

    Whoever gave no contact, or wants no messages, has a row as everybody has: it ends with its reason.
    """
    rows = Telling.objects.filter(session=session, kind=Kind.CANCELLED)
    reached = Q(seat__in=written_to().values("seat")) & ~Q(seat__in=Stop.objects.standing().values("seat"))
    of, written = rows.count(), rows.filter(Q(told_at__isnull=False) | Q(reached, skipped_at__isnull=True)).count()
    if not of:
        return _("Nobody has told whoever was to come yet: please do.")
    if not written:
        return _("It was called off, and nobody who was to come can be written to. Please tell them yourselves.")
    if written == of:
        return _("It was called off, and we write to everybody who was to come.")
    told = _("We can write to %(written)d of the %(of)d who were to come.") % {"written": written, "of": of}
    return _("It was called off.") + " " + told + " " + _("Please tell the others yourselves.")
