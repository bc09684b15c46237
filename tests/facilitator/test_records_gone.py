"""Records of concerns: kept for years after the last entry, whole or not at all, and never while they are open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cohorts.actions import own
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.actions.sign_in import sign_in_by_code
from cohorts.keeping.leavings import SHUT
from cohorts.models import Act, Heard, OwnWish, Seat, SignIn, Wanted, WhyHeld
from facilitator.actions.raising import add_to_record, raise_afterwards
from facilitator.actions.recording import close
from facilitator.safeguarding import record
from facilitator.safeguarding.models import Concern, Duty, Level, Part, RecordEntry
from tests import cast
from tests.cohorts.doors import browser
from tests.retention import let_go

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
SEEN = "canary seen"


@pytest.fixture
def evening() -> cast.Evening:
    return cast.evening("over")


def raised(evening: cast.Evening, *, closed: bool = True) -> Concern:
    concern = raise_afterwards(
        evening.counsellor, evening.session, evening.otter, Level.URGENT, SEEN, evening.session.closes_at
    )
    if closed:
        close(evening.lead, concern, SEEN, evening.session.closes_at, why_not=SEEN)
    return concern


def of_an_adult(evening: cast.Evening) -> Concern:
    """Otter told the lead of a worry about Sam."""
    about = {"level": Level.URGENT, "adult": True, "about_staff": evening.counsellor}
    concern = Concern(session=evening.session, seat=evening.otter, raised_at=timezone.now(), **about)
    record.begin(concern)
    concern.save(force_insert=True)
    return concern


def verified() -> str:
    out = StringIO()
    call_command("verify", stdout=out)
    return out.getvalue()


def test_a_record_goes_whole_ten_years_after_its_last_entry(evening: cast.Evening) -> None:
    concern, now = raised(evening), timezone.now()
    add_to_record(evening.counsellor, concern, Part.DONE, SEEN, now + YEAR)
    assert let_go("records", now + 10 * YEAR + timedelta(days=1)) == 0, "something was written since"
    assert let_go("records", now + 11 * YEAR + timedelta(days=1)) == 1
    assert not any(table.objects.exists() for table in (RecordEntry, Duty))
    assert not Concern.every.exists()
    act = Act.objects.get(verb="purged")
    assert (act.about["what"], act.about["count"], act.chain, act.session) == ("records", 1, "house", None)
    assert concern.public_id not in str(act.about)
    assert let_go("records", now + 12 * YEAR) == 0
    verified()


def test_one_that_is_open_never_goes_nor_one_on_hold(evening: cast.Evening) -> None:
    concern, late = raised(evening, closed=False), timezone.now() + 30 * YEAR
    assert let_go("records", late) == 0
    close(evening.lead, concern, SEEN, evening.session.closes_at, why_not=SEEN)
    hold = place_hold(evening.lead, evening.heron, WhyHeld.REVIEW, timezone.now())
    assert let_go("records", late) == 0, "somebody of that group is on hold, and a record is of all who were there"
    lift_hold(evening.lead, hold, timezone.now())
    assert SEEN in [one.text for one in record.read(concern)]
    assert let_go("records", late) == 1


def test_the_name_stays_as_long_as_the_record_that_says_it(evening: cast.Evening) -> None:
    raised(evening)
    now = timezone.now()
    assert let_go("names", now + timedelta(days=91)) == 8, "seven here, and the one next door"
    assert Seat.objects.get(pk=evening.otter.pk).name == "Teal Otter"
    assert let_go("records", now + 11 * YEAR) == 1
    assert let_go("names", now + 11 * YEAR) == 1


def test_a_worry_about_an_adult_leaves_no_name_that_would_tell_who_it_was(evening: cast.Evening) -> None:
    of_an_adult(evening)
    assert let_go("names", timezone.now() + timedelta(days=91)) == 9
    assert Seat.objects.get(pk=evening.otter.pk).name == ""


def test_a_deletion_that_leaves_the_name_to_a_record_leaves_nothing_else_of_the_seat(evening: cast.Evening) -> None:
    raised(evening)
    Seat.objects.filter(pk=evening.otter.pk).update(ease=["slower"])
    now = timezone.now()
    own.begin(evening.lead, evening.otter, Wanted.DELETE, now, Heard.WORDS)
    assert not OwnWish.objects.unfinished().exists()
    otter = Seat.objects.get(pk=evening.otter.pk)
    assert (otter.name, otter.ease, otter.link_digest) == ("Teal Otter", [], None)
    assert otter.code_digest.startswith(SHUT)


@pytest.mark.parametrize("written", [raised, of_an_adult, None], ids=["a concern", "a worry about Sam", "neither"])
def test_ninety_days_on_whoever_something_is_written_of_comes_in_no_more_than_the_others(
    evening: cast.Evening, written: Callable[[cast.Evening], Concern] | None
) -> None:
    if written:
        written(evening)
    seats, page = (evening.otter, evening.heron), f"/desk/cohorts/{evening.cohort.public_id}/seats/"
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(ease=["slower"], link_digest=None)
    now, sam = timezone.now() + timedelta(days=91), browser(evening, evening.counsellor)
    assert all(sign_in_by_code(evening.code(seat), now) for seat in seats)
    assert all(seat.name in sam.get(page).content.decode() for seat in seats)
    assert let_go("places", now) == 9, "eight here, and the one next door"
    assert not any(sign_in_by_code(evening.code(seat), now) for seat in seats)
    assert not SignIn.objects.filter(seat__in=seats, ended_at__isnull=True).exists()
    assert not any(seat.name in sam.get(page).content.decode() for seat in seats)
    assert let_go("ways_in", now) == 9
    for seat in Seat.objects.filter(pk__in=[seat.pk for seat in seats]):
        assert (seat.ease, seat.code_digest.startswith(SHUT)) == ([], True)
    assert [let_go(name, now) for name in ("places", "ways_in")] == [0, 0], "twice is harmless"


def test_the_words_of_the_room_go_and_the_record_stays_whole(evening: cast.Evening) -> None:
    concern, now = raised(evening, closed=False), timezone.now()
    let_go("words", now + timedelta(days=91))
    assert SEEN in [one.text for one in record.read(concern)]
    assert "all as they were written" in verified()


def test_what_was_told_and_answered_goes_with_the_words_unless_a_record_needs_it(evening: cast.Evening) -> None:
    raised(evening, closed=False)
    now = timezone.now()
    duty = Duty.objects.get()
    fields = {"kind": duty.kind, "level": duty.level, "session": evening.session, "raised_at": now, "due_at": now}
    Duty.objects.create(**fields, ref="answered", answered_at=now, answered_by=evening.lead)
    Duty.objects.create(**fields, ref="waits")
    assert let_go("duties", now + timedelta(days=91)) == 1
    assert set(Duty.objects.values_list("ref", flat=True)) == {duty.ref, "waits"}, "nothing is dropped silently"
