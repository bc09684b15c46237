"""Anything at all, sent by somebody: answered or closed by the rules, and nobody else is touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat import verbs
from chat.consumers import EDGE
from chat.protocol.asks import Ask
from chat.protocol.edge import BadAsk
from tests.bounds import evenings
from tests.chat.house import House, Visitor, running
from tests.chat.live.rows import heard, places, stored
from tests.chat.live.seams import until

VERBS = [str(ask.__struct_config__.tag) for ask in verbs.known_asks()]
FIELDS = [
    *("body", "heads_up", "reply_to", "as_is", "pos", "emoji", "on", "seat", "seconds", "reason", "text", "about"),
    *("staff", "mode", "stream", "outcome", "ref", "type", "extra"),
]
WORDS = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfff\ud800",
        "\u202e",
        "ﷺ" * 30,
        "seat:1",
        "seat:9",
        "room",
        "staff",
        "lead",
        "open",
        "message",
    ]
)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from([0, 1, 8, 9, 2**31 - 1, 2**31, 2**63])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
NEARLY = st.builds(
    lambda verb, ref, fields: {"type": verb, "ref": ref, **fields},
    st.sampled_from([*VERBS, "+enter", "+leave", "+announce", "welcome", "entry", ""]),
    WORDS | st.sampled_from(["a", "x" * 40, "x" * 41, ""]),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5),
)
JSON = st.builds(lambda value, ascii_: json.dumps(value, ensure_ascii=ascii_), VALUES | NEARLY, st.booleans())
DEEP = st.builds(lambda opens, depth: opens * depth, st.sampled_from(["[", '{"a":', '[{"type":']), st.integers(1, 8000))
HUGE = st.builds(
    lambda verb, size: json.dumps({"type": verb, "ref": "a", "body": "x" * size}),
    st.sampled_from(VERBS),
    st.integers(2_000, 40_000),
)
CUT = st.builds(lambda frame, at: frame[: at % (len(frame) + 1)], JSON, st.integers(0, 10_000))
FRAMES = st.one_of(JSON, NEARLY.map(json.dumps), st.text(max_size=200), DEEP, HUGE, CUT)


@pytest.mark.embedded
@evenings(1500)
@given(FRAMES | st.binary(max_size=200))
def test_the_edge_lets_nothing_through_but_requests_of_the_vocabulary(frame: str | bytes) -> None:
    try:
        ask = EDGE.parse(frame)
    except BadAsk as problem:
        bad = problem
    else:
        assert isinstance(ask, Ask)
        assert ask.verb in VERBS
        assert 1 <= len(ask.ref) <= 40
        json.dumps(ask.ref).encode("utf-8")
        return
    assert bad.code in {"bad_frame", "unknown_type", "too_long"}
    assert bad.ref is None or 1 <= len(bad.ref) <= 40


STRANGE = [
    "a\x00b",
    "\x1b[2J",
    "\u202eabc\u2066",
    "\ud800",
    "e\u0301" * 20,
    "'; DROP TABLE chat_entry; --",
    "%s {0}",
    "0" * 12,
]
ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("seat", "say", {"body": STRANGE, "heads_up": STRANGE}), ("seat", "whisper", {"body": STRANGE}),
    ("seat", "help", {"body": STRANGE}), ("seat", "react", {"pos": 2, "emoji": STRANGE, "on": True}),
    ("seat", "worry", {"about": "person", "staff": STRANGE, "body": STRANGE}),
    ("seat", "since", {"stream": STRANGE, "pos": 0}), ("staff", "say", {"body": STRANGE}),
    ("staff", "mute", {"seat": 2, "seconds": 1, "reason": STRANGE, "text": STRANGE}),
    ("staff", "aside", {"seat": 8, "reason": STRANGE, "text": STRANGE}), ("staff", "note", {"body": STRANGE}),
    ("staff", "readmit", {"seat": 8, "reason": STRANGE, "text": STRANGE}), ("staff", "pause", {"text": STRANGE}),
    ("staff", "remove", {"pos": 2, "reason": STRANGE, "text": STRANGE}), ("staff", "resume", {}),
    ("staff", "release", {"stream": STRANGE, "pos": 1}),
    ("staff", "return", {"stream": STRANGE, "pos": 1, "body": STRANGE}),
    ("staff", "flag_done", {"pos": 1, "outcome": STRANGE}), ("staff", "whisper", {"seat": 2, "body": STRANGE}),
]  # fmt: skip


async def test_strange_words_in_any_field_are_words_or_refused_and_break_nothing(
    unpaced: None, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("chat.consumers.STRIKES", 10_000)
    sam, otter = await house.enter(house.evening.counsellor), await house.enter(house.evening.otter)
    assert (await otter.ask("say", body="to begin with"))["pos"] == 2
    for number in range(len(STRANGE)):
        for who, verb, fields in ASKED:
            chosen = {name: value[number] if value is STRANGE else value for name, value in fields.items()}
            await (sam if who == "staff" else otter).send(verb, **chosen)
        await otter.send("whisper", ref=f"{number} {STRANGE[number]}"[:40], body="by a strange name")
    await sam.ask("note", body="the end")
    assert (await otter.ask("whisper", body="the end"))["type"] == "ok"
    done = [frame for each in (sam, otter) for frame in each.frames if frame["type"] == "ok"]
    assert len(done) > 60
    refused = {frame["code"] for each in (sam, otter) for frame in each.frames if frame["type"] == "no"}
    # Of a name with a stroke in it the guard takes it that somebody is to be found by it.
    assert refused <= {"bad_frame", "not_found", "not_allowed", "already", "paused", "swap"}
    assert "failed" not in caplog.text
    again = await house.enter(house.evening.counsellor)
    assert heard(again.frames) == await places(house.evening, "room", "staff", *(f"seat:{n}" for n in range(1, 9)))


@pytest.mark.slow
async def test_whatever_is_sent_touches_nobody_else(
    unpaced: None, an_evening: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(await an_evening("open"), workers=2) as house:
        await house.enter(house.evening.counsellor)
        heron, hare = await house.enter(house.evening.heron), await house.enter(house.evening.hare, worker=1)
        for number, batch in enumerate(batches()):
            otter = await house.enter(house.evening.otter if number % 3 else house.evening.volunteer, worker=number % 2)
            for frame in batch:
                if isinstance(frame, bytes):
                    await otter.send_text(None, data=frame)
                else:
                    await otter.send_text(frame)
            await settled(otter)
            assert {heron.close_code, hare.close_code} == {None}
        assert (await heron.ask("whisper", ref="after all", body="all is well"))["type"] == "ok"
        await hare.quiet()
        for number, each in ((2, heron), (3, hare)):
            assert heard(each.frames) == await places(house.evening, "room", f"seat:{number}")
        rows = await stored(house.evening.session)
        assert [row.turn for row in rows] == list(range(1, len(rows) + 1))
    assert "a verb failed" not in caplog.text
    assert "a batch" not in caplog.text
    assert "stumbled" not in caplog.text


async def settled(visitor: Visitor) -> None:
    """Closed with 4400, or still of sound mind."""
    await visitor.send("ping", ref="sound")
    await until(lambda: visitor.close_code or {"type": "pong", "ref": "sound"} in visitor.frames)
    if visitor.close_code is None:
        await visitor.leave()
    assert visitor.close_code in {None, 4400}


def batches() -> list[list[str | bytes]]:
    """A few hundred frames in handfuls, the same in every run of this version."""
    found: list[list[str | bytes]] = []

    @settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(FRAMES | st.binary(max_size=100), min_size=1, max_size=8))
    def gather(frames: list[str | bytes]) -> None:
        found.append(frames)

    gather()
    return found
