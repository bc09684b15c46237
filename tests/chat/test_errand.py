"""Several statements in one way to the database and back: in order, whole or told of, and never believed too soon."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from chat.models import Head
from chat.store import HeadRow, Store
from chat.store.errand import Answer, Errand
from tests import cast

pytestmark = [pytest.mark.grown, pytest.mark.django_db]

Driver = psycopg.Connection[Any]


@contextmanager
def another(**changed: Any) -> Iterator[Driver]:
    """A connection of its own to the same database."""
    connection.ensure_connection()
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=info.password, **changed) as driver:
        yield driver


@pytest.fixture
def driver() -> Iterator[Driver]:
    """A connection that nobody has used."""
    with another() as fresh:
        yield fresh
        if not fresh.closed:
            fresh.rollback()


def run(driver: Driver, *asked: tuple[str, list[Any]]) -> list[list[tuple[Any, ...]]]:
    """All of these on one errand, and the rows of each."""
    with Errand(driver) as errand:
        answers = [errand.ask(*one) for one in asked]
    return [answer.rows() for answer in answers]


def status(driver: Driver) -> str:
    """How its transaction stands."""
    return driver.info.transaction_status.name


class Relay:
    """Stands before the database and counts the pieces that come in."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.pieces = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with self._door, self._door.accept()[0] as inner, socket.create_connection(self._to) as outer:
            back = threading.Thread(target=self._carry, args=(outer, inner))
            back.start()
            while piece := inner.recv(1 << 16):
                self.pieces += 1
                outer.sendall(piece)
            outer.shutdown(socket.SHUT_WR)
            back.join()

    def _carry(self, outer: socket.socket, inner: socket.socket) -> None:
        while piece := outer.recv(1 << 16):
            inner.sendall(piece)

    def end(self) -> None:
        """Whoever came has gone."""
        self._thread.join()


def test_what_is_asked_together_goes_out_in_one_piece() -> None:
    connection.ensure_connection()
    info = connection.connection.info
    relay = Relay(info.hostaddr or "127.0.0.1", info.port)
    with another(host="127.0.0.1", hostaddr="127.0.0.1", port=relay.port) as driver:
        before = relay.pieces
        with Errand(driver) as errand:
            answers = [errand.ask("SELECT %s::int + 1", [number]) for number in range(9)]
            errand.commit()
        assert relay.pieces == before + 1
        assert [answer.rows() for answer in answers] == [[(number + 1,)] for number in range(9)]
        assert relay.pieces == before + 1
    relay.end()


def test_an_answer_that_is_wanted_sends_what_was_asked_until_then(driver: Driver) -> None:
    with Errand(driver) as errand:
        first = errand.ask("SELECT 1")
        assert first.rows() == [(1,)]
        second = errand.ask("SELECT 2")
        assert second.rows() == [(2,)]
        third = errand.ask("SELECT 3")
    assert third.rows() == [(3,)]


def test_every_kind_of_parameter_arrives_as_what_it_is(driver: Driver) -> None:
    at = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
    with Errand(driver) as errand:
        answer = errand.ask(
            "SELECT %s::int, %s::boolean, %s::boolean, %s::timestamptz, %s::text, %s::text, %s::int[], 'a' LIKE '%%'",
            [-7, True, False, at, 'it\'s 100% "fine" \\ é🙂', None, "{1,NULL}"],
        )
    assert answer.rows() == [(-7, True, False, at, 'it\'s 100% "fine" \\ é🙂', None, [1, None], True)]


def test_one_that_fails_is_told_of_and_nothing_behind_it_is_done(driver: Driver) -> None:
    driver.execute("CREATE TEMPORARY TABLE seats (number int PRIMARY KEY)")
    driver.commit()
    take = "INSERT INTO seats SELECT %s::int"
    with pytest.raises(psycopg.errors.UniqueViolation):
        run(driver, (take, [3]), (take, [3]), (take, [4]), ("COMMIT", []))
    driver.rollback()
    assert run(driver, (take, [3]), ("SELECT number FROM seats", [])) == [[], [(3,)]]


def test_a_statement_that_never_came_to_be_kept_is_sent_anew(driver: Driver) -> None:
    divided, behind = "SELECT 1 / %s::int", ("SELECT 'behind it'", list[Any]())
    with pytest.raises(psycopg.errors.DivisionByZero):
        run(driver, (divided, [0]), behind)
    driver.rollback()
    assert run(driver, (divided, [1]), behind) == [[(1,)], [("behind it",)]]


def test_what_is_wrong_in_itself_is_told_of_each_time(driver: Driver) -> None:
    for _ in range(2):
        with pytest.raises(psycopg.errors.UndefinedColumn):
            run(driver, ("SELECT nobody", []))
        driver.rollback()


def test_what_was_not_sent_when_something_went_wrong_never_is(driver: Driver) -> None:
    asked: list[Answer] = []

    def stumble() -> None:
        with Errand(driver) as errand:
            asked.append(errand.ask("SELECT 1"))
            raise KeyError

    with pytest.raises(KeyError):
        stumble()
    with pytest.raises(psycopg.InterfaceError):
        asked[0].rows()
    assert status(driver) == "IDLE"


def test_a_transaction_begins_by_itself_and_is_there_for_others_once_it_committed_on_the_way(driver: Driver) -> None:
    with another(autocommit=True) as other:
        other.execute("CREATE TABLE errands (number int)")
        try:
            with Errand(driver) as errand:
                errand.ask("INSERT INTO errands VALUES (1)").rows()
                assert status(driver) == "INTRANS"
                assert other.execute("SELECT count(*) FROM errands").fetchone() == (0,)
                errand.commit()
            assert status(driver) == "IDLE"
            assert other.execute("SELECT count(*) FROM errands").fetchone() == (1,)
        finally:
            driver.rollback()
            other.execute("DROP TABLE errands")


def test_without_transactions_each_errand_stands_for_itself() -> None:
    with another(autocommit=True) as driver:
        run(driver, ("SELECT 1", []))
        assert status(driver) == "IDLE"


def test_a_connection_that_breaks_is_closed_and_says_so(driver: Driver) -> None:
    run(driver, ("SELECT 1", []))
    with another(autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [driver.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        run(driver, ("SELECT 1", []))
    assert driver.closed
    with another() as fresh:
        assert run(fresh, ("SELECT 1", [])) == [[(1,)]]


def test_much_in_both_directions_at_once_does_not_hang(driver: Driver) -> None:
    driver.execute("SET statement_timeout = '20s'")
    much = "ä" * 2_000_000
    assert run(driver, *[("SELECT %s::text", [much])] * 6) == [[(much,)]] * 6


def test_the_driver_goes_on_as_before_on_the_same_connection(driver: Driver) -> None:
    run(driver, ("SELECT set_config('application_name', 'errand', true)", []))
    assert driver.execute("SHOW application_name").fetchone() == ("errand",)
    driver.rollback()
    with driver.pipeline():
        assert driver.execute("SELECT 2").fetchone() == (2,)
    assert run(driver, ("SELECT 3", [])) == [[(3,)]]


def test_what_was_not_carried_out_found_nothing_and_does_not_say_that_nothing_is_there(driver: Driver) -> None:
    errand = Errand(driver)
    answers = [errand.ask("SELECT 1 / 0"), errand.ask("SELECT 'behind it'")]
    with pytest.raises(psycopg.errors.DivisionByZero):
        answers[0].rows()
    for answer in answers:
        with pytest.raises(psycopg.InterfaceError):
            answer.rows()


def test_a_text_that_the_driver_would_cut_short_is_refused_whole(driver: Driver) -> None:
    with pytest.raises(psycopg.DataError), Errand(driver) as errand:
        errand.ask("SELECT %s::text", ["whole\0or not"])
    assert status(driver) == "IDLE"
    assert run(driver, ("SELECT 1", [])) == [[(1,)]]


def test_what_is_asked_together_inside_of_others_stays_in_order_with_them() -> None:
    store = Store()
    with store.together():
        first = store.now()
        with store.together():
            second = store.now()
        third = store.now()
    assert first.get() < second.get() < third.get()


def test_the_time_comes_with_the_heads_and_for_sessions_without_one_or_for_none_at_all() -> None:
    store, pk = Store(), cast.evening("open").session.pk
    before = store.now().get()
    for asked in ([pk], [pk, pk + 999], []):
        heads, now = store.heads_now(asked).get()
        assert (heads, now > before) == ({}, True)
    with transaction.atomic():
        Head.objects.create(session_id=pk, turn=3, at=before, digest=b"digest", seal=b"seal", data_key=b"key")
        heads, now = store.heads_now([pk, pk + 999]).get()
        assert heads == store.heads([pk]).get() == {pk: HeadRow(pk, 3, before, b"digest", b"seal", b"key")}


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_waited_for_its_lock_reads_the_time_after_it_was_given() -> None:
    """A time of before it could stand before what was written while it waited."""
    store, session = Store(), cast.evening("open").session
    let_go_at = list[tuple[datetime]]()

    def let_go() -> None:
        time.sleep(0.2)
        let_go_at.extend(other.execute("SELECT clock_timestamp()"))
        other.rollback()

    with another() as other:
        other.execute("SELECT 1 FROM cohorts_session WHERE id = %s FOR UPDATE", [session.pk])
        holding = threading.Thread(target=let_go)
        holding.start()
        with store.transaction(), store.together():
            locked, heads = store.lock([session.public_id]), store.heads_now([session.pk])
            assert locked.get()
            assert heads.get()[1] > let_go_at[0][0]
        holding.join()


def test_after_an_errand_that_failed_what_is_asked_next_goes_on_one_of_its_own() -> None:
    store = Store()

    def stumble() -> None:
        with store.together():
            store.now()
            raise KeyError

    with pytest.raises(KeyError):
        stumble()
    assert store.now().get().tzinfo is not None
