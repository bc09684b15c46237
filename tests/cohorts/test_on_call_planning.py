"""Planning who has which post and noting who is away: from now on, what was looked at, one person to a post."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cohorts.actions.on_call import (
    MayNotHold,
    NotTheirs,
    Over,
    RotaChanged,
    come_back,
    note_away,
    plan_on_call,
    would_change,
)
from cohorts.ledger import verify
from cohorts.models import Act, Away, OnCallSpan, Role, Staff
from cohorts.on_call import Post, gaps, on_call
from cohorts.rota import Stretch
from tests import cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BY_TIME = ("starts_at", "ends_at", "staff__name")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def kit() -> Staff:
    return cast.staff("Kit", Role.COORDINATOR)


@pytest.fixture
def sam() -> Staff:
    return cast.staff("Sam", Role.COUNSELLOR)


@pytest.fixture
def noor() -> Staff:
    return cast.staff("Noor", Role.COUNSELLOR)


def plans(by: Staff, now: datetime, *new: Stretch, post: Post = Post.DEPUTY) -> None:
    """Look at what it changes, then do just that."""
    plan_on_call(by, post, new, would_change(post, new, now), now)


def written(post: Post = Post.DEPUTY) -> list[tuple[datetime, datetime, str]]:
    return list(OnCallSpan.objects.filter(post=post).order_by("starts_at").values_list(*BY_TIME))


@pytest.mark.django_db
def test_what_is_planned_takes_the_place_of_what_was_there_and_the_rest_stays(
    kit: Staff, sam: Staff, noor: Staff, now: datetime
) -> None:
    start = now + DAY
    plans(kit, now, *(Stretch(start + day * DAY, start + (day + 1) * DAY, sam.pk) for day in range(4)))
    plans(
        kit, now, Stretch(start + 1.5 * DAY, start + 2 * DAY, noor.pk), Stretch(start + 3 * DAY, start + 5 * DAY, None)
    )
    assert written() == [
        (start, start + DAY, "Sam"),
        (start + DAY, start + 1.5 * DAY, "Sam"),
        (start + 1.5 * DAY, start + 2 * DAY, "Noor"),
        (start + 2 * DAY, start + 3 * DAY, "Sam"),
    ]
    assert written(Post.ON_CALL) == []


@pytest.mark.django_db
def test_what_has_passed_stays_as_it_was(kit: Staff, sam: Staff, noor: Staff, now: datetime) -> None:
    OnCallSpan.objects.create(post=Post.DEPUTY, staff=sam, starts_at=now - 5 * HOUR, ends_at=now + 5 * HOUR)
    plans(kit, now, Stretch(now - 4 * HOUR, now + HOUR, noor.pk))
    (first, until, one), (since, _, other), (_, _, last) = written()
    assert (first, one, other, last) == (now - 5 * HOUR, "Sam", "Noor", "Sam")
    assert until == since >= now
    assert on_call(now - HOUR).deputy == sam


@pytest.mark.django_db
def test_planning_the_same_again_writes_nothing_and_is_no_act(kit: Staff, sam: Staff, now: datetime) -> None:
    week = [Stretch(now + day * DAY, now + (day + 1) * DAY, sam.pk) for day in range(1, 8)]
    plans(kit, now, *week)
    rows, acts = list(OnCallSpan.objects.values_list("pk", flat=True)), Act.objects.count()
    plans(kit, now, *week)
    assert list(OnCallSpan.objects.values_list("pk", flat=True)) == rows
    assert Act.objects.count() == acts == 1


@pytest.mark.django_db
def test_each_change_is_an_act_of_the_house_by_ids_alone(kit: Staff, sam: Staff, now: datetime) -> None:
    start, end = now + DAY, now + 2 * DAY
    plans(kit, now, Stretch(start, end, sam.pk))
    plans(kit, now, Stretch(start, end, None))
    acts = list(Act.objects.order_by("number"))
    assert [(act.chain, act.verb, act.by, act.about["staff"]) for act in acts] == [
        ("house", "on_call_planned", kit, sam.public_id),
        ("house", "on_call_planned", kit, None),
    ]
    assert acts[0].about == {
        "post": "deputy", "start": start.isoformat(), "end": end.isoformat(), "staff": sam.public_id
    }  # fmt: skip
    assert [walked.wrong for walked in verify()] == [None]


@pytest.mark.django_db
def test_nothing_is_saved_that_was_not_looked_at(kit: Staff, sam: Staff, noor: Staff, now: datetime) -> None:
    new = [Stretch(now + DAY, now + 2 * DAY, sam.pk)]
    looked = would_change(Post.DEPUTY, new, now)
    plans(kit, now, Stretch(now + DAY, now + 2 * DAY, noor.pk))
    with pytest.raises(RotaChanged):
        plan_on_call(kit, Post.DEPUTY, new, looked, now)
    assert [name for *_, name in written()] == ["Noor"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "post"),
    [
        *((Role.VOLUNTEER, post) for post in Post),
        *((Role.COORDINATOR, post) for post in Post),
        (Role.COUNSELLOR, Post.LEAD),
    ],
)
def test_nobody_is_given_a_post_that_their_role_may_not_have(role: Role, post: Post, kit: Staff, now: datetime) -> None:
    who = cast.staff("Ali", role)
    with pytest.raises(MayNotHold):
        plans(kit, now, Stretch(now + DAY, now + 2 * DAY, who.pk), post=post)
    assert not OnCallSpan.objects.exists()


@pytest.mark.django_db
def test_whoever_has_left_is_given_no_post(kit: Staff, sam: Staff, now: datetime) -> None:
    Staff.objects.filter(pk=sam.pk).update(left_at=now)
    with pytest.raises(MayNotHold):
        plans(kit, now, Stretch(now + DAY, now + 2 * DAY, sam.pk))


@pytest.mark.django_db
def test_being_away_opens_a_gap_at_once_and_coming_back_closes_it(kit: Staff, sam: Staff, now: datetime) -> None:
    plans(kit, now, Stretch(now + DAY, now + 3 * DAY, sam.pk))
    away = note_away(sam, sam, now + 2 * DAY, now + 9 * DAY)
    deputy = [gap[:2] for gap in gaps(now + DAY, now + 3 * DAY) if gap[2] == Post.DEPUTY]
    assert deputy == [(now + 2 * DAY, now + 3 * DAY)]
    come_back(sam, away)
    assert not Away.objects.exists()
    assert [gap for gap in gaps(now + DAY, now + 3 * DAY) if gap[2] == Post.DEPUTY] == []
    verbs = Act.objects.order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["on_call_planned", "away_noted", "away_taken_back"]


@pytest.mark.django_db
def test_whoever_comes_back_early_was_away_until_then(sam: Staff, now: datetime) -> None:
    away = Away.objects.create(staff=sam, starts_at=now - DAY, ends_at=now + DAY)
    come_back(sam, away)
    left = Away.objects.get()
    assert left.starts_at == now - DAY
    assert now <= left.ends_at < now + DAY
    with pytest.raises(Over):
        come_back(sam, left)


@pytest.mark.django_db
def test_one_says_that_oneself_is_away_and_whoever_plans_says_it_of_others(
    kit: Staff, sam: Staff, noor: Staff, now: datetime
) -> None:
    with pytest.raises(NotTheirs):
        note_away(noor, sam, now, now + DAY)
    away = note_away(kit, sam, now, now + DAY)
    with pytest.raises(NotTheirs):
        come_back(noor, away)
    with pytest.raises(Over):
        note_away(sam, sam, now - 2 * DAY, now - DAY)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_plan_the_same_time_at_once_one_is_in_time_and_the_others_look_again() -> None:
    now, kit = timezone.now(), cast.staff("Kit", Role.COORDINATOR)
    people = [cast.staff(f"Sam {one}", Role.COUNSELLOR) for one in range(6)]
    start = threading.Barrier(len(people))
    looked = {one.pk: would_change(Post.ON_CALL, _week(now, one), now) for one in people}

    def work(one: Staff) -> bool:
        start.wait()
        try:
            plan_on_call(kit, Post.ON_CALL, _week(now, one), looked[one.pk], now)
        except RotaChanged:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        assert sorted(pool.map(work, people)) == [False] * 5 + [True]
    rows = written(Post.ON_CALL)
    assert len({name for *_, name in rows}) == 1
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(rows))
    assert [walked.wrong for walked in verify()] == [None]


def _week(now: datetime, one: Staff) -> list[Stretch]:
    """Not quite the same hours for each, so that no constraint alone would tell them apart."""
    shift = timedelta(minutes=one.pk % 50)
    return [Stretch(now + day * DAY + shift, now + (day + 1) * DAY + shift, one.pk) for day in range(1, 8)]
