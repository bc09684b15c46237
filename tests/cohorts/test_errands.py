"""Hands that run errands come back from whatever befalls them: alarms go out by no others."""

import threading
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from cohorts.duties import Errands

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hand_that_could_not_begin_is_free_again_and_keeps_no_other_from_beginning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = Errands("calls", 2)
    went: list[str] = []
    starts, start = iter([False]), threading.Thread.start

    def begin(thread: threading.Thread) -> None:
        if not next(starts, True):
            raise RuntimeError("can't start new thread, private words")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", begin)
    with transaction.atomic():
        for whom in ("the lead", "the deputy"):
            calls.run(partial(went.append, whom))
    assert calls.settled(30)
    assert (went, calls.free) == (["the deputy"], 2), "the second began, and both hands are free"
    calls.run(partial(went.append, "the lead"))
    assert calls.settled(30)
    assert went == ["the deputy", "the lead"]
    assert caplog.text.count("an errand could not begin: RuntimeError") == 1
    assert "private" not in caplog.text


def test_a_hand_whose_connection_does_not_close_is_free_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def close(self) -> None:
            raise DatabaseError("private words")

    calls = Errands("calls", 1)
    with monkeypatch.context() as broken:
        broken.setattr("cohorts.duties.errands.connection", Broken())
        calls.run(lambda: None)
        assert calls.settled(30)
    assert calls.free == 1
    assert "an errand could not close its connection: DatabaseError" in caplog.text
    assert "private" not in caplog.text
