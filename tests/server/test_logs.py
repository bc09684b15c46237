"""A log says what happened in the house, never what was said, by whom or from where."""

import io
import json
import logging
import sys
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from server import logs
from server.logs import ALLOWED, Discreet
from tests.running import Alcove

SECRET = "teal-otter-lamp-tree"
Lines = Callable[[], list[dict[str, Any]]]


def into(form: str, stream: io.StringIO, *, show_errors: bool = False) -> logging.Handler:
    shown = logging.StreamHandler(stream)
    shown.setFormatter(Discreet(form=form, show_errors=show_errors))
    logging.getLogger().addHandler(shown)
    return shown


@pytest.fixture
def text() -> Iterator[io.StringIO]:
    """Everything that reaches a log laid out for reading while a test runs."""
    stream = io.StringIO()
    shown = into("text", stream)
    yield stream
    logging.getLogger().removeHandler(shown)


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that reaches a log of objects while a test runs; each line must be one."""
    stream = io.StringIO()
    shown = into("json", stream)

    def read() -> list[dict[str, Any]]:
        assert SECRET not in stream.getvalue()
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield read
    logging.getLogger().removeHandler(shown)


def fails() -> int:
    return int(SECRET)


@pytest.mark.parametrize("name", ["django.request", "daphne.server", "asyncio", "psycopg.pool", "somebody.elses"])
def test_what_other_packages_fill_in_is_left_out(lines: Lines, name: str) -> None:
    logging.getLogger(name).error("%s: /in/%s (%d%%)", "Not Found", SECRET, 100)
    assert [line["event"] for line in lines()] == ["·: /in/· (·%)"]


@pytest.mark.parametrize("words", [f"Invalid host: {SECRET}", f"Traceback (most recent call last):\n  {SECRET}"])
def test_what_other_packages_mixed_beforehand_is_told_by_its_place(lines: Lines, words: str) -> None:
    logging.getLogger("daphne.http_protocol").error(words)
    assert [line["event"].partition(":")[0] for line in lines()] == ["test_logs.py"]


def test_our_own_lines_pass_whole(lines: Lines, text: io.StringIO) -> None:
    logging.getLogger("chat.journal").warning("batch of %d refused", 3)
    (line,) = lines()
    assert (line["level"], line["logger"], line["event"]) == ("WARNING", "chat.journal", "batch of 3 refused")
    assert line["where"].startswith("test_logs.py:")
    assert text.getvalue().endswith("WARNING chat.journal: batch of 3 refused\n")


def test_nothing_goes_along_but_what_is_on_the_list(lines: Lines) -> None:
    more = {"count": 3, "seconds": 0.5, "code": SECRET, "name": SECRET, "body": SECRET}
    logging.getLogger("chat").info("sent", extra={key: value for key, value in more.items() if key != "name"})
    structlog.get_logger("chat").info("sent", **more)
    for line in lines():
        assert line.keys() <= ALLOWED.keys()
        assert (line["event"], line["count"], line["seconds"]) == ("sent", 3, 0.5)
        assert "code" not in line, "a code is a number"
    assert len(lines()) == 2


def test_a_problem_is_told_by_its_kind_and_its_place(lines: Lines, text: io.StringIO) -> None:
    try:
        try:
            fails()
        except ValueError as first:
            raise RuntimeError(SECRET) from first
    except RuntimeError:
        logging.getLogger("chat").exception("could not count")
    (line,) = lines()
    assert (line["event"], line["error"]) == ("could not count", "RuntimeError")
    assert [frame.partition(" ")[2] for frame in line["frames"]] == [
        "test_a_problem_is_told_by_its_kind_and_its_place",
        "fails",
        "then",
        "test_a_problem_is_told_by_its_kind_and_its_place",
    ]
    assert line["frames"][0].startswith("tests/server/test_logs.py:"), "from the root of the house on"
    assert SECRET not in text.getvalue()
    assert "RuntimeError" in text.getvalue()


def test_a_stranger_at_the_door_is_not_traced(lines: Lines) -> None:
    try:
        fails()
    except ValueError:
        logging.getLogger("django.security.DisallowedHost").exception("Invalid host: %r", SECRET)
    assert [("error" in line, "frames" in line) for line in lines()] == [(False, False)]


@pytest.mark.parametrize(("form", "shown"), [("text", True), ("json", False)])
def test_only_a_developer_who_reads_text_sees_a_message(form: str, shown: bool) -> None:
    stream = io.StringIO()
    handler = into(form, stream, show_errors=True)
    try:
        fails()
    except ValueError:
        logging.getLogger("chat").exception("could not count")
    logging.getLogger().removeHandler(handler)
    assert (SECRET in stream.getvalue()) is shown


def test_what_would_be_printed_is_written_down_as_well(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(where, name, getattr(where, name))
    monkeypatch.setattr(logging, "raiseExceptions", True)
    try:
        logs.catch_all()
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(SECRET, stacklevel=1)
        sys.excepthook(ValueError, ValueError(SECRET), None)
        logging.getLogger("chat").info("%d of them", SECRET)
    finally:
        logging.captureWarnings(capture=False)
    assert "py.warnings" in {line["logger"] for line in lines()}
    assert [(line["event"], line.get("error")) for line in lines() if line["logger"] != "py.warnings"] == [
        ("an error ended a thread", "ValueError"),
        ("an error ended this process", "ValueError"),
        ("%d of them", None),
    ]


@pytest.mark.parametrize(
    ("form", "start"), [("text", "1970-01-01T00:00:00.000Z INFO chat: words"), ("json", '{"time"')]
)
def test_time_is_told_in_utc(form: str, start: str) -> None:
    record = logging.LogRecord("chat", logging.INFO, "", 0, "words", (), None)
    record.created = 0.0
    line = Discreet(form=form).format(record)
    assert line.startswith(start)
    assert "1970-01-01T00:00:00.000Z" in line


def test_a_running_house_writes_one_object_a_line(start_alcove: Callable[..., Alcove]) -> None:
    alcove = start_alcove(LOG_FORMAT="json")
    rename = "from django.db import connection as c; c.cursor().execute('ALTER TABLE cohorts_seat RENAME TO away')"
    alcove.run("-c", f"import django; django.setup(); {rename}")
    with pytest.raises(urllib.error.HTTPError) as broken:
        urllib.request.urlopen(f"{alcove.url}/in/{SECRET}/", timeout=10)
    broken.value.close()
    assert broken.value.code == 500
    deadline = time.monotonic() + 10
    while "frames" not in alcove.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    alcove.stop()
    written = alcove.log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"doors open", "closing"} <= {line["event"] for line in lines}
    assert any(line.get("error") and line["frames"] for line in lines)
    assert all(line.keys() <= ALLOWED.keys() for line in lines)
    assert SECRET not in written
    assert "no such table" not in written
    assert "does not exist" not in written
