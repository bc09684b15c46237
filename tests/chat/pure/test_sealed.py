"""What is sealed opens again as it was, in its own place only, and any change to it breaks the chain."""

from datetime import UTC

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chat import chain
from chat.journal.room import JournalRoom
from chat.protocol.content import Content
from chat.protocol.contents import KINDS
from chat.protocol.entry import Entry, pack, unpack
from chat.protocol.streams import LEAD, ROOM, SEAT_STREAMS, STAFF
from chat.store import SavedEntry
from chat.verbs import Draft
from cohorts.seal import Unsealable, new_data_key
from tests.bounds import evenings

from .asks import Step
from .paper import CARD, Paper
from .shapes import shapes
from .steps import beginnings, steps, write

KEY = new_data_key()
STREAMS = st.sampled_from([ROOM, STAFF, LEAD, *SEAT_STREAMS])
CONTENTS = st.sampled_from(KINDS).flatmap(shapes)
WHO = st.sampled_from(["seat:1", "staff:sam", "system"])
NUMBERS = st.integers(1, 2**31 - 1)
ENTRIES = st.builds(
    Entry, st.sampled_from(["one", "two"]), NUMBERS, STREAMS, NUMBERS, WHO, WHO,
    st.none() | st.text(min_size=1, max_size=40), st.none() | NUMBERS, st.datetimes(timezones=st.just(UTC)), CONTENTS,
)  # fmt: skip
PREVIOUS = st.binary(min_size=32, max_size=32)


@evenings(500)
@given(CONTENTS)
def test_what_is_packed_is_what_is_unpacked(content: Content) -> None:
    assert unpack(pack(content)) == content


@evenings(500)
@given(ENTRIES, PREVIOUS)
def test_an_entry_that_was_closed_opens_as_it_was(entry: Entry, previous: bytes) -> None:
    row = chain.close_entry(entry, 7, KEY, previous)
    assert chain.open_entry(row, entry.session, KEY) == entry
    assert row.hash == chain.hash_of(row.sealed)
    assert row.digest == chain.digest_after(previous, entry.session, row)


@evenings(300)
@given(ENTRIES, PREVIOUS, STREAMS, NUMBERS, st.sampled_from(["one", "two"]))
def test_a_row_that_was_moved_stays_shut(entry: Entry, previous: bytes, stream: str, pos: int, session: str) -> None:
    assume((stream, pos, session) != (entry.stream, entry.pos, entry.session))
    row = chain.close_entry(entry, 7, KEY, previous)
    with pytest.raises(Unsealable):
        chain.open_entry(row._replace(stream=stream, pos=pos), session, KEY)
    with pytest.raises(Unsealable):
        chain.open_entry(row, entry.session, new_data_key())


@evenings(500)
@given(ENTRIES, ENTRIES, PREVIOUS)
def test_any_change_to_a_row_shows_in_its_digest(entry: Entry, other: Entry, previous: bytes) -> None:
    row, changed = (chain.close_entry(each, 7, KEY, previous) for each in (entry, other))
    for name in ("turn", "stream", "pos", "kind", "author", "asker", "ref", "of", "at", "hash"):
        # A ref that is missing and one that is empty are the same to the database.
        altered = row._replace(**{name: getattr(changed, name)})
        assert (chain.digest_after(previous, entry.session, altered) == row.digest) is (altered == row)
    assert chain.digest_after(previous, entry.session + "x", row) != row.digest
    assert chain.digest_after(bytes(32), entry.session, row) != row.digest or previous == bytes(32)


@evenings(100)
@given(beginnings(), steps())
def test_a_room_numbers_and_chains_what_it_writes_and_keeps_nothing_until_it_is_accepted(
    paper: Paper, evening: list[Step]
) -> None:
    write(paper, evening)
    room, rows = JournalRoom.new(CARD.pk, CARD.id), list[SavedEntry]()
    for entries in paper.requests:
        first = entries[0]
        drafts = tuple(Draft(each.stream, each.content, each.of, each.author) for each in entries)
        room.write(drafts, first.asker, "never accepted", first.at)
        written = room.write(drafts, first.asker, first.ref, first.at)
        assert [entry for entry, _ in written] == entries
        room.accept(written)
        rows += [row for _, row in written]
    assert room.fold == paper.fold
    assert [chain.open_entry(row, CARD.id, room.data_key) for row in rows] == paper.entries
    digest = chain.START
    for row in rows:
        digest = chain.digest_after(digest, CARD.id, row)
        assert row.digest == digest
    assert digest == room.digest
