"""A room that somebody in this process listens to."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from chat.facts import Facts, Roster
from chat.person import Person
from chat.presence import PresenceRow, attendance, staffed
from chat.protocol.closing import Close
from chat.protocol.contents import Aside, Eject, Readmit
from chat.protocol.contents import Phase as PhaseSet
from chat.protocol.entry import Entry
from chat.protocol.replies import People, Welcome
from chat.protocol.streams import seat_number, seat_stream
from cohorts.schedule import Phase, phase

from .listener import Listener
from .news import News
from .reader import Reader, Reading
from .ring import Item, Ring
from .snapshot import Line, presence_lines, struck_off, welcome

CHANGES_WHO_HEARS = (Aside, Eject, Readmit, PhaseSet)
#: All that is told of a socket.
_PLACE: Final = attrgetter("socket", "person", "left_at", "away_at", "stopped")
#: Sockets of one identity in one session; one more closes the oldest.
MOST_SOCKETS = 5


class LiveRoom:
    """Hands entries out strictly by turn; everything else follows from the fold."""

    def __init__(self, reading: Reading, entries: Iterable[Entry], reader: Reader, now: datetime) -> None:
        """Start from everything the database has."""
        self.reading, self._reader = reading, reader
        self.listeners: set[Listener] = set()
        self.idle_since = time.monotonic()
        self.presence_changed = False
        #: How often this process was told who is here: what was read before the last time is older than that.
        self.sightings = 0
        #: Whether nobody only seemed to be gone when people were last told who is here.
        self._told_surely = False
        self._over = False
        self._heard: dict[str, frozenset[str]] = {}
        self._ring = Ring()
        self._staffed = staffed(attendance(reading.sockets, now))
        self._shown = {for_staff: self._lines(now, for_staff) for for_staff in (True, False)}
        for entry in entries:
            self._take(entry)

    @property
    def turn(self) -> int:
        """The last turn handed out."""
        return self.reading.fold.turn

    @property
    def id(self) -> str:
        """The session's public id."""
        return self.reading.card.id

    # --- entries ----------------------------------------------------------------------------

    def take(self, entries: Iterable[Entry]) -> bool:
        """Hand out what comes next; False if something before it is missing here."""
        news: list[Item] = []
        whole = True
        for entry in entries:
            if entry.turn > self.turn + 1:
                whole = False
                break
            if entry.turn == self.turn + 1:
                news.append(self._take(entry))
        if news:
            self._hand_out(News(news, self._packed_for))
        return whole

    def contradicts(self, written: Sequence[Entry], after: datetime | None) -> bool:
        """Whether another entry was handed out in the place of one that this process has just written, or before it.

        `after` is when that was written which stands before it. Then the database fell back behind what this room was
        told, and grew again: no look at turns may ever show it.
        """
        if not self._ring.may_stand(written[0].turn - 1, after):
            return True
        return any(not self._ring.may_hold(entry) for entry in written if entry.turn <= self.turn)

    def _hand_out(self, news: News) -> None:
        for listener in self.listeners:
            listener.hear(news)

    async def catch_up(self) -> None:
        """Read what another process has written, without waiting to be told of it."""
        found = await self._reader.after({self.reading.card.pk: (self.reading, self.turn)})
        for entries in found.values():
            self.take(entries)

    def _take(self, entry: Entry) -> Item:
        self.reading.fold.apply(entry)
        item = Item(entry)
        self._ring.add(item)
        if isinstance(entry.content, CHANGES_WHO_HEARS):
            self._heard.clear()
        if isinstance(entry.content, Eject):
            self._close_seat(entry.stream, Close.NO_LONGER)
        elif isinstance(entry.content, Readmit):
            for listener in self._of(entry.stream):
                listener.rewind()
        return item

    async def next_page(self, listener: Listener, limit: int) -> list[Item]:
        """What follows a listener's cursors, from memory or from the database."""
        newest = self.turn
        if self._ring.covers(listener.turn, newest):
            return self._page_from_ring(listener, limit)
        after = {stream: listener.cursors.get(stream, 0) for stream in listener.hears}
        items = await self.stored_page(after, listener.turn, limit, upto=newest)
        listener.turn = items[-1].entry.turn if len(items) == limit else newest
        return items

    def _page_from_ring(self, listener: Listener, limit: int) -> list[Item]:
        page: list[Item] = []
        hears, cursors = listener.hears, listener.cursors
        for item in self._ring.after(listener.turn):
            entry = item.entry
            listener.turn = entry.turn
            if entry.stream in hears and entry.pos > cursors.get(entry.stream, 0):
                page.append(item)
                if len(page) == limit:
                    return page
        listener.turn = self.turn
        return page

    async def stored_page(
        self, after: Mapping[str, int], turn: int, limit: int, *, upto: int | None = None
    ) -> list[Item]:
        """A page from the database."""
        turns = (turn, self.turn if upto is None else upto)
        entries = await self._reader.page(self.reading, after, turns, limit)
        return [Item(entry) for entry in entries]

    def frame(self, item: Item, reader: Person) -> str:
        """An item as this reader may see it at this moment: what was removed has lost its body."""
        self._redact(item)
        return item.frame(reader)

    def packed(self, item: Item, reader: Person) -> bytes:
        """The same as a whole WebSocket frame."""
        self._redact(item)
        return item.packed(reader)

    def cool(self) -> None:
        """Let go of what is there only to be quick."""
        self._ring.cool()

    def _packed_for(self, item: Item, for_staff: bool) -> bytes:
        self._redact(item)
        return item.packed_for(staff=for_staff)

    def _redact(self, item: Item) -> None:
        removed = self.reading.fold.removed(item.entry)
        if removed and not item.removed:
            item.remove()
        elif item.removed and not removed:
            item.restore()

    # --- people -----------------------------------------------------------------------------

    def heard_by(self, person: Person) -> frozenset[str]:
        """The streams somebody may hear now; worked out anew when that may have changed."""
        if (heard := self._heard.get(person.key)) is None:
            heard = self._heard[person.key] = self.reading.fold.heard_by(person, over=self._over)
        return heard

    def knows(self, person: Person) -> bool:
        """Whether they are among those who have a place here, by the name they have now."""
        known = self.reading.roster.get(person.key)
        return known is not None and known.name == person.name and not known.left

    def read_people(self, roster: Roster) -> None:
        """Who has a place here, as the database has it; what that changes is told."""
        if roster != self.reading.roster:
            self.reading.roster = roster
            self.presence_changed = True

    def has_put_out(self, person: Person) -> bool:
        """Whether this seat was ejected and has not been brought back."""
        return person.seat is not None and self.reading.fold.seats[person.seat].ejected

    def saw(self, sockets: list[PresenceRow]) -> None:
        """Who is here, as the database has it."""
        self.sightings += 1
        self.reading.sockets = sockets
        self.presence_changed = True
        self._close_sixth()

    def saw_on_a_look(self, sockets: list[PresenceRow], sightings: int, now: datetime) -> bool:
        """Take what was read, unless this process was told of somebody meanwhile, who would be missing in it."""
        if self.sightings != sightings:
            return False
        if self._stands_as_told(sockets, now):
            self.reading.sockets = sockets
            # Of those who came at once some may have been told to this process before they began to listen.
            self._close_sixth()
        else:
            self.saw(sockets)
        return True

    def _stands_as_told(self, sockets: list[PresenceRow], now: datetime) -> bool:
        """Whether workers only gave signs of life: so it is most of the time, and then there is nothing to tell."""
        if not self._told_surely or any(row.lapsed(now) for row in sockets):
            return False
        return list(map(_PLACE, sockets)) == list(map(_PLACE, self.reading.sockets))

    def tell_people(self, now: datetime) -> None:
        """Send the lines that changed since they were last sent, to those who may see them."""
        self.presence_changed = False
        self._told_surely = not any(row.lapsed(now) for row in self.reading.sockets)
        news = self._staffed_anew(now)
        for for_staff, shown in list(self._shown.items()):
            lines = self._lines(now, for_staff)
            changed = [line for line in lines if line not in shown]
            # Nobody's leaving, for whatever cause, is announced to seats.
            off = struck_off(shown, lines) if for_staff else []
            self._shown[for_staff] = lines
            for listener in self.listeners if changed or off or news is not None else ():
                if listener.person.is_staff == for_staff:
                    listener.answer(People(changed, news, off or None))

    def _staffed_anew(self, now: datetime) -> bool | None:
        """Whether a facilitator is here, if that has changed since it was last told."""
        before, self._staffed = self._staffed, staffed(attendance(self.reading.sockets, now))
        return self._staffed if self._staffed != before else None

    def _lines(self, now: datetime, for_staff: bool) -> list[Line]:
        people = attendance(self.reading.sockets, now)
        return presence_lines(self.reading.roster.values(), people, for_staff=for_staff)

    def welcome(self, reader: Person, now: datetime) -> Welcome:
        """The first frame for somebody who listens from this turn on."""
        self._look_at_the_clock(now)
        reading = self.reading
        people = attendance(reading.sockets, now)
        facts = Facts(reading.meeting, now, reading.fold, people, reading.roster)
        return welcome(reading.card, facts, reader)

    def sends_away(self, now: datetime) -> bool:
        """Whether it is over for somebody who is still here, as far as this process has read."""
        self._look_at_the_clock(now)
        if not self._over:
            return False
        seats = self.reading.fold.seats
        here = {each.person.seat for each in self.listeners if each.closing is None}
        return any(seat is not None and not seats[seat].kept_open for seat in here)

    def end(self, now: datetime) -> None:
        """Once it is over, seats go, save those who still have something open with staff."""
        if self.reading.card.cancelled:
            for listener in list(self.listeners):
                listener.close(Close.OVER)
        self._look_at_the_clock(now)
        if not self._over:
            return
        for number, seat in self.reading.fold.seats.items():
            if not seat.kept_open:
                self._close_seat(seat_stream(number), Close.OVER)

    def _look_at_the_clock(self, now: datetime) -> None:
        """Once it is over it stays so, whether or not a loop has come to say it."""
        if not self._over and phase(self.reading.card.times, self.reading.fold.mark, now) is Phase.OVER:
            self._over = True
            self._heard.clear()

    def _close_seat(self, stream: str, code: Close) -> None:
        """After what they may still hear, which says why."""
        for listener in self._of(stream):
            listener.close(code, after_the_rest=True)

    def _close_sixth(self) -> None:
        """The newest five sockets of an identity stay, wherever they are; each hub closes its own."""
        mine = {listener.socket: listener for listener in self.listeners}
        by_person: dict[str, list[str]] = {}
        for row in self.reading.sockets:
            if row.left_at is None and not row.stopped:
                by_person.setdefault(row.person, []).append(row.socket)
        for sockets in by_person.values():
            for socket in sockets[:-MOST_SOCKETS]:
                if socket in mine:
                    mine[socket].close(Close.TOO_MANY)

    def _of(self, stream: str) -> list[Listener]:
        number = seat_number(stream)
        return [each for each in self.listeners if number is not None and each.person.seat == number]
