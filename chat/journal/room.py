"""A session as the journal knows it between batches: its fold, its key, its place in the chain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chat import chain
from chat.fold import Fold
from chat.protocol.entry import Entry
from chat.store import HeadRow, SavedEntry
from chat.verbs import Draft
from cohorts.seal import new_data_key


@dataclass(slots=True)
class JournalRoom:
    """Good for as long as its turn is the head's. Thrown away when a transaction fails."""

    pk: int
    session: str
    data_key: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    fold: Fold = field(default_factory=Fold, repr=False)
    digest: bytes = chain.START
    #: Who asked for what in every entry until now, as hashes: what is not among them was never answered by one.
    _answered: set[int] = field(default_factory=set, repr=False)

    @classmethod
    def new(cls, pk: int, session: str) -> JournalRoom:
        """A session nobody has said anything in."""
        key = new_data_key()
        return cls(pk, session, key, chain.wrap(key, session))

    @classmethod
    def behind(cls, session: str, head: HeadRow) -> JournalRoom:
        """A session that has entries; they are still to be read."""
        return cls(head.session_pk, session, chain.unwrap(head.data_key, session), head.data_key)

    def rewrapped(self, head: HeadRow) -> bool:
        """Take the head's wrapping of our own key; whether it is ours."""
        if chain.unwrap(head.data_key, self.session) != self.data_key:
            return False
        self.wrapped = head.data_key
        return True

    def as_it_began(self) -> JournalRoom:
        """The same session and key before its first entry; all are still to be read."""
        return JournalRoom(self.pk, self.session, self.data_key, self.wrapped)

    def precedes(self, row: SavedEntry) -> bool:
        """Whether this row, if it is the next, was chained to the last words that are known here, if any are."""
        if self.fold.turn == 0 or row.turn != self.fold.turn + 1:
            return True
        return chain.digest_after(self.digest, self.session, row) == row.digest

    def catch_up(self, row: SavedEntry) -> None:
        """Fold in what another worker wrote."""
        self._note(row)
        self.fold.apply(chain.open_entry(row, self.session, self.data_key))
        self.digest = row.digest

    def write(
        self, drafts: tuple[Draft, ...], asker: str, ref: str | None, at: datetime
    ) -> list[tuple[Entry, SavedEntry]]:
        """Number, seal and chain the entries of one request. Nothing is kept until `accept`."""
        written: list[tuple[Entry, SavedEntry]] = []
        heads, digest = dict(self.fold.heads), self.digest
        for turn, draft in enumerate(drafts, self.fold.turn + 1):
            pos = heads[draft.stream] = heads.get(draft.stream, 0) + 1
            entry = Entry(
                self.session, turn, draft.stream, pos, draft.author or asker, asker,
                None if written else ref, draft.of, at, draft.content,
            )  # fmt: skip
            row = chain.close_entry(entry, self.pk, self.data_key, digest)
            digest = row.digest
            written.append((entry, row))
        return written

    def accept(self, written: list[tuple[Entry, SavedEntry]]) -> None:
        """Take written entries into the state that later requests of this batch see."""
        for entry, row in written:
            self._note(row)
            self.fold.apply(entry)
            self.digest = row.digest

    def may_have_answered(self, asker: str, ref: str) -> bool:
        """Whether an entry may have answered this; False only where surely none has, once the room is at its head."""
        return hash((asker, ref)) in self._answered

    def _note(self, row: SavedEntry) -> None:
        if row.ref:
            self._answered.add(hash((row.asker, row.ref)))
