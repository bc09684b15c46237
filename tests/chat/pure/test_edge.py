"""The edge: whatever arrives is a request of the vocabulary, or a refusal that can be told."""

import json
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from chat.consumers import EDGE
from chat.protocol.asks import BODY_LIMIT, FRAME_LIMIT, Ask
from chat.protocol.edge import BadAsk
from chat.protocol.replies import Code, No, encode
from chat.protocol.words import clean
from chat.verbs import known_asks
from chat.words import REFUSALS
from tests.bounds import evenings

from .shapes import shapes


def json_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Any value that can be written as JSON, with such texts in it."""
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=12,
    )


JSON = json_of(st.text(max_size=40))
#: Half a character is a text to JSON and to JavaScript, but to nobody who has to keep it.
HALVES = json_of(st.text(st.characters(exclude_categories=[]), max_size=10))
FRAMES = st.sampled_from(known_asks()).flatmap(shapes)
NAMES = sorted({name for ask in known_asks() for name in ask.__struct_fields__} | {"type"})
NEED_NO_WORD = {"help", "worry", "checkin", "answer", "concern"}
SPACE = st.text(" \n\t\u00a0\u2003", max_size=3)


def heard(frame: str | bytes | None) -> Ask | BadAsk:
    """What the edge makes of it. A refusal has a code of the protocol, kind words, and goes over the wire."""
    try:
        ask = EDGE.parse(frame)
    except BadAsk as refusal:
        bad = refusal
    else:
        assert type(ask) in known_asks()
        return ask
    assert bad.code in get_args(Code)
    encode(No(bad.ref, bad.code, str(REFUSALS[bad.code])))
    return bad


@evenings(500)
@given(st.text(st.characters(exclude_categories=[])) | st.binary() | st.none())
@example("[" * FRAME_LIMIT)
@example('{"type":"say","ref":' + "[" * 4000)
@example('{"type":"say","ref":"a","body":"\\ud800"}')
@example('{"type":"say","ref":"a","body":"\ud800"}')
@example('{"type":"say","ref":"\\ud800","body":1}')
@example('{"type":"say","type":"help","ref":"a","body":"b"}')
@example('{"type":"since","ref":"a","stream":"room","pos":1e400}')
@example('{"type":"since","ref":"a","stream":"room","pos":' + "9" * 5000 + "}")
@example('{"type":"+enter","ref":"a"}')
@example("null")
def test_anything_at_all_is_understood_or_refused(frame: str | bytes | None) -> None:
    heard(frame)


@evenings(500)
@given(JSON | HALVES)
def test_any_json_is_understood_or_refused(value: Any) -> None:
    heard(json.dumps(value))
    heard(json.dumps(value, ensure_ascii=False))


@evenings(800)
@given(FRAMES, st.sampled_from(NAMES), JSON | HALVES)
def test_a_frame_with_one_thing_wrong_is_understood_or_refused(ask: Ask, name: str, value: Any) -> None:
    frame = msgspec.to_builtins(ask)
    heard(json.dumps({**frame, name: value}))
    heard(json.dumps({other: field for other, field in frame.items() if other != name}))


@evenings(300)
@given(FRAMES, st.text(max_size=10), JSON)
def test_a_field_too_many_is_refused(ask: Ask, name: str, value: Any) -> None:
    assume(name not in NAMES)
    bad = heard(json.dumps({**msgspec.to_builtins(ask), name: value}))
    assert isinstance(bad, BadAsk)
    assert (bad.code, bad.ref, bad.strikes) == ("bad_frame", ask.ref, True)


@evenings(800)
@given(FRAMES, SPACE, SPACE)
def test_what_was_built_is_what_is_understood_but_for_the_space_around_words(ask: Ask, before: str, after: str) -> None:
    body = getattr(ask, "body", None)
    sent = ask if body is None else msgspec.structs.replace(ask, body=before + body + after)
    written = {name: words for name in ("body", "heads_up", "text") if (words := getattr(ask, name, None)) is not None}
    cleaned = {name: clean(words) or None for name, words in written.items()}
    for text in (msgspec.json.encode(sent).decode(), json.dumps(msgspec.to_builtins(sent))):
        got = heard(text)
        if "body" in written and not cleaned["body"] and ask.verb not in NEED_NO_WORD:
            assert isinstance(got, BadAsk)
            assert (got.code, got.ref, got.strikes) == ("bad_frame", ask.ref, False)
        else:
            assert got == msgspec.structs.replace(ask, **cleaned)


@pytest.mark.parametrize("frame", ['{"type":"help","ref":"a"}', '{"type":"help","ref":"a","body":" \\n "}'])
def test_a_call_for_help_needs_no_word(frame: str) -> None:
    ask = heard(frame)
    assert isinstance(ask, Ask)
    assert (ask.verb, getattr(ask, "body", "?")) == ("help", None)


@given(st.integers(-3, 3), SPACE, st.sampled_from("aé💜"))
def test_words_may_be_as_long_as_the_protocol_says_and_no_longer(over: int, space: str, letter: str) -> None:
    words = letter * (BODY_LIMIT + over)
    frame = json.dumps({"type": "say", "ref": "a", "body": space + words + space}, ensure_ascii=False)
    got = heard(frame)
    if over > 0:
        assert isinstance(got, BadAsk)
        assert (got.code, got.ref, got.strikes) == ("too_long", "a", False)
    else:
        assert getattr(got, "body", None) == words


@given(st.integers(FRAME_LIMIT - 200, FRAME_LIMIT + 200))
def test_a_frame_past_its_limit_is_not_even_read(size: int) -> None:
    empty = '{"type":"say","ref":"a","body":""}'
    frame = empty.replace('""}', f'"{"a" * (size - len(empty))}"}}')
    got = heard(frame)
    assert isinstance(got, BadAsk)
    assert got.code == ("too_long" if len(frame) <= FRAME_LIMIT else "bad_frame")


@given(st.text(max_size=12), st.text(max_size=45))
def test_an_unknown_type_is_told_so_and_to_whom(name: str, ref: str) -> None:
    assume(name not in {ask.__struct_config__.tag for ask in known_asks()})
    bad = heard(json.dumps({"type": name, "ref": ref}))
    assert isinstance(bad, BadAsk)
    assert (bad.code, bad.ref) == ("unknown_type", ref if 1 <= len(ref) <= 40 else None)
