"""What this room of the house holds of one young person: told to them in words they read."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cohorts import eases
from cohorts.actions.contacts import read_contact
from cohorts.keeping.person import Line, Part, Section, on_hold, register
from cohorts.models import AttendanceMark, Contact, ContactPurpose, MoveWish, Reply, Seat, SignIn, Telling
from cohorts.seal import Unsealable


def told(seats: Sequence[Seat]) -> Iterator[Section]:
    """Return place, consent, contacts and everything that says when they were here."""
    yield Section(_("Your place"), tuple(_place(seats)))
    yield Section(_("What you agreed to"), tuple(_agreed(seats)))
    yield Section(_("How we can reach you"), tuple(_contacts(seats)))
    yield Section(_("If you said that you come, and if you came"), tuple(_coming(seats)))
    yield Section(_("What we wrote to you by itself"), tuple(_written(seats)))
    yield Section(_("When you signed in"), tuple(_signed_in(seats)))


def stays(seats: Sequence[Seat]) -> Iterator[str]:
    """Say that a hold keeps all of it, and what never says who somebody was."""
    if on_hold(seats):
        yield _("Everything, while a legal hold stands. It is deleted by itself once the hold is lifted.")
    yield _("What staff wrote to them in private and among themselves, until all words of that evening go.")
    yield _("How their group said the course was, in numbers: no answer can be told from another’s.")
    yield _("A worry about an adult, with the safeguarding lead.")
    yield _("Acts: that this was asked and done, by the seat’s id. They hold no name and no word.")


def _place(seats: Sequence[Seat]) -> Iterator[Line]:
    for seat in seats:
        place = {"number": seat.number, "name": seat.name}
        yield Line(seat.taken_at, _("You took seat %(number)d, as %(name)s.") % place)
        if seat.ease:
            wishes = "; ".join(eases.in_their_words(seat.ease))
            yield Line(None, _("What would make it easier: %(wishes)s") % {"wishes": wishes})
        if seat.evaluated:
            yield Line(
                None,
                _("You told us how the course was. Only numbers of the whole group are kept, and no answer is yours."),
            )
    for moved in MoveWish.objects.filter(seat__in=seats).order_by("wished_at"):
        asked, went = _("You asked for another group."), _("You moved to another group.")
        yield Line(moved.wished_at, asked if moved.to_seat_id is None else went)


def _agreed(seats: Sequence[Seat]) -> Iterator[Line]:
    for seat in seats:
        if seat.agreed_at:
            version = {"version": seat.agreed_version}
            yield Line(seat.agreed_at, _("You agreed to version %(version)s of our words.") % version)


def _contacts(seats: Sequence[Seat]) -> Iterator[Line]:
    for contact in Contact.objects.filter(seat__in=seats).order_by("purpose"):
        try:
            value = read_contact(contact).value
        except Unsealable:
            value = _("it cannot be read any more")
        purpose = ContactPurpose(contact.purpose).label
        yield Line(contact.consented_at, _("%(value)s, for: %(purpose)s") % {"value": value, "purpose": purpose})
        if contact.unsubscribed_at:
            yield Line(contact.unsubscribed_at, _("You asked us not to write there."))


def _coming(seats: Sequence[Seat]) -> Iterator[Line]:
    for reply in Reply.objects.filter(seat__in=seats).select_related("session").order_by("said_at"):
        yield Line(reply.said_at, _("You said that you come.") if reply.coming else _("You said that you can’t come."))
    for mark in AttendanceMark.objects.filter(seat__in=seats).select_related("session").order_by("at"):
        how = {"how": mark.get_came_display()}
        yield Line(mark.session.starts_at, _("How you were there, as staff put it right: %(how)s") % how)


def _written(seats: Sequence[Seat]) -> Iterator[Line]:
    for telling in Telling.objects.filter(seat__in=seats, told_at__isnull=False).order_by("told_at"):
        yield Line(telling.told_at, f"{telling.get_kind_display()} ({telling.get_way_display()})")


def _signed_in(seats: Sequence[Seat]) -> Iterator[Line]:
    for sign_in in SignIn.objects.filter(seat__in=seats).order_by("created_at"):
        yield Line(sign_in.created_at, _("A browser signed in."))


register(Part(tell=told, stays=stays))
