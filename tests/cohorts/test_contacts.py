"""Contacts: sealed and apart, each for its one purpose, and gone when that is over."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cohorts import actions, reach
from cohorts.actions.contacts import lookup
from cohorts.keeping.spans import CONTACTS_KEPT
from cohorts.models import Contact, ContactPurpose
from cohorts.reach import Address
from cohorts.seal import Unsealable
from tests import cast
from tests.retention import let_go

pytestmark = pytest.mark.django_db
EMAIL, PHONE = "Otter.At.Home@Example.ORG", "07400 123 456"
REMINDERS, LIFE = ContactPurpose.REMINDERS, ContactPurpose.LIFE


def kept(evening: cast.Evening) -> tuple[Contact, Contact]:
    """What otter gave: an email for reminders, a phone for life alone."""
    now = timezone.now()
    return (
        actions.keep_contact(evening.otter, REMINDERS, EMAIL, now, "1"),
        actions.keep_contact(evening.otter, LIFE, PHONE, now, "1"),
    )


def table() -> str:
    """Everything the database holds of contacts, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cohorts_contact")
        return " ".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row)


def test_what_was_given_is_read_again_in_one_form_and_shown_nowhere() -> None:
    email, phone = kept(cast.evening())
    assert actions.read_contact(email) == Address("email", "otter.at.home@example.org")
    assert actions.read_contact(phone) == Address("phone", "+447400123456")
    shown = " ".join([table(), repr(email), str(email), repr(actions.read_contact(phone)), repr(vars(phone))]).lower()
    assert email.public_id.lower() in shown, "the table was read"
    assert not any(part in shown for part in ("otter.at", "example.org", "7400123456", "123 456"))


def test_it_is_found_again_by_what_was_given_for_reminders_alone() -> None:
    email, phone = kept(cast.evening())
    typed = reach.read(" otter.at.home@EXAMPLE.org ", region="GB", texts=True)
    assert email.lookup == lookup(typed) != lookup(Address("phone", typed.value))
    assert phone.lookup == ""


def test_what_is_given_again_takes_the_place_of_what_was_there() -> None:
    evening = cast.evening()
    kept(evening)
    second = actions.keep_contact(evening.otter, REMINDERS, "new@example.org", timezone.now(), "2")
    found = Contact.objects.get(seat=evening.otter, purpose=REMINDERS)
    assert (found.pk, found.consent_version, Contact.objects.count()) == (second.pk, "2", 2)
    with pytest.raises(actions.ContactUnfit):
        actions.keep_contact(evening.otter, REMINDERS, "nothing of the kind", timezone.now(), "2")
    assert Contact.objects.get(seat=evening.otter, purpose=REMINDERS).pk == second.pk


@pytest.mark.parametrize("blob", ["sealed", "data_key"])
def test_a_blob_moved_to_another_row_is_refused(blob: str) -> None:
    evening = cast.evening()
    _, mine = kept(evening)
    other = actions.keep_contact(evening.heron, LIFE, "07400 123 457", timezone.now(), "1")
    Contact.objects.filter(pk=mine.pk).update(**{blob: getattr(other, blob)})
    with pytest.raises(Unsealable):
        actions.read_contact(Contact.objects.get(pk=mine.pk))
    Contact.objects.filter(pk=mine.pk).update(sealed=other.sealed, data_key=other.data_key)
    with pytest.raises(Unsealable):
        actions.read_contact(Contact.objects.get(pk=mine.pk))
    Contact.objects.filter(pk=other.pk).update(kind="email")
    with pytest.raises(Unsealable):
        actions.read_contact(Contact.objects.get(pk=other.pk))


def test_there_is_one_a_purpose_and_only_for_what_we_ask() -> None:
    evening = cast.evening()
    email, _ = kept(evening)
    for changed in ({"purpose": LIFE}, {"purpose": "news"}, {"kind": "dove"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=email.pk).update(**changed)


def test_contacts_follow_to_another_place_unopened() -> None:
    evening = cast.evening()
    kept(evening)
    settings_ring = settings.KEYS.ring
    assert actions.hand_over_contacts(evening.otter, evening.stranger) == 2
    assert settings.KEYS.ring is settings_ring
    assert {actions.read_contact(one).kind for one in evening.stranger.contacts.all()} == {"email", "phone"}
    assert not evening.otter.contacts.exists()


def test_whoever_gives_the_seat_up_leaves_no_contact() -> None:
    evening = cast.evening()
    kept(evening)
    actions.keep_contact(evening.heron, LIFE, PHONE, timezone.now(), "1")
    actions.withdraw(evening.otter, timezone.now())
    assert [one.seat for one in Contact.objects.all()] == [evening.heron]
    assert actions.forget_contacts(evening.heron, timezone.now()) == 1


def test_thirty_days_after_the_last_evening_they_are_gone() -> None:
    evening = cast.evening("over")
    kept(evening)
    last = evening.session.closes_at
    cancelled = cast.session(evening.cohort, "waiting", timezone.now() + timedelta(days=90))
    cancelled.cancelled_at = timezone.now()
    cancelled.save()
    assert let_go("contacts", last + CONTACTS_KEPT) == 0
    assert let_go("contacts", last + CONTACTS_KEPT + timedelta(seconds=1)) == 2
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("typed", "texts", "read"),
    [
        ("a@b.example", True, "a@b.example"),
        ("+44 7400 123456", True, "+447400123456"),
        ("(07400) 123-456", True, "+447400123456"),
        ("020 7946 0018", False, "+442079460018"),
        ("+33 6 12 34 56 78", False, "+33612345678"),
        # A text message does not reach the first two of these, and the third may cost a house dear.
        ("020 7946 0018", True, None),
        ("0909 879 0000", False, None),
        ("+33 6 12 34 56 78", True, None),
        ("999", False, None),
        ("07400 123", False, None),
        ("@otter", True, None),
        ("a@b", True, None),
        ("a@b.example\0", True, None),
        ("x" * 300 + "@b.example", True, None),
        ("", True, None),
    ],
)
def test_an_email_or_a_number_that_may_be_used(typed: str, texts: bool, read: str | None) -> None:
    if read is not None:
        assert reach.read(typed, region="GB", texts=texts).value == read
        return
    with pytest.raises(reach.ContactUnfit) as refused:
        reach.read(typed, region="GB", texts=texts)
    assert not typed or typed not in str(refused.value)
    assert refused.value.__cause__ is None
