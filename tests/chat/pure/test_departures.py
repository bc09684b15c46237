"""Who has gone is known for as long as a database may lose that they have."""

from __future__ import annotations

from datetime import UTC, datetime

from chat.departures import LOST_WITHIN, Departures
from chat.presence import PresenceRow

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)


def _row(socket: str, *, left: bool = False) -> PresenceRow:
    return PresenceRow("tonight", "seat:1", socket, NOW, NOW if left else None, None, NOW, stopped=False)


def test_only_sockets_that_went_by_this_process_and_stand_as_if_they_had_not_are_lost() -> None:
    departures = Departures()
    departures.written("tonight", "first", 0.0)
    departures.written("tonight", "second", 1.0)
    rows = [_row("first"), _row("second", left=True), _row("of another process")]
    assert departures.lost("tonight", rows) == ["first"]
    assert departures.lost("elsewhere", rows) == []


def test_what_no_database_loses_any_more_is_forgotten() -> None:
    departures = Departures()
    departures.written("tonight", "first", 0.0)
    departures.written("tonight", "second", LOST_WITHIN)
    departures.forget(LOST_WITHIN + 1)
    assert departures.lost("tonight", [_row("first"), _row("second")]) == ["second"]
    departures.forget(2 * LOST_WITHIN + 1)
    assert departures.lost("tonight", [_row("first"), _row("second")]) == []
