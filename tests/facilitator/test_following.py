"""A sudden leaving is followed up by a person who says how, once, and the record of an open concern says so too."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cohorts.models import Act
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding import record
from facilitator.safeguarding.models import Kind, Level, Part
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser, submit
from tests.facilitator.calling import page_of, raised, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Evening:
    return cast.evening()


def test_a_person_says_how_it_is_followed_up_once_as_an_act_and_has_it_by_that(evening: Evening) -> None:
    duty, sam = raised(evening, Kind.LEFT, Level.URGENT), browser(evening, evening.counsellor)
    follow = f"{page_of(duty)}follow/"
    said = {"how": "next_time", "seen": "0"}
    assert "How is this followed up?" in seen(sam, page_of(duty))
    assert "done=followed" in submit(sam, follow, said, on=page_of(duty))["Location"]
    assert "done=meanwhile" in submit(sam, follow, said, on=page_of(duty))["Location"], "the same press twice"
    assert "done=meanwhile" in submit(browser(evening, evening.lead), follow, said, on=page_of(duty))["Location"]
    (act,) = Act.objects.filter(verb="leaving_followed_up")
    assert act.about == {"duty": duty.public_id, "how": "next_time", "concern": None}
    duty.refresh_from_db()
    assert duty.answered_by == evening.counsellor
    assert "Somebody talks with them when they come the next time Sam" in seen(sam, page_of(duty))
    assert submit(sam, follow, {"how": "never", "seen": "1"}, on=page_of(duty)).status_code == 422


def test_with_a_concern_it_stands_in_the_record_and_without_one_no_words_are_asked_for(evening: Evening) -> None:
    duty, sam = raised(evening, Kind.LEFT, Level.URGENT), browser(evening, evening.counsellor)
    assert "no concern is open about them" in seen(sam, page_of(duty))
    concern = raise_afterwards(
        evening.counsellor, evening.session, evening.otter, Level.URGENT, "so pale", timezone.now()
    )  # fmt: skip
    assert "In words, for the record" in seen(sam, page_of(duty))
    words = {"how": "called", "text": "canary: at 20:45, incident 12", "seen": "0"}
    assert submit(sam, f"{page_of(duty)}follow/", words, on=page_of(duty)).status_code == 303
    concern.refresh_from_db()
    last = record.read(concern)[-1]
    assert (last.part, last.by) == (Part.DONE, evening.counsellor)
    assert last.text == "999 was called\ncanary: at 20:45, incident 12"
    assert "canary" not in repr([act.about for act in Act.objects.all()])


def test_a_coordinator_who_was_told_does_not_decide_it(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    now = timezone.now()
    duty.calls.create(staff=evening.coordinator, way="screen", round=0, made_at=now, due_at=now)
    kit = browser(evening, evening.coordinator)
    assert "How is this followed up?" not in seen(kit, page_of(duty))
    said = {"how": "nothing", "seen": "0"}
    assert submit(kit, f"{page_of(duty)}follow/", said, on=page_of(duty)).status_code == 404
