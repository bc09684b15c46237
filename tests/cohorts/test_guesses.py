"""Guessing: few tries for one address, a bounded number for all, and nobody named."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import ConnectionError as Away

from cohorts import guesses
from cohorts.models import Guessing, Tried

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    guesses._here.clear()
    yield
    cache.clear()


def tries(address: str, count: int, now: datetime = NOON) -> int:
    return sum(guesses.may_guess(address, now) for _ in range(count))


def test_an_address_has_ten_tries_in_ten_minutes() -> None:
    assert tries("192.0.2.1", 15) == guesses.PER_ADDRESS == 10
    assert tries("192.0.2.2", 1) == 1
    assert tries("192.0.2.1", 1, NOON + timedelta(seconds=guesses.WINDOW)) == 1


@pytest.mark.django_db
def test_everybody_together_has_two_hundred() -> None:
    assert sum(tries(f"192.0.2.{n}", 5) for n in range(60)) == guesses.IN_ALL == 200


@pytest.mark.django_db
def test_one_address_cannot_use_up_everybodys() -> None:
    tries("192.0.2.1", 1000)
    assert tries("192.0.2.2", 1) == 1


def test_trying_all_at_once_gives_no_more_tries() -> None:
    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(lambda _: guesses.may_guess("192.0.2.1", NOON), range(45))) == guesses.PER_ADDRESS


def test_a_right_code_was_no_guess() -> None:
    for _ in range(50):
        assert guesses.may_guess("192.0.2.1", NOON)
        guesses.was_right("192.0.2.1", NOON)
    assert tries("192.0.2.1", 15) == guesses.PER_ADDRESS


@pytest.mark.django_db
def test_much_guessing_is_written_down_in_steps_refused_tries_too() -> None:
    tries("192.0.2.1", guesses.NOTICED - 1)
    assert not Guessing.objects.exists()
    tries("192.0.2.1", 2 * guesses.NOTICED)
    [found] = Guessing.objects.all()
    assert (found.what, found.tried, found.since) == (Tried.WORDS, 2 * guesses.NOTICED, NOON)
    tries("192.0.2.1", guesses.NOTICED, NOON + timedelta(seconds=guesses.WINDOW))
    assert Guessing.objects.count() == 2


@pytest.mark.django_db
def test_people_who_come_in_are_no_guessing() -> None:
    for _ in range(2 * guesses.NOTICED):
        assert guesses.may_guess("192.0.2.1", NOON)
        guesses.was_right("192.0.2.1", NOON)
    assert not Guessing.objects.exists()


@pytest.mark.django_db
def test_words_and_contacts_are_counted_apart() -> None:
    tries("192.0.2.1", 15)
    assert sum(guesses.may_guess("192.0.2.1", NOON, Tried.CONTACTS) for _ in range(15)) == guesses.PER_ADDRESS


@pytest.mark.parametrize(
    ("address", "bucket"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_an_address_counts_as_the_home_it_belongs_to(address: str, bucket: str) -> None:
    assert guesses.bucket(address) == bucket


def test_no_address_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []

    def count(_store: BaseCache, key: str, _step: int) -> int:
        keys.append(key)
        return 1

    monkeypatch.setattr(guesses, "_count", count)
    guesses.may_guess("192.0.2.1", NOON)
    assert len(keys) == 3
    assert not any("192.0.2.1" in key for key in keys)


def test_without_the_shared_cache_each_process_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(LocMemCache):
        def add(self, *_: object, **__: object) -> bool:
            raise Away

    monkeypatch.setattr(guesses, "cache", Gone("gone", {}))
    assert tries("192.0.2.1", 15) == guesses.PER_ADDRESS
