"""Real duty loops, killed, hung and left out for ten minutes: whoever must hear of an alarm does within a minute."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.models import ChoreRow, Role, Staff
from cohorts.roles import Post as OnPost
from facilitator.safeguarding.duties import answer, raise_duty
from facilitator.safeguarding.models import Duty, DutyCall, Kind, Level
from tests import cast
from tests.cohorts.telling.conftest import SECRET
from tests.cohorts.telling.loops import Loops, loops
from tests.cohorts.telling.post import PATIENCE_SECONDS, Post, Texts, post_office, text_sender
from tests.facilitator.reached import gives_emails, holds

pytestmark = pytest.mark.django_db(transaction=True)
TEN_MINUTES = timedelta(minutes=10)
AT_ONCE = {"jo", "lou", "max"}
EVERYBODY = {"jo", "kit", "lou", "max", "sam"}
#: So soon after everything works again everybody has been told (care.md §7).
IN_TIME = 60.0


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as one:
        yield one


@pytest.fixture
def pager() -> Iterator[Texts]:
    with text_sender() as one:
        yield one


@pytest.fixture
def house(post: Post, pager: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loops]:
    monkeypatch.setenv("DUTY_WEBHOOK_URL", f"http://127.0.0.1:{pager.port}/")
    monkeypatch.setenv("DUTY_WEBHOOK_SECRET", f"whsec_{base64.b64encode(SECRET).decode()}")
    with loops(post, pager, tmp_path) as one:
        yield one


@pytest.fixture
def evening() -> cast.Evening:
    """Jo leads, Max is the deputy, Lou is on call."""
    made, now = cast.evening("open"), timezone.now()
    deputy, on_call = cast.staff("Max", Role.LEAD), cast.staff("Lou", Role.COUNSELLOR)
    gives_emails()
    for where, who in ((OnPost.LEAD, made.lead), (OnPost.DEPUTY, deputy), (OnPost.ON_CALL, on_call)):
        holds(where, who, now)
    return made


def raises(evening: cast.Evening, level: Level = Level.NOW, *, ago: timedelta = timedelta(0), ref: str = "1") -> Duty:
    with transaction.atomic():
        return raise_duty(Kind.ALARM, level, evening.session, ref=ref, now=timezone.now() - ago, seat=evening.otter)


def lettered(post: Post) -> set[str]:
    return {to.partition("@")[0] for to, _ in post.taken}


def paged(pager: Texts) -> set[str]:
    names = dict(Staff.objects.values_list("public_id", "name"))
    return {names[json.loads(body)["data"]["to"]].lower() for _, body in pager.got}


def references(post: Post, pager: Texts) -> set[str]:
    """Every reference that anybody was told."""
    letters = {letter["Message-ID"].partition(".")[0].removeprefix("<") for _, letter in post.taken}
    return letters | {json.loads(body)["data"]["reference"] for _, body in pager.got}


def within_a_minute(house: Loops, true: Callable[[], object]) -> None:
    began = time.monotonic()
    house.until(true)
    assert time.monotonic() - began < IN_TIME


def test_killed_between_commit_and_send_it_is_told_again_under_the_same_reference(
    house: Loops, post: Post, pager: Texts, evening: cast.Evening
) -> None:
    post.how, pager.waits = "waits_after", True
    duty = raises(evening)
    house.start(0)
    assert all(post.reached.acquire(timeout=PATIENCE_SECONDS) for _ in AT_ONCE)
    assert all(pager.reached.acquire(timeout=PATIENCE_SECONDS) for _ in AT_ONCE)
    house.end(SIGKILL)
    assert not DutyCall.objects.exclude(way="screen").filter(told_at__isnull=False).exists(), "it had not been noted"
    ids, letters = set(pager.ids), {letter["Message-ID"] for _, letter in post.taken}
    post.how, pager.waits = "takes", False
    post.go_on.set()
    pager.go_on.set()
    house.start(0, 0)
    outside = DutyCall.objects.exclude(way="screen").filter(round=0)
    within_a_minute(house, lambda: outside.filter(told_at__isnull=False).count() >= 2 * len(AT_ONCE))
    house.end(SIGTERM)
    again = [one for one in pager.ids if one in ids]
    assert len(again) == 2 * len(ids), "each call under the name it had"
    assert letters <= {letter["Message-ID"] for _, letter in post.taken[len(letters) :]}
    assert references(post, pager) == {duty.public_id}
    written = house.log.read_text()
    assert "the duty loop begins" in written, "the log is being read"
    assert not any(private in written for private in ("charity.example", *cast.NAMES))


def test_after_ten_minutes_without_a_loop_everybody_it_has_come_to_is_told_at_once(
    house: Loops, post: Post, pager: Texts, evening: cast.Evening
) -> None:
    duties = {raises(evening, ago=TEN_MINUTES, ref=str(number)).public_id for number in range(3)}
    house.start(0, 0)
    within_a_minute(house, lambda: lettered(post) >= EVERYBODY and len(pager.got) >= len(duties) * len(EVERYBODY))
    house.end(SIGTERM)
    assert references(post, pager) == duties
    assert len(set(pager.ids)) == len(pager.ids), "two loops, and nobody was told twice"


def test_while_one_provider_hangs_the_other_tells_and_when_both_fail_the_next_are_told(
    house: Loops, post: Post, pager: Texts, evening: cast.Evening
) -> None:
    post.how = "silent"
    raises(evening, Level.URGENT)
    house.start(0)
    assert post.reached.acquire(timeout=PATIENCE_SECONDS)
    within_a_minute(house, lambda: paged(pager) == {"jo"})
    pager.status = 500
    raises(evening, Level.URGENT, ref="2")
    within_a_minute(house, lambda: {"jo", "max", "lou"} <= paged(pager))
    post.how, pager.status = "takes", 202
    post.go_on.set()
    waiting = DutyCall.objects.filter(duty__ref="2", staff=evening.lead, told_at__isnull=False)
    within_a_minute(house, lambda: set(waiting.values_list("way", flat=True)) == {"screen", "email", "webhook"})


def test_nobody_is_told_past_an_answer_by_loops_whose_clocks_are_hours_apart(
    house: Loops, post: Post, pager: Texts, evening: cast.Evening
) -> None:
    duty = raises(evening)
    house.start(3, -3)
    within_a_minute(house, lambda: lettered(post) >= AT_ONCE and paged(pager) >= AT_ONCE)
    assert answer(duty, evening.lead, timezone.now())
    house.end(SIGTERM)
    post.taken.clear()
    pager.got.clear()
    chore, long_ago = ChoreRow.objects.filter(name="tell of duties"), datetime.fromisoformat("2001-01-01T00:00Z")
    for _ in range(2):
        chore.update(next_at=long_ago)
        house.start(3)
        house.until(lambda: chore.filter(next_at__gt=long_ago).exists())
        house.end(SIGTERM)
    assert (post.taken, pager.got) == ([], [])
