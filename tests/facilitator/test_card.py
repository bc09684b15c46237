"""The summary to read out when somebody calls for an ambulance or the police: what is known, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chat.presence import Presence
from cohorts.models import ContactPurpose
from facilitator.onscreen.card import Known, to_read_out
from facilitator.onscreen.lastly import Word

pytestmark = pytest.mark.embedded

NOW = datetime(2026, 11, 26, 20, 45, tzinfo=UTC)
KNOWN = Known(
    name="Teal Otter", ages=(14, 18), evening="Feelings", began=NOW - timedelta(minutes=45),
    words=(Word(NOW - timedelta(minutes=4), "I have taken them"),),
    seen=Presence(False, False, NOW - timedelta(minutes=2)), held=(),
)  # fmt: skip


def read_out(known: Known) -> str:
    return "\n".join(to_read_out(known, NOW, lambda at: f"{at:%H:%M}"))


def test_it_says_who_as_the_room_knows_them_what_was_written_and_since_when_they_are_gone() -> None:
    said = read_out(KNOWN)
    for known in (
        "“Teal Otter”",
        "aged 14 to 18",
        "“Feelings”, from 20:00 on",
        "We do not know their real name",
    ):
        assert known in said
    assert "At 20:41 they wrote: “I have taken them”" in said
    assert "They were last there at 20:43, 2 minutes ago." in said
    assert "They are in the room at this moment." in read_out(replace(KNOWN, seen=Presence(True, False, None)))
    assert "They have not been in the room." in read_out(replace(KNOWN, seen=None))


def test_it_claims_no_way_to_reach_them_that_was_not_given_for_this() -> None:
    assert "They gave us no way to reach them." in read_out(KNOWN)
    reminders = read_out(replace(KNOWN, held={ContactPurpose.REMINDERS}))
    assert "for reminders alone" in reminders
    both = read_out(replace(KNOWN, held={ContactPurpose.REMINDERS, ContactPurpose.LIFE}))
    assert "It is sealed; our safeguarding lead can open it." in both
    for said in (read_out(KNOWN), reminders, both):
        assert "We keep no internet addresses" in said


def test_whoever_may_not_read_the_words_is_sent_to_whoever_may() -> None:
    said = read_out(replace(KNOWN, words=None))
    assert "taken" not in said
    assert "Whoever was with them can say what they wrote." in said
    assert "taken" not in repr(KNOWN), "and no log of it says them"
    assert "Otter" not in repr(KNOWN)
