"""By which ways this house can send. Young people are asked for nothing, and promised nothing, that no way serves."""

from django.conf import settings

from cohorts import reach
from cohorts.models import Contact, ContactKind, Way
from cohorts.models.contact import ContactQuerySet
from cohorts.telling.verdict import WAY_TO


def ways() -> frozenset[Way]:
    """Return the ways by which this house can send."""
    has = {Way.EMAIL: settings.POST_IS_SET_UP, Way.TEXT: settings.TEXT_WEBHOOK is not None}
    return frozenset(way for way, there in has.items() if there)


def kinds() -> frozenset[ContactKind]:
    """Return the kinds of contact that can be written to."""
    there = ways()
    return frozenset(kind for kind, way in WAY_TO.items() if way in there)


def in_words() -> dict[str, bool]:
    """Return what a page has to know to say neither too much nor too little."""
    there = ways()
    return {"letters": Way.EMAIL in there, "texts": Way.TEXT in there}


def written_to() -> ContactQuerySet:
    """Return the contacts that reminders can go to: nobody has said stop, and there is a way."""
    return Contact.objects.for_reminders().filter(kind__in=kinds())


def read(text: str) -> reach.Address:
    """Return what was typed as an address that can be written to; raise `ContactUnfit` for everything else."""
    address = reach.read(text, region=settings.REGION, texts=True)
    if address.kind not in kinds():
        raise reach.ContactUnfit
    return address
