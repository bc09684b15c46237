"""What goes over the wire to a seat: only what is theirs to hear, and nothing that is for staff."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chat.guard import HOLD
from chat.person import THE_SYSTEM, Person
from chat.protocol import contents
from chat.protocol.content import Content
from chat.protocol.contents import KINDS
from chat.protocol.entry import Entry, wire, with_ref
from chat.protocol.script import Prompt
from chat.protocol.streams import ROOM
from chat.verbs.held import Release
from chat.verbs.remove import Remove
from chat.verbs.say import Say
from tests.bounds import evenings

from .asks import SECRET, Step
from .ears import Ear, Frame, Stage, play, read
from .paper import EIGHT, SAM, SEATS, STAFF, Paper
from .shapes import shapes
from .steps import beginnings, begun, steps

CONTENTS = {str(kind.__struct_config__.tag): kind for kind in KINDS}
#: Nothing a seat is sent has a field of such a name, however deep inside.
NEVER = frozenset({
    "turn", "reason", "why", "asker", "author", "session_pk", "outcome", "absence", "mode", "mood", "flags",
    "away", "gone_since", "ejected", "left", "about", "by", "level", "source", "of_stream", "of_pos", "rule", "digest",
    "step", "due_at", "plan", "skipped", "sort", "spans", "diverted",
})  # fmt: skip
#: What a seat says of itself it also reads again, in its own stream alone.
THEIR_OWN = frozenset({"mood"})
LINE = {"seat", "staff", "name", "role", "present"}
YOU = {"role", "leading", "seat", "staff", "name", "muted_until", "aside"}


@evenings(500)
@given(beginnings(), steps())
def test_a_seat_is_sent_only_what_a_seat_may_read(paper: Paper, evening: list[Step]) -> None:
    stage = Stage(paper)
    ears = [stage.attach(person) for person in SEATS]
    asked = {person.key: set[str]() for person in (*SEATS, *STAFF, THE_SYSTEM)}
    for act in play(stage, evening):
        asked[act.person.key] |= {act.ask.ref} if act.ask is not None else set()
    for ear in ears:
        for text in ear.texts:
            assert SECRET not in text
            assert not (NEVER & set(names(read(text)))) - (THEIR_OWN if read(text).get("kind") == "checkin" else set())
            _CHECKS[read(text)["type"]](read(text), ear, asked[ear.person.key])


@evenings(300)
@given(beginnings(), steps(), st.sampled_from([*SEATS, *STAFF]))
def test_a_ref_reaches_its_author_alone(paper: Paper, evening: list[Step], reader: Person) -> None:
    stage = Stage(paper)
    ear = stage.attach(reader)
    refs = {act.ask.ref for act in play(stage, evening) if act.ask is not None and act.person.key == reader.key}
    me = {"seat": reader.seat} if reader.seat is not None else {"staff": reader.staff}
    for frame in ear.frames:
        if frame["type"] == "entry" and "ref" in frame:
            assert frame["ref"] in refs
            assert frame["from"] in (me, {"system": True})


def welcome(frame: Frame, ear: Ear, asked: set[str]) -> None:
    assert set(frame["streams"]) <= {ROOM, ear.person.key}
    assert set(frame["you"]) == YOU
    assert set(frame["room"]) == {"paused", "slow", "prompt", "agreement", "staffed"}
    people(frame, ear, asked)


def people(frame: Frame, ear: Ear, asked: set[str]) -> None:
    """Everybody on the list is there: nobody's leaving is told."""
    assert all(set(line) == LINE and line["present"] for line in frame["people"])


def entry(frame: Frame, ear: Ear, asked: set[str]) -> None:
    kind = CONTENTS[frame["kind"]]
    assert frame["stream"] in {ROOM, ear.person.key}
    assert not kind.staff_only & set(frame)
    assert not kind.control or frame["from"] == {"system": True}
    if "ref" in frame:
        assert frame["from"] == {"seat": ear.person.seat}
        assert frame["ref"] in asked


def answer(frame: Frame, ear: Ear, asked: set[str]) -> None:
    assert frame["ref"] in asked
    assert frame.get("stream") in {None, ROOM, ear.person.key}


def nothing(frame: Frame, ear: Ear, asked: set[str]) -> None:
    assert set(frame) == {"type"}


_CHECKS = {"welcome": welcome, "people": people, "entry": entry, "ok": answer, "no": answer, "ready": nothing}


def names(value: Any) -> Iterator[str]:
    """The name of every field, however deep inside."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from names(inner)


@evenings(600)
@given(st.sampled_from(KINDS).flatmap(shapes), st.sampled_from(["seat:3", "staff:sam", "system"]), st.booleans())
def test_no_field_that_is_for_staff_is_ever_put_in_a_frame_for_a_seat(content: Content, author: str, own: bool) -> None:
    entry_ = Entry("s", 9, "seat:3", 4, author, author, "a ref", 2, EIGHT, content)
    frames = (wire(entry_, for_staff=staff) for staff in (False, True))
    for_seat, for_staff = (read((with_ref(frame, entry_) if own else frame).decode()) for frame in frames)
    assert not content.staff_only & set(for_seat)
    assert set(for_staff) - set(for_seat) <= content.staff_only
    assert {"turn", "asker", "author"}.isdisjoint(for_seat)
    assert ("ref" in for_seat) is own
    assert for_seat["from"] == {"system": True} or not content.control


def test_held_words_that_were_released_lose_their_body_with_the_message() -> None:
    paper = begun()
    otter = paper.roster["seat:1"]
    paper.ask(otter, Say("1", body="hard words"), HOLD)
    paper.ask(SAM, Release("2", stream="seat:1", pos=1))
    assert '"body":"hard words"' in "".join(Stage(paper).attach(otter).texts)
    paper.ask(SAM, Remove("3", pos=paper.fold.heads[ROOM], reason=SECRET))
    again = Stage(paper)
    assert "hard words" not in "".join(again.attach(otter).texts)
    assert "hard words" in "".join(again.attach(SAM).texts)


@evenings(600)
@given(beginnings(), steps(), st.integers(0, 30))
def test_what_was_removed_is_sent_to_no_seat_by_any_way(paper: Paper, evening: list[Step], split: int) -> None:
    """Neither live nor again, neither to those who come late nor to its author, held or not."""
    stage = Stage(paper)
    ears = [stage.attach(person) for person in SEATS]
    heard = [0] * len(ears) * 2
    for number, _ in enumerate(play(stage, evening)):
        if number == split:
            ears += [stage.attach(person) for person in SEATS]
        gone = removed_words(paper)
        for place, ear in enumerate(ears):
            assert not [text for text in ear.texts[heard[place] :] if read(text).get("body") in gone]
            heard[place] = len(ear.texts)
    gone = removed_words(paper)
    for person in SEATS:
        assert not [text for text in stage.attach(person).texts if read(text).get("body") in gone]


def removed_words(paper: Paper) -> set[str]:
    """The bodies of the messages that were taken away and not brought back."""
    messages = {e.pos: e.content for e in paper.entries if isinstance(e.content, contents.Message | Prompt)}
    removed: set[int | None] = set()
    for entry in paper.entries:
        if isinstance(entry.content, contents.Removed):
            removed.add(entry.of)
        elif isinstance(entry.content, contents.Restored):
            removed.discard(entry.of)
    return {messages[pos or 0].body for pos in removed}
