"""New words from the desk: shown once, the old ones stop, and the act says how staff made sure."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from cohorts import access, actions
from cohorts.actions import Check
from cohorts.models import Act
from tests import cast
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db


def test_the_old_words_link_and_sign_ins_stop_and_the_new_ones_open() -> None:
    evening, now = cast.evening(), timezone.now()
    old_link = actions.issue_link(evening.moth)
    badges = access.badges(dict([evening.cookie(evening.moth).split("=", 1)]))
    assert access.standing(badges, now)
    given = actions.reissue(evening.coordinator, evening.moth, Check.KNOWS, now)
    assert actions.sign_in_by_code(evening.code(evening.moth), now) is None
    assert actions.spend_link(old_link, now) is None
    assert not access.standing(badges, now)
    for opened in (actions.sign_in_by_code(given.code, now), actions.spend_link(given.token, now)):
        assert opened is not None
        assert opened.sign_in.seat == evening.moth
    assert given.code not in repr(given)
    assert given.token not in repr(given)


def test_the_act_holds_who_for_whom_and_how_and_no_words() -> None:
    evening, now = cast.evening(), timezone.now()
    given = actions.reissue(evening.coordinator, evening.moth, Check.FACILITATOR, now)
    [act] = Act.objects.all()
    assert (act.by, act.verb, act.cohort) == (evening.coordinator, "words_renewed", evening.cohort)
    assert act.about == {"seat": evening.moth.public_id, "check": "facilitator"}
    assert not any(word in str(act.about) for word in given.code.split())


def test_whoever_has_left_gets_none() -> None:
    evening, now = cast.evening(), timezone.now()
    actions.withdraw(evening.badger, now)
    actions.leave_course(evening.wren, now)
    for gone in (evening.badger, evening.wren):
        with pytest.raises(actions.NotHeld):
            actions.reissue(evening.coordinator, gone, Check.KNOWS, now)
    assert not Act.objects.exists()


def test_at_the_desk_they_are_shown_once_after_a_check_and_only_to_whoever_plans() -> None:
    evening = cast.evening("waiting")
    kit, address = Visitor(evening.coordinator), f"/desk/cohorts/{evening.cohort.public_id}/words/"
    assert Visitor(evening.lead).sees(address).status_code == 404
    unsure = kit.sends(address, seat=evening.moth.public_id)
    stranger = kit.sends(address, seat=evening.stranger.public_id, check="knows")
    assert (unsure.status_code, stranger.status_code) == (422, 422)
    assert not Act.objects.exists()
    page = kit.sends(address, seat=evening.moth.public_id, check="knows").content.decode()
    found = re.search(r"<strong>(\w+ \w+ \w+ \w+)</strong>", page)
    assert found
    opened = actions.sign_in_by_code(found[1], timezone.now())
    assert opened is not None
    assert opened.sign_in.seat == evening.moth
    assert found[1] not in kit.sees(address).content.decode()
