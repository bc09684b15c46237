"""One's own times on call: being away, asking a colleague, answering, and nobody else's business."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cohorts import post
from cohorts.models import Away, Role, Staff, Swap, SwapEnd
from cohorts.on_call import Post, on_call
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor, asked, utc
from tests.cohorts.rota_desk import ASK, AT_NOON, AWAY, MINE, PLAN, ROTA, Colleague, has, key, text, weeks

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def jo() -> Staff:
    return cast.staff("Jo", Role.LEAD)


@pytest.fixture
def lee() -> Staff:
    return cast.staff("Lee", Role.COUNSELLOR)


@AT_NOON
def test_being_away_counts_from_now_to_the_end_of_the_last_day(house: House) -> None:
    sam = Colleague(house.sam)
    assert asked(sam.sends(AWAY, first="2037-11-03", last="2037-11-05"))["done"] == ["away"]
    away = Away.objects.get()
    assert (away.staff, away.starts_at, away.ends_at) == (house.sam, timezone.now(), utc(2037, 11, 6))
    has(house.sam, utc(2037, 11, 5, 9), utc(2037, 11, 6, 9))
    has(house.sam, utc(2037, 11, 6, 9), utc(2037, 11, 7, 9))
    assert [row["away"] for row in sam.sees(MINE).context["rows"]] == [True, False]
    assert asked(sam.sends(f"/desk/on-call/away/{away.public_id}/back/"))["done"] == ["back"]
    assert not Away.objects.filter(ends_at__gt=timezone.now()).exists()


@AT_NOON
@pytest.mark.parametrize(("first", "last"), [("2037-11-05", "2037-11-04"), ("2037-11-01", "2037-11-02"), ("", "x")])
def test_days_that_cannot_be_are_said_beside_the_field(first: str, last: str, house: House) -> None:
    for who, fields in ((house.sam, {}), (house.kit, {"who": house.sam.public_id})):
        answer = Colleague(who).sends(AWAY, first=first, last=last, **fields)
        assert answer.status_code == 422
    assert not Away.objects.exists()


@AT_NOON
def test_only_whoever_plans_says_that_somebody_else_is_away_or_back(house: House, lee: Staff) -> None:
    fields = {"who": lee.public_id, "first": "2037-11-03", "last": "2037-11-05"}
    assert Colleague(house.sam).sends(AWAY, **fields).status_code == 404
    assert asked(Colleague(house.kit).sends(AWAY, **fields))["done"] == ["away"]
    away = Away.objects.get(staff=lee)
    there, not_there = (f"/desk/on-call/away/{one}/back/" for one in (away.public_id, "nobodysthing"))
    answers = [Colleague(house.sam).sends(one) for one in (there, not_there)]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert Colleague(house.kit).sends(there, listed=1).headers["Location"].startswith(ROTA)


@pytest.mark.both
@AT_NOON
def test_one_asks_both_see_it_and_the_other_takes_it(house: House, lee: Staff) -> None:
    sam, them = Colleague(house.sam), Colleague(lee)
    span = has(house.sam, utc(2037, 11, 9, 9), utc(2037, 11, 10, 9))
    assert asked(sam.sends(ASK, spans=[key(span)], asked=lee.public_id))["done"] == ["swap_asked"]
    turn = "on call, Mon 9 Nov, 09:00 – Tue 10 Nov, 09:00"
    assert f"Sam asks you to take this time: {turn}" in text(them.sees(MINE))
    assert f"Lee has not answered yet: {turn}" in text(sam.sees(MINE))
    assert "My times 1 to answer" in text(them.sees(ROTA))
    swap = Swap.objects.get()
    assert asked(them.sends(f"/desk/on-call/swaps/{swap.public_id}/", answer="take"))["done"] == ["swap_answered"]
    assert on_call(utc(2037, 11, 9, 9)).on_call == lee
    # A store with a clock of its own has not come as far.
    Swap.objects.update(answered_at=timezone.now())
    for who in (sam, them):
        assert f"Sam asked Lee: {turn} · taken" in text(who.sees(MINE))


@AT_NOON
def test_a_time_in_return_is_one_of_theirs_and_for_one_of_mine(house: House, lee: Staff, jo: Staff) -> None:
    sam = Colleague(house.sam)
    mine = [has(house.sam, utc(2037, 11, day, 9), utc(2037, 11, day + 1, 9)) for day in (9, 10)]
    theirs = has(lee, utc(2037, 11, 16, 9), utc(2037, 11, 17, 9), Post.DEPUTY)
    both = sam.sends(ASK, spans=[key(one) for one in mine], asked=lee.public_id, in_return=key(theirs))
    assert both.context["swap_form"].errors["in_return"] == ["For a time in return, tick one of yours."]
    other = sam.sends(ASK, spans=[key(mine[0])], asked=jo.public_id, in_return=key(theirs))
    assert other.context["swap_form"].errors["in_return"] == ["This is not a time of Jo."]
    assert not Swap.objects.exists()
    sam.sends(ASK, spans=[key(mine[0])], asked=lee.public_id, in_return=key(theirs))
    swap = Swap.objects.get()
    assert "In return Sam takes yours: deputy, Mon 16 Nov, 09:00 – Tue 17 Nov, 09:00" in text(Colleague(lee).sees(MINE))
    Colleague(lee).sends(f"/desk/on-call/swaps/{swap.public_id}/", answer="take")
    assert on_call(utc(2037, 11, 16, 10)).deputy == house.sam


@AT_NOON
def test_nobody_asks_with_anothers_time_nor_a_volunteer(house: House, lee: Staff) -> None:
    theirs = has(lee, utc(2037, 11, 9, 9), utc(2037, 11, 10, 9))
    mine = has(house.sam, utc(2037, 11, 10, 9), utc(2037, 11, 11, 9))
    for fields in (
        {"spans": [key(theirs)], "asked": lee.public_id},
        {"spans": [key(mine)], "asked": house.ali.public_id},
        {"spans": [key(mine)], "asked": house.sam.public_id},
        {"spans": [], "asked": lee.public_id},
    ):
        assert Colleague(house.sam).sends(ASK, **fields).status_code == 422
    assert not Swap.objects.exists()


@AT_NOON
def test_a_swap_is_for_the_two_it_is_between(house: House, lee: Staff, jo: Staff) -> None:
    span = has(house.sam, utc(2037, 11, 9, 9), utc(2037, 11, 10, 9))
    Colleague(house.sam).sends(ASK, spans=[key(span)], asked=lee.public_id)
    there = f"/desk/on-call/swaps/{Swap.objects.get().public_id}/"
    for who in (jo, house.kit):
        answers = [Colleague(who).sends(one, answer="take") for one in (there, "/desk/on-call/swaps/nobodysthing/")]
        assert [one.status_code for one in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    assert asked(Colleague(house.sam).sends(there, answer="take"))["done"] == ["on_call_changed"], "not one's own"
    Colleague(house.sam).sends(there, answer="back")
    assert Swap.objects.get().end == SwapEnd.TAKEN_BACK
    assert asked(Colleague(lee).sends(there, answer="take"))["done"] == ["on_call_changed"]
    assert on_call(utc(2037, 11, 9, 9)).on_call == house.sam


@AT_NOON
def test_both_are_written_to_and_the_letters_say_neither_when_nor_what_post(
    house: House, lee: Staff, settings: Settings
) -> None:
    settings.POST_IS_SET_UP = True
    Staff.objects.filter(pk=house.sam.pk).update(email="sam@example.org")
    Staff.objects.filter(pk=lee.pk).update(email="lee@example.org")
    span = has(house.sam, utc(2037, 11, 9, 9), utc(2037, 11, 10, 9))
    Colleague(house.sam).sends(ASK, spans=[key(span)], asked=lee.public_id)
    Colleague(lee).sends(f"/desk/on-call/swaps/{Swap.objects.get().public_id}/", answer="no")
    post.settled()
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["lee@example.org"], "Alcove: about a time on call"),
        (["sam@example.org"], "Alcove: about a time on call"),
    ]
    assert all("/desk/on-call/mine/" in str(one.body) and "9 Nov" not in str(one.body) for one in mail.outbox)


@AT_NOON
def test_whoever_is_asked_finds_it_at_the_desk_too(house: House, jo: Staff) -> None:
    span = has(house.sam, utc(2037, 11, 9, 9), utc(2037, 11, 10, 9))
    Colleague(house.sam).sends(ASK, spans=[key(span)], asked=jo.public_id)
    assert "1 time waits for your yes or no." in text(Colleague(jo).sees("/desk/"))
    assert "waits for your yes or no" not in text(Visitor(house.kit).sees("/desk/"))


@pytest.mark.both
@AT_NOON
@pytest.mark.parametrize("spoiled", ["\0", "x\0y", "é" * 500, "-1"])
def test_what_no_database_can_hold_is_only_a_mistake(spoiled: str, house: House) -> None:
    fields = {"who": spoiled, "first": spoiled, "last": spoiled}
    assert Colleague(house.kit).sends(AWAY, **fields).status_code == 422
    sent = {"spans": [spoiled], "asked": spoiled, "in_return": spoiled}
    assert Colleague(house.sam).sends(ASK, **sent).status_code == 422
    assert Colleague(house.kit).sends(PLAN, **dict.fromkeys(weeks(), spoiled), daily=spoiled).status_code == 422
