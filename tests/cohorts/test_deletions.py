"""A deletion at its owner's own wish: what no page says any more, and what is taken back in time."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from cohorts import actions
from cohorts.actions import own
from cohorts.models import Act, Contact, Heard, OwnWish, Seat, Wanted
from tests import cast
from tests.cohorts import attended
from tests.cohorts.doors import browser, submit
from tests.cohorts.seen import text
from tests.cohorts.test_own_wishes import A_DAY, over

pytestmark = pytest.mark.django_db


def test_who_came_says_nothing_any_more_of_whoever_had_it_deleted() -> None:
    evening, now = over(), timezone.now()
    attended.held(evening.session)
    for seat in (evening.otter, evening.heron):
        attended.there(evening.session, seat.number)
    sam, where = browser(evening, evening.counsellor), f"/desk/evenings/{evening.session.public_id}/came/"
    before, heading = text(sam.get(where).content), "<h2>1. "
    assert heading in sam.get(where).content.decode()
    assert before.count("In the room from") == 2
    own.begin(evening.lead, evening.otter, Wanted.DELETE, now, Heard.WORDS)
    assert own.finish(now + A_DAY) == 1
    after = text(sam.get(where).content)
    assert heading not in sam.get(where).content.decode()
    assert after.count("In the room from") == 1
    assert after.count("Not seen in the room") == before.count("Not seen in the room"), "they missed nothing"
    Seat.objects.filter(pk=evening.otter.pk).update(name="Teal Otter")
    assert "Teal Otter" not in sam.get(where).content.decode(), "nor where a record keeps their name"


def test_whoever_was_moved_and_had_it_deleted_missed_nothing_in_the_group_they_were_in_before_either() -> None:
    evening, now = over(), timezone.now()
    attended.held(evening.session)
    attended.there(evening.session, evening.otter.number)
    moved = actions.move_seat(evening.coordinator, evening.otter, cast.cohort(), now)
    own.ask(moved, Wanted.DELETE, now)
    own.begin(evening.lead, moved, Wanted.DELETE, now, Heard.WORDS)
    own.finish(now + A_DAY)
    assert OwnWish.objects.deleted().count() == 2, "one for each group they were in"
    assert not OwnWish.objects.open().exists()
    Seat.objects.filter(pk=evening.otter.pk).update(name="Teal Otter")
    came = browser(evening, evening.counsellor).get(f"/desk/evenings/{evening.session.public_id}/came/")
    assert "Teal Otter" not in came.content.decode(), "a record keeps their name there, and nothing says that they came"


@pytest.mark.parametrize("what", Wanted.values)
def test_what_is_taken_back_as_staff_begin_it_is_not_begun(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    evening, asked = over(), own.ask
    own.ask(evening.otter, Wanted(what), timezone.now())

    def and_taken_back(*wanted: Any) -> OwnWish:
        wish = asked(*wanted)
        assert own.take_back(evening.otter, Wanted(what), timezone.now())
        return wish

    monkeypatch.setattr(own, "ask", and_taken_back)
    jo, where = browser(evening, evening.lead), f"/desk/seats/{evening.otter.public_id}/held/"
    answer = submit(jo, f"{where}begin/", {"what": what, "number": "1"}, on=where)
    assert (answer.status_code, "They have just taken it back" in answer.content.decode()) == (409, True)
    assert Contact.objects.filter(seat=evening.otter).exists()
    assert Seat.objects.held().filter(pk=evening.otter.pk, name="Teal Otter").exists()
    assert not Act.objects.exists()
    assert own.finish(timezone.now()) == 0
