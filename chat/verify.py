"""Walking a session's chain: every entry there, unchanged, in its place, and none cut off.

Words that were erased are gone rightly where a later entry of the same chain names their turn; all entries of a
session are, where an act of its cohort's chain says so with the digest of the head, which stays without its key.

What this cannot see is a whole database put back to an older day: for that the heads have to be
kept somewhere else as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from chat import chain, purged
from chat.models import EntryRow, Head
from chat.protocol.entry import SYSTEM
from chat.protocol.team import Erased
from chat.store import SavedEntry
from cohorts import chains
from cohorts.models import Session
from cohorts.seal import Unsealable

#: A session's head, and what the act says by which its words went.
Stands = tuple[Head | None, dict[str, Any] | None]
#: In a room in which people talk the head is another one each time.
_MORE_TRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Broken:
    """The first bad entry of a session, by place and in words; never by what it says."""

    session: str
    turn: int
    what: str

    def __str__(self) -> str:
        """One line for an operator."""
        return f"session {self.session}: turn {self.turn}: {self.what}"


def verify(session: Session) -> tuple[int, Broken | None]:
    """How many entries were walked, and the first that is wrong, if one is.

    Also while people talk: what is written after the head was read is not looked at. And while words go: it is walked
    anew if it stands otherwise by then.
    """
    stood = _as_it_stands(session)
    found = _walked(session, *stood)
    for _ in range(_MORE_TRIES):
        now = _as_it_stands(session)
        if found[1] is None or _alike(stood, now):
            break
        stood, found = now, _walked(session, *now)
    return found


def _alike(one: Stands, other: Stands) -> bool:
    """Whether no words went between two looks."""
    (head, gone), (now, then) = one, other
    keys = [bool(each and each.data_key) for each in (head, now)]
    return keys[0] == keys[1] and (gone is None) == (then is None) and (head and head.turn) == (now and now.turn)


def _walked(session: Session, head: Head | None, gone: dict[str, Any] | None) -> tuple[int, Broken | None]:
    if gone is not None or (head is not None and not head.data_key):
        what = purged.wrong(session, head, gone)
        return 0, Broken(session.public_id, 1, what) if what else None
    walk = _Walk(session.public_id, head)
    for row in _rows(session, head):
        if (what := walk.step(row)) is not None:
            return walk.turn, Broken(session.public_id, walk.turn + 1, what)
    if (what := walk.end()) is None and _has_more_than(session, head):
        what = f"there are entries after the head, which stands at turn {walk.turn}" if head else "the head is missing"
    if what is None and (turn := walk.erased()) is not None:
        return walk.turn, Broken(session.public_id, turn, "its words are gone, and no later entry says so")
    return walk.turn, Broken(session.public_id, walk.turn + 1, what) if what else None


def verify_all(sessions: Iterable[Session]) -> Iterator[tuple[Session, int, Broken | None]]:
    """Each session in turn, with what was found."""
    for session in sessions:
        walked, broken = verify(session)
        yield session, walked, broken


def heads() -> Iterator[chains.Standing]:
    """Where the chain of each session stands."""
    rows = Head.objects.values_list("session__public_id", "turn", "at", "digest")
    for name, turn, at, digest in rows.iterator():
        yield chains.Standing(name, turn, at, bytes(digest))


def digest_at(name: str, turn: int) -> bytes | None:
    """What stands at a turn of a session, or None; also where its words were erased."""
    found = EntryRow.objects.filter(session__public_id=name, turn=turn).values_list("digest", flat=True).first()
    if found is not None:
        return bytes(found)
    head = Head.objects.select_related("session").filter(session__public_id=name).first()
    if head is None or head.turn < turn or purged.wrong(head.session, head, purged.act_of(head.session)):
        return None
    return bytes(head.digest) if head.turn == turn else chains.LET_GO


def _as_it_stands(session: Session) -> Stands:
    """Its head, and what the act says by which its words went: both of one moment, as they may go while we look."""
    while True:
        head = Head.objects.filter(session=session).first()
        gone = purged.act_of(session)
        if gone is None or head is None or not head.data_key:
            return head, gone
        if Head.objects.filter(session=session).exclude(data_key=b"").exists():
            return head, gone


def _rows(session: Session, head: Head | None) -> Iterator[SavedEntry]:
    """Up to the head; without one, all there is."""
    columns = [*SavedEntry._fields[1:]]
    upto = {"turn__lte": head.turn} if head else {}
    rows = EntryRow.objects.filter(session=session, **upto).order_by("turn").values_list(*columns)
    for row in rows.iterator(chunk_size=500):
        *plain, sealed, hash_, digest = row
        yield SavedEntry._make([session.pk, *plain, bytes(sealed), bytes(hash_), bytes(digest)])


def _has_more_than(session: Session, head: Head | None) -> bool:
    """Whether there are entries past a head that has stayed where it was."""
    turn = head.turn if head else 0
    if not EntryRow.objects.filter(session=session, turn__gt=turn).exists():
        return False
    return Head.objects.filter(session=session).values_list("turn", flat=True).first() == (head.turn if head else None)


class _Walk:
    """Where the walk stands: the last good turn, its digest, the position in each stream."""

    def __init__(self, session: str, head: Head | None) -> None:
        self.turn = 0
        self._session, self._head = session, head
        self._digest = chain.START
        self._heads: dict[str, int] = {}
        #: Turns without words that no later entry has named yet.
        self._unnamed: list[int] = []
        self._key = self._data_key()

    def _data_key(self) -> bytes | None:
        if self._head is None:
            return None
        try:
            return chain.unwrap(bytes(self._head.data_key), self._session)
        except Unsealable:
            return None

    def step(self, row: SavedEntry) -> str | None:
        """Take the next row; what is wrong with it, in words, or None."""
        if row.turn != self.turn + 1:
            return f"missing; the next one there is turn {row.turn}"
        if (what := self._wrong(row)) is not None:
            return f"{what} ({row.stream} #{row.pos}, by {_kind_of(row.author)})"
        self.turn, self._digest = row.turn, row.digest
        self._heads[row.stream] = row.pos
        return None

    def _wrong(self, row: SavedEntry) -> str | None:
        if row.sealed != chain.NOTHING and chain.hash_of(row.sealed) != row.hash:
            return "its sealed words were changed"
        if chain.digest_after(self._digest, self._session, row) != row.digest:
            return "it was changed, inserted or moved"
        if row.pos != self._heads.get(row.stream, 0) + 1:
            return "its position does not follow the one before"
        return self._unopened(row)

    def _unopened(self, row: SavedEntry) -> str | None:
        if self._head is None:
            return None
        if self._key is None:
            return "its key cannot be opened with this key ring"
        try:
            content = chain.open_entry(row, self._session, self._key).content
        except Unsealable:
            return "its words do not open with the session's key"
        if row.sealed == chain.NOTHING:
            self._unnamed.append(row.turn)
        elif isinstance(content, Erased):
            if back := set(content.turns).difference(self._unnamed):
                return f"it says that the words of turn {min(back)} were erased, and they are there"
            self._unnamed = [turn for turn in self._unnamed if turn not in content.turns]
        return None

    def end(self) -> str | None:
        """What is wrong with the end of the chain, or None."""
        head = self._head
        if head is None:
            return None
        if bytes(head.seal) != chain.head_seal(self._session, head.turn, bytes(head.digest)):
            return "the head was changed"
        if head.turn > self.turn:
            return f"missing; the tail is cut, the head stands at turn {head.turn}"
        if bytes(head.digest) != self._digest:
            return "the head does not fit the last entry"
        return None

    def erased(self) -> int | None:
        """The first turn whose words are gone without a later entry that says so, or None."""
        return self._unnamed[0] if self._unnamed else None


def _kind_of(author: str) -> str:
    """A seat, staff or the system: enough to find it, and no more."""
    return author if author == SYSTEM else author.partition(":")[0]


chains.register("session", chains.Chains(heads, digest_at))
