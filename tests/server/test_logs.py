"""A log says what happened in the house, never what was said, by whom or from where."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest

from server.logs import Discreet

pytestmark = pytest.mark.embedded

SECRET = "teal-otter-lamp-tree"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that reaches the log while a test runs."""
    stream = io.StringIO()
    shown = logging.StreamHandler(stream)
    shown.setFormatter(Discreet(show_errors=False))
    root = logging.getLogger()
    root.addHandler(shown)
    yield stream
    root.removeHandler(shown)


@pytest.mark.parametrize("name", ["django.request", "daphne.server", "asyncio", "psycopg.pool", "somebody.elses"])
def test_what_other_packages_fill_in_is_left_out(written: io.StringIO, name: str) -> None:
    logging.getLogger(name).error("%s: /in/%s (%d%%)", "Not Found", SECRET, 100)
    assert SECRET not in written.getvalue()
    assert "·: /in/· (·%)" in written.getvalue()


@pytest.mark.parametrize("words", [f"Invalid host: {SECRET}", f"Traceback (most recent call last):\n  {SECRET}"])
def test_what_other_packages_mixed_beforehand_is_told_by_its_place(written: io.StringIO, words: str) -> None:
    logging.getLogger("daphne.http_protocol").error(words)
    assert SECRET not in written.getvalue()
    assert "test_logs.py:" in written.getvalue()


def test_our_own_lines_pass_whole(written: io.StringIO) -> None:
    logging.getLogger("chat.journal").warning("batch of %d refused", 3)
    assert written.getvalue().endswith("WARNING chat.journal: batch of 3 refused\n")


def test_a_problem_is_shown_by_its_kind_and_its_place(written: io.StringIO) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("chat").exception("could not count")
    assert SECRET not in written.getvalue()
    assert "could not count" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "test_a_problem_is_shown_by_its_kind_and_its_place" in written.getvalue()


def test_a_developer_sees_the_message() -> None:
    try:
        int(SECRET)
    except ValueError:
        assert SECRET in Discreet(show_errors=True).formatException(sys.exc_info())


def test_time_is_told_in_utc() -> None:
    record = logging.LogRecord("chat", logging.INFO, "", 0, "words", (), None)
    record.created = 0.0
    assert Discreet(show_errors=False).format(record) == "1970-01-01T00:00:00Z INFO chat: words"
