"""What a young person reads of words that did not go to the room: short, plain, kind, and no class of the guard's."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from chat.automatic import automatic
from chat.guard import Reply, Verdict
from chat.guard.verdict import KINDS
from chat.words import BLOCKED, HELD, REFUSALS, SAY_IT_SO, SAY_SOMETHING_ELSE
from cohorts.script.readability import reading_age

pytestmark = pytest.mark.embedded

OLDEST = 11
REPLIES = [
    automatic(Verdict("divert", reply=reply), nobody=nobody) for reply in get_args(Reply) for nobody in (False, True)
]
TEXTS = [
    str(REFUSALS["blocked"]), str(REFUSALS["swap"]), str(SAY_SOMETHING_ELSE), *REPLIES,
    *(str(text) for texts in (BLOCKED, SAY_IT_SO, HELD) for text in texts.values()),
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_child_of_eleven_reads_it_with_ease(text: str, record_property: Callable[[str, object], None]) -> None:
    found = reading_age(text)
    record_property("reading age", f"{text[:40]} {found:.1f}")
    assert found <= OLDEST


@pytest.mark.parametrize("text", TEXTS)
def test_it_names_no_class_and_no_risk_and_blames_nobody(text: str) -> None:
    for word in (*KINDS, "risk", "guard", "rule", "wrong", "not allowed", "trouble"):
        assert word not in text.lower(), word


@pytest.mark.parametrize("text", REPLIES)
def test_what_a_machine_says_begins_with_saying_that_it_is_one(text: str) -> None:
    assert text.startswith("This message is automatic.")
    assert "call 999" in text
