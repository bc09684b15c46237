"""Guessing: few tries for one address, a bounded number for all, nobody kept out by it, and nobody named."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache

from cohorts import codes, guesses
from cohorts.models import Guessing, Tried
from server.counters import Counters
from server.stores import cache as settings_of
from tests.stores.ports import free_port

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


def guessed_from(addresses: int) -> int:
    """So many addresses use up all they have."""
    return sum(tries(f"198.51.{n}.1", guesses.PER_ADDRESS) for n in range(addresses))


@pytest.mark.django_db
def test_where_many_guess_whoever_has_hardly_tried_is_still_answered() -> None:
    assert guessed_from(20) == guesses.IN_ALL == 200
    assert tries("192.0.2.1", 10) == guesses.FEW == 3
    assert tries("2001:db8::1", 10) == guesses.FEW


@pytest.mark.django_db
def test_where_many_guess_a_right_code_is_still_no_guess() -> None:
    guessed_from(20)
    for _ in range(2 * guesses.FEW_AROUND):
        assert guesses.may_guess("192.0.2.1", NOON)
        guesses.was_right("192.0.2.1", NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("network", ["192.0.2.{}", "2001:db8:1:{:x}::1"])
def test_where_many_guess_one_network_is_answered_no_more_for_having_more_addresses(network: str) -> None:
    guessed_from(20)
    assert sum(tries(network.format(n), 2) for n in range(100)) == guesses.FEW_AROUND


@pytest.mark.django_db
def test_there_is_an_end_for_everybody_and_what_is_refused_brings_it_no_nearer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "MOST_IN_ALL", 230)
    assert (guessed_from(20), guessed_from(20)) == (guesses.IN_ALL, 0)
    assert sum(tries(f"192.0.{n}.1", 3) for n in range(60)) == 30
    assert tries("203.0.113.1", 1) == 0
    assert tries("203.0.113.1", 1, NOON + timedelta(seconds=guesses.WINDOW)) == 1


def test_the_codes_bear_as_many_tries() -> None:
    a_day = guesses.MOST_IN_ALL * 24 * 60 * 60 // guesses.WINDOW
    days = len(codes.words()) ** codes.WORDS_IN_A_CODE / (1_000 * a_day)
    assert (a_day, int(days)) == (1_440_000, 965)


@pytest.mark.django_db
def test_the_log_says_once_in_ten_minutes_that_somebody_guesses_and_not_from_where(
    caplog: pytest.LogCaptureFixture,
) -> None:
    guessed_from(20)
    assert not caplog.records
    tries("192.0.2.1", 2)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "192.0.2" not in caplog.text


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
    assert len(keys) == 4
    assert not any("192.0.2.1" in key for key in keys)


def test_without_the_shared_cache_each_process_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = settings_of([f"redis://127.0.0.1:{free_port()}/0"])
    nobody_there = Counters(wanted["LOCATION"], {"KEY_PREFIX": "alcove", "OPTIONS": wanted["OPTIONS"]})
    monkeypatch.setattr(guesses, "cache", nobody_there)
    assert tries("192.0.2.1", 15) == guesses.PER_ADDRESS
