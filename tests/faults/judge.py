"""What must hold at the end of every evening, whatever broke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.faults.phone import Phone
from tests.faults.seen import percentile

if TYPE_CHECKING:
    from tests.faults.evening import Evening

Told = dict[str, Any]

BACK_WITHIN = 5
#: Growth of one worker in an evening; nine sockets in ten rooms are some 4 MB of it.
MOST_GROWN = 24_000_000
#: A facilitator who is here keeps a room from being calmed or closed.
UNTROUBLED = {"message", "phase"}
#: Of these everybody is told who said them.
WORDS = {"message", "whisper", "note"}
STAFF_HEARS = {"staff", *(f"seat:{number}" for number in range(1, 9))}


def everything(evening: Evening, truth: Told) -> None:
    """Compare what everybody was told with what the database holds."""
    assert truth["broken"] == []
    for room in evening.rooms:
        entries = truth["sessions"][room[0].ticket.session]
        kinds = {entry["kind"] for entry in entries if entry["stream"] == "room"}
        assert kinds <= UNTROUBLED, "a short fault must not shut a room"
        assert {entry["phase"] for entry in entries} <= {None, "open"}
        for phone in room:
            _was_answered(phone)
            _heard_it_all(phone, entries)
            _was_kept_to_their_words(phone, entries)
    _was_quick(evening)


def hears(phone: Phone) -> set[str]:
    """The streams of whoever holds this phone."""
    return {"room", *(STAFF_HEARS if phone.ticket.staff else {phone.key})}


def standing(phones: Iterable[Phone]) -> str:
    """How everybody stands, in a line, without what they said."""
    counted = Counter(
        f"ended {phone.ended}" if phone.ended else "live" if phone.is_live else f"away {phone.losses[-1:]}"
        for phone in phones
    )
    open_ = [(phone.ticket.room, phone.ticket.place, len(phone.outbox.open)) for phone in phones if phone.outbox.open]
    cursors = sorted((phone.ticket.room, phone.streams.cursor("room")) for phone in phones)
    return f"{dict(counted)}, open {open_[:12]}, cursors {sorted(set(cursors))}"


def _was_answered(phone: Phone) -> None:
    box = phone.outbox
    assert phone.ended is None
    assert box.refused == []
    # The server answers within five seconds; a page gives a busy machine three more before it takes it for silence.
    assert box.silences == 0


def _heard_it_all(phone: Phone, entries: list[Told]) -> None:
    """Every entry of every stream of theirs, in the database's order, once, and nothing else."""
    assert phone.streams.contradictions == []
    theirs = hears(phone)
    for name in theirs | phone.streams.all.keys():
        assert name in theirs
        stored = [entry for entry in entries if entry["stream"] == name]
        heard = phone.streams.all[name].entries if name in phone.streams.all else []
        assert [entry["pos"] for entry in stored] == list(range(1, len(stored) + 1))
        assert [_as_heard(entry, phone.key) for entry in stored] == [_plain(entry) for entry in heard]


def _as_heard(entry: Told, reader: str) -> tuple[Any, ...]:
    kind, _, number = entry["author"].partition(":")
    author = {kind: int(number) if kind == "seat" else number or True}
    ref = entry["ref"] if entry["asker"] == entry["author"] == reader else None
    return (entry["pos"], entry["kind"], entry["body"], author if entry["kind"] in WORDS else None, ref)


def _plain(frame: Told) -> tuple[Any, ...]:
    author = frame["from"] if frame["kind"] in WORDS else None
    return (frame["pos"], frame["kind"], frame.get("body"), author, frame.get("ref"))


def _was_kept_to_their_words(phone: Phone, entries: list[Told]) -> None:
    """What was acknowledged is stored where it was said to be, once; what was not is not."""
    stored = {entry["ref"]: entry for entry in entries if entry["asker"] == phone.key and entry["ref"]}
    for ref, ask in phone.outbox.acknowledged.items():
        assert ask.ok is not None
        found = stored[ref]
        assert (found["stream"], found["pos"]) == (ask.ok["stream"], ask.ok["pos"])
        assert "held" not in ask.ok
        assert found["body"] == ask.frame.get("body")
    allowed = set(phone.outbox.acknowledged) | set(phone.flooded)
    assert stored.keys() <= allowed, "what nobody asked for, or was refused, is not written"
    assert {ref for ref, answer in phone.flooded.items() if answer and answer["type"] == "ok"} <= stored.keys()


def _was_quick(evening: Evening) -> None:
    seen = evening.noted()
    if not evening.away:
        assert percentile(seen.returns, 0.95) < BACK_WITHIN
    assert seen.grown < MOST_GROWN
    knocks = sorted(knock for phone in evening.phones if phone not in evening.apart for knock in phone.knocks)
    if len(knocks) > 20:
        assert percentile(knocks, 0.95) - percentile(knocks, 0.05) > 0.1, "they must not all come back in one knock"
