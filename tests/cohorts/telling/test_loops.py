"""What real loops make of evenings on which the clock, the post and they themselves fail: each is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cohorts.actions import keep_contact
from cohorts.models import ChoreRow, ContactPurpose, Kind, Seat, Session, Telling
from cohorts.telling import tell
from tests import cast
from tests.cohorts.telling.loops import Loops, loops
from tests.cohorts.telling.post import PATIENCE_SECONDS, Post, Texts, post_office, text_sender

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6
HOUR = timedelta(hours=1)


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as one:
        yield one


@pytest.fixture
def texts() -> Iterator[Texts]:
    with text_sender() as one:
        yield one


@pytest.fixture
def house(post: Post, texts: Texts, tmp_path: Path) -> Iterator[Loops]:
    with loops(post, texts, tmp_path) as one:
        yield one


def address(seat: Seat) -> str:
    return f"seat{seat.number}@example.org"


def evening(*, starts_in: timedelta) -> cast.Evening:
    """Otter gave a phone, everybody else an email; the stranger's evening is off."""
    made, now = cast.evening("waiting"), timezone.now()
    start = now + starts_in
    Session.objects.filter(pk=made.session.pk).update(
        opens_at=start - 10 * HOUR / 60, starts_at=start, ends_at=start + HOUR, closes_at=start + 75 * HOUR / 60
    )
    Session.objects.filter(pk=made.elsewhere.pk).update(cancelled_at=now)
    made.session.refresh_from_db()
    for seat in made.seats:
        keep_contact(seat, ContactPurpose.REMINDERS, address(seat) if seat != made.otter else "07400 123456", now, "1")
    return made


def ends() -> Counter[str]:
    """How each telling of a young person ended; one that has not is not among them."""
    rows = Telling.objects.filter(staff__isnull=True).exclude(told_at__isnull=True, skipped_at__isnull=True)
    return Counter(f"{row.kind} {'told' if row.told_at else row.skipped_why}" for row in rows)


def test_two_loops_whose_clocks_are_four_hours_apart_tell_each_once_or_say_why_not(
    house: Loops, post: Post, texts: Texts
) -> None:
    made = evening(starts_in=50 * HOUR / 60)
    house.start(2, -2)
    house.until(lambda: ends().total() == 2 * len(made.seats))
    house.end(SIGTERM)
    chores, long_ago = ChoreRow.objects.filter(name="tell what is due"), timezone.now() - 1000 * HOUR
    chores.update(next_at=long_ago)
    house.start(0, 0)
    house.until(lambda: chores.filter(next_at__gt=long_ago).exists())
    house.end(SIGTERM)
    found = ends()
    told = (
        found["confirm told"]
        + found["start told"]
        + Telling.objects.filter(staff__isnull=False, told_at__isnull=False).count()
    )
    assert set(found) <= {"confirm told", "confirm late", "start told", "start late"}
    assert len({letter["Message-ID"] for _, letter in post.taken}) == len(post.taken), "no letter went twice"
    assert len(post.taken) + len(set(texts.ids)) == told


def test_a_bad_evening_ends_each_once_with_its_reason(house: Loops, post: Post, texts: Texts) -> None:
    made = evening(starts_in=72 * HOUR)
    post.how, texts.status = "silent", 500
    soon, later = HOUR, 24 * HOUR
    plan(made, Kind.MOVED, *made.seats, useful=later)
    plan(made, Kind.CANCELLED, made.moth, useful=soon, of=cancelled(made))
    house.start(0)
    assert all(post.reached.acquire(timeout=PATIENCE_SECONDS) for _ in range(HANDS))
    house.until(lambda: Telling.objects.filter(seat=made.otter, tries=1).exists())
    house.end(SIGKILL)
    assert (post.taken, ends()) == ([], Counter()), "the post hung, whoever sends texts failed, the loop was killed"

    three_hours_later()
    post.how, texts.status, post.unknown = "takes", 202, {address(made.badger)}
    plan(made, Kind.WELCOME, made.badger, useful=later)
    house.start(0, 0)
    house.until(lambda: not Telling.objects.waiting().exists())
    house.end(SIGTERM)
    found = ends()
    assert found["cancelled late"] == found["welcome refused"] == 1
    assert 0 < found["moved unsure"] <= HANDS, "these were on their way, and never go again"
    assert found["moved told"] == len(made.seats) - found["moved unsure"]
    letters = set(post.whom)
    assert (len(letters), address(made.moth) in letters) == (found["moved told"] - 1, True)
    assert len(post.whom) == len(letters)
    assert len(texts.ids) > 1
    assert len(set(texts.ids)) == 1, "which whoever sends it knows by its id"
    assert Telling.objects.get(kind=Kind.WELCOME).tries == 1
    written = house.log.read_text()
    assert "the duty loop begins" in written, "the log is being read"
    assert not any(private in written for private in ("example.org", "07400", "447400", *cast.NAMES))


def cancelled(made: cast.Evening) -> Session:
    """Another evening of this group, that is off."""
    off = cast.session(made.cohort, "waiting", timezone.now())
    Session.objects.filter(pk=off.pk).update(cancelled_at=timezone.now())
    return off


def plan(made: cast.Evening, kind: Kind, *seats: Seat, useful: timedelta, of: Session | None = None) -> None:
    now = timezone.now()
    with transaction.atomic():
        for seat in seats:
            tell(kind, seat, session=of or made.session, due_at=now, not_after=now + useful)


def three_hours_later() -> None:
    """Nobody was there for three hours: what they had in hand, and when things were due, is so long ago."""
    ago = 3 * HOUR
    Telling.objects.update(
        due_at=F("due_at") - ago,
        next_at=F("next_at") - ago,
        not_after=F("not_after") - ago,
        claimed_until=F("claimed_until") - ago,
        handing_at=F("handing_at") - ago,
    )
