"""Taking a seat: eight and no ninth, on either store, however many reach at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.utils import timezone

from cohorts import actions, codes, names
from cohorts.actions import take
from cohorts.models import Cohort, Seat, SignIn
from tests import cast

RACERS = 50


@pytest.mark.django_db
def test_the_lowest_free_number_is_given() -> None:
    cohort, now = cast.cohort(), timezone.now()
    taken = [actions.take_seat(cohort, name, now).seat for name in cast.NAMES]
    assert [seat.number for seat in taken] == list(range(1, 9))
    with pytest.raises(actions.NoSeatFree):
        actions.take_seat(cohort, "Copper Lynx", now)


@pytest.mark.django_db
def test_the_cast_sits_and_is_signed_in_as_anybody_would_be() -> None:
    now, anybody = timezone.now(), cast.cohort()
    evening = cast.evening(now=now)
    taken = [actions.take_seat(anybody, name, now - timedelta(days=7)) for name in cast.NAMES]
    assert [_kept(seat) for seat in evening.seats] == [_kept(one.seat) for one in taken]
    assert [len(evening.code(seat).split()) for seat in evening.seats] == [len(one.code.split()) for one in taken]
    assert actions.sign_in_by_code(evening.code(evening.otter), now) is not None
    opened = actions.open_for(taken[0].seat, now).sign_in
    assert _kept(evening.opened[evening.otter.public_id].sign_in) == _kept(opened)


def _kept(row: Seat | SignIn) -> dict[str, object]:
    """What a row holds, but for what belongs to it alone."""
    own = {"id", "public_id", "code_digest", "token_digest", "cohort", "seat"}
    return {name: value for name, value in model_to_dict(row).items() if name not in own}


@pytest.mark.django_db
def test_a_smaller_cohort_is_full_sooner() -> None:
    cohort, now = cast.cohort(capacity=2), timezone.now()
    for name in cast.NAMES[:2]:
        actions.take_seat(cohort, name, now)
    with pytest.raises(actions.NoSeatFree):
        actions.take_seat(cohort, cast.NAMES[2], now)


@pytest.mark.django_db
def test_a_name_is_taken_in_any_case_and_alphabet() -> None:
    cohort, now = cast.cohort(), timezone.now()
    actions.take_seat(cohort, "Ölnebelstraße", now)
    with pytest.raises(actions.NameTaken):
        actions.take_seat(cohort, "ÖLNEBELSTRASSE", now)


@pytest.mark.django_db
def test_nobody_is_called_nearly_like_somebody_there_young_or_staff() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.withdraw(evening.badger, now)
    for near in ("teal-otter", "Teal Ottter", "Теаl", "Teal Otte", "sam", "S a m"):
        with pytest.raises((actions.NameTaken, actions.NameUnfit)):
            actions.take_seat(evening.cohort, near, now)
    assert actions.take_seat(evening.cohort, "Green Badger", now).seat.number == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        (" \u200b ", "empty"),
        ("x" * (names.LONGEST + 1), "long"),
        ("Sam Smith", "full"),
        ("@sam", "handle"),
    ],
)
def test_a_name_must_fit_the_room_and_tell_nothing(name: str, why: str) -> None:
    with pytest.raises(actions.NameUnfit) as refused:
        actions.take_seat(cast.cohort(), name, timezone.now())
    assert refused.value.why == why
    assert not name.strip() or name not in str(refused.value)
    assert not Seat.objects.exists()


@pytest.mark.django_db
def test_only_a_digest_of_the_code_is_kept() -> None:
    taken = actions.take_seat(cast.cohort(), "Teal Otter", timezone.now())
    kept = " ".join(str(value) for value in Seat.objects.filter(pk=taken.seat.pk).values_list()[0])
    assert not any(word in kept for word in taken.code.split())
    assert taken.code not in repr(taken)
    assert len(taken.code.split()) == codes.WORDS_IN_A_CODE


@pytest.mark.django_db
def test_agreeing_keeps_version_and_time() -> None:
    now = timezone.now()
    agreed = actions.take_seat(cast.cohort(), "Teal Otter", now, agreed_version="2").seat
    silent = actions.take_seat(cast.cohort(), "Teal Otter", now).seat
    assert (agreed.agreed_version, agreed.agreed_at) == ("2", now)
    assert (silent.agreed_version, silent.agreed_at) == ("", None)


@pytest.mark.django_db
def test_a_code_in_use_is_not_given_twice() -> None:
    now = timezone.now()
    first = actions.take_seat(cast.cohort(), "Teal Otter", now)
    with pytest.raises(actions.NoSeatFree):
        actions.take_seat(cast.cohort(), "Amber Heron", now, code=first.code)
    assert Seat.objects.count() == 1


@pytest.mark.django_db
def test_whoever_takes_a_seat_past_the_lock_costs_only_another_look(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, now = cast.cohort(), timezone.now()
    actions.take_seat(cohort, "Teal Otter", now)
    seen = iter([[1], [2]])
    monkeypatch.setattr(take, "free_numbers", lambda *_: next(seen))
    assert actions.take_seat(cohort, "Amber Heron", now).seat.number == 2


@pytest.mark.django_db(transaction=True)
def test_fifty_joins_race_for_eight_seats() -> None:
    cohort, now = cast.cohort(), timezone.now()
    outcomes = race(cohort, now, names.offer(RACERS))
    assert sorted(seat for seat in outcomes if seat) == list(range(1, 9))
    assert outcomes.count(0) == RACERS - 8
    held = Seat.objects.filter(cohort=cohort)
    assert sorted(held.values_list("number", flat=True)) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_fifty_joins_race_for_one_name() -> None:
    cohort = cast.cohort()
    outcomes = race(cohort, timezone.now(), ["Teal Otter"] * RACERS)
    assert sorted(outcomes) == [0] * (RACERS - 1) + [1]
    assert Seat.objects.get(cohort=cohort).name == "Teal Otter"


def race(cohort: Cohort, now: datetime, wanted: list[str]) -> list[int]:
    """Let each name reach at the same moment; return the numbers they got, 0 for none."""
    gate = threading.Barrier(len(wanted))

    def reach(name: str) -> int:
        gate.wait()
        try:
            return actions.take_seat(cohort, name, now).seat.number
        except (actions.NoSeatFree, actions.NameTaken):
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(reach, wanted))
