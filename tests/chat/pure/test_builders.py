"""What the page's builders make is what the edge understands, field for field."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from chat.consumers import EDGE
from chat.protocol.asks import Ask
from chat.protocol.words import clean
from chat.verbs import known_asks
from tests.bounds import evenings

from .node import run
from .shapes import shapes


def test_what_the_page_s_builders_make_is_what_was_meant() -> None:
    meant: list[Ask] = []

    @evenings(600)
    @given(st.sampled_from(known_asks()).flatmap(shapes))
    def gather(ask: Ask) -> None:
        written = {
            name: words for name in ("body", "heads_up", "text") if (words := getattr(ask, name, None)) is not None
        }
        cleaned = {name: clean(words) for name, words in written.items()}
        if all(cleaned.values()):
            meant.append(msgspec.structs.replace(ask, **cleaned))

    gather()
    make = "given.map(({ type, ...fields }) => JSON.stringify(ask[type](fields)))"
    frames: list[str] = run("protocol.js", "ask", make, [msgspec.to_builtins(ask) for ask in meant])
    assert [EDGE.parse(frame) for frame in frames] == meant


def test_the_page_has_a_builder_for_every_request_and_no_other() -> None:
    built: list[str] = run("protocol.js", "ask", "Object.keys(ask)", None)
    assert set(built) == {str(ask.__struct_config__.tag) for ask in known_asks()}
