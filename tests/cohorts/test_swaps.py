"""Asking somebody to take a time on call: both see it, one says yes or no, and nothing changes before that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cohorts.actions.on_call import MayNotHold, NotTheirs, Over, RotaRefused
from cohorts.actions.swaps import (
    AskedAlready,
    AwayThen,
    Settled,
    Turn,
    ask_swap,
    decline_swap,
    take_swap,
    take_swap_back,
)
from cohorts.models import Act, Away, OnCallSpan, Role, Staff, Swap
from cohorts.on_call import Post, on_call
from tests import cast

DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def sam() -> Staff:
    return cast.staff("Sam", Role.COUNSELLOR)


@pytest.fixture
def noor() -> Staff:
    return cast.staff("Noor", Role.COUNSELLOR)


def has(staff: Staff, start: datetime, end: datetime, post: Post = Post.ON_CALL) -> Turn:
    OnCallSpan.objects.create(staff=staff, post=post, starts_at=start, ends_at=end)
    return Turn(post, start, end)


def verbs() -> list[str]:
    return list(Act.objects.order_by("number").values_list("verb", flat=True))


@pytest.mark.django_db
def test_nothing_changes_before_the_other_says_yes_and_then_the_time_is_theirs(
    sam: Staff, noor: Staff, now: datetime
) -> None:
    swap = ask_swap(sam, noor, has(sam, now + DAY, now + 2 * DAY))
    assert on_call(now + DAY).on_call == sam
    take_swap(noor, swap)
    assert on_call(now + DAY).on_call == noor
    assert verbs() == ["on_call_swap_asked", "on_call_swapped"]
    act = Act.objects.get(verb="on_call_swapped")
    assert (act.chain, act.by, act.about["asker"], act.about["asked"]) == ("house", noor, sam.public_id, noor.public_id)


@pytest.mark.django_db
def test_two_times_change_hands_together(sam: Staff, noor: Staff, now: datetime) -> None:
    mine, theirs = has(sam, now + DAY, now + 2 * DAY), has(noor, now + 5 * DAY, now + 6 * DAY, Post.DEPUTY)
    take_swap(noor, ask_swap(sam, noor, mine, theirs))
    assert on_call(now + DAY).on_call == noor
    assert on_call(now + 5 * DAY).deputy == sam


@pytest.mark.django_db
def test_neither_changes_hands_when_one_cannot(sam: Staff, noor: Staff, now: datetime) -> None:
    mine, theirs = has(sam, now + DAY, now + 2 * DAY), has(noor, now + 5 * DAY, now + 6 * DAY, Post.DEPUTY)
    swap = ask_swap(sam, noor, mine, theirs)
    Away.objects.create(staff=sam, starts_at=now + 5.5 * DAY, ends_at=now + 8 * DAY)
    with pytest.raises(AwayThen):
        take_swap(noor, swap)
    assert on_call(now + DAY).on_call == sam
    assert on_call(now + 5 * DAY).deputy == noor


@pytest.mark.django_db
def test_a_part_of_a_time_can_be_given_and_the_rest_stays(sam: Staff, noor: Staff, now: datetime) -> None:
    has(sam, now + DAY, now + 4 * DAY)
    take_swap(noor, ask_swap(sam, noor, Turn(Post.ON_CALL, now + 2 * DAY, now + 3 * DAY)))
    assert [on_call(now + day * DAY).on_call for day in (1, 2, 3)] == [sam, noor, sam]


@pytest.mark.django_db
def test_of_a_time_that_has_begun_what_has_passed_stays_the_askers(sam: Staff, noor: Staff, now: datetime) -> None:
    take_swap(noor, ask_swap(sam, noor, has(sam, now - DAY, now + DAY)))
    assert on_call(now - DAY / 2).on_call == sam
    assert on_call(now + DAY / 2).on_call == noor


@pytest.mark.django_db
def test_whoever_gives_a_time_away_may_be_away_then(sam: Staff, noor: Staff, now: datetime) -> None:
    turn = has(sam, now + DAY, now + 2 * DAY)
    Away.objects.create(staff=sam, starts_at=now, ends_at=now + 9 * DAY)
    take_swap(noor, ask_swap(sam, noor, turn))
    assert on_call(now + DAY).on_call == noor


@pytest.mark.django_db
def test_a_no_leaves_it_where_it_was(sam: Staff, noor: Staff, now: datetime) -> None:
    swap = ask_swap(sam, noor, has(sam, now + DAY, now + 2 * DAY))
    decline_swap(noor, swap)
    assert on_call(now + DAY).on_call == sam
    assert verbs() == ["on_call_swap_asked", "on_call_swap_declined"]


@pytest.mark.django_db
@pytest.mark.parametrize("then", [take_swap, decline_swap])
@pytest.mark.parametrize("first", ["taken back", "declined", "taken"])
@pytest.mark.django_db
def test_what_is_settled_stays_settled(
    first: str, then: Callable[[Staff, Swap], None], sam: Staff, noor: Staff, now: datetime
) -> None:
    swap = ask_swap(sam, noor, has(sam, now + DAY, now + 2 * DAY))
    {"taken back": lambda: take_swap_back(sam, swap), "declined": lambda: decline_swap(noor, swap),
     "taken": lambda: take_swap(noor, swap)}[first]()  # fmt: skip
    acts = Act.objects.count()
    with pytest.raises(Settled):
        then(noor, swap)
    assert Act.objects.count() == acts


@pytest.mark.django_db
def test_only_the_asked_one_answers_and_only_the_asker_takes_it_back(sam: Staff, noor: Staff, now: datetime) -> None:
    swap, lee = ask_swap(sam, noor, has(sam, now + DAY, now + 2 * DAY)), cast.staff("Lee", Role.LEAD)
    tries: list[tuple[Callable[[Staff, Swap], None], Staff]] = [
        (take_swap, sam), (take_swap, lee), (decline_swap, sam), (decline_swap, lee), (take_swap_back, noor),
        (take_swap_back, lee),
    ]  # fmt: skip
    for do, who in tries:
        with pytest.raises(NotTheirs):
            do(who, swap)
    assert Swap.objects.waiting(now).get() == swap


@pytest.mark.django_db
def test_a_time_that_was_planned_otherwise_meanwhile_cannot_be_taken(sam: Staff, noor: Staff, now: datetime) -> None:
    swap = ask_swap(sam, noor, has(sam, now + DAY, now + 2 * DAY))
    OnCallSpan.objects.update(staff=cast.staff("Lee", Role.LEAD))
    with pytest.raises(NotTheirs):
        take_swap(noor, swap)


@pytest.mark.django_db
def test_whoever_lost_the_role_meanwhile_cannot_take_it(sam: Staff, noor: Staff, now: datetime) -> None:
    swap = ask_swap(sam, noor, has(sam, now + DAY, now + 2 * DAY))
    Staff.objects.filter(pk=noor.pk).update(role=Role.VOLUNTEER)
    with pytest.raises(MayNotHold):
        take_swap(noor, swap)


@pytest.mark.django_db
def test_what_cannot_be_asked(sam: Staff, noor: Staff, now: datetime) -> None:
    lead, mine = cast.staff("Lee", Role.LEAD), has(sam, now + DAY, now + 2 * DAY)
    theirs = has(lead, now + DAY, now + 2 * DAY, Post.LEAD)
    refused: list[tuple[type[RotaRefused], tuple[Staff, Turn, Turn | None]]] = [
        (NotTheirs, (sam, mine, None)),
        (NotTheirs, (noor, Turn(Post.ON_CALL, now + DAY, now + 3 * DAY), None)),
        (NotTheirs, (noor, Turn(Post.DEPUTY, now + DAY, now + 2 * DAY), None)),
        (NotTheirs, (noor, mine, theirs)),
        (MayNotHold, (lead, mine, theirs)),
        (MayNotHold, (cast.staff("Ali", Role.VOLUNTEER), mine, None)),
        (Over, (noor, has(sam, now - 2 * DAY, now - DAY), None)),
    ]
    for why, (asked, turn, back) in refused:
        with pytest.raises(why):
            ask_swap(sam, asked, turn, back)
    ask_swap(sam, noor, mine)
    with pytest.raises(AskedAlready):
        ask_swap(sam, noor, mine)
    assert Swap.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_who_are_asked_for_one_time_and_say_yes_at_once_one_has_it() -> None:
    now, sam = timezone.now(), cast.staff("Sam", Role.COUNSELLOR)
    people = [cast.staff(f"Noor {one}", Role.COUNSELLOR) for one in range(5)]
    turn = has(sam, now + DAY, now + 2 * DAY)
    swaps = {one.pk: ask_swap(sam, one, turn) for one in people}
    start = threading.Barrier(len(people))

    def work(one: Staff) -> bool:
        start.wait()
        try:
            take_swap(one, swaps[one.pk])
        except NotTheirs:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        took = [one for one, has_it in zip(people, pool.map(work, people), strict=True) if has_it]
    assert [on_call(now + DAY).on_call] == took
    assert OnCallSpan.objects.count() == 1
    assert Act.objects.filter(verb="on_call_swapped").count() == 1
