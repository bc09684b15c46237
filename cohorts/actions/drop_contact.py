"""Taking a contact back: whoever gave it may, at any time, without a reason."""

from cohorts.models import Contact, ContactPurpose, Seat


def drop_contact(seat: Seat, purpose: ContactPurpose) -> bool:
    """Delete what this seat gave for this purpose; False if there was nothing. No message goes there from now on."""
    return bool(Contact.objects.filter(seat=seat, purpose=purpose).delete()[0])
