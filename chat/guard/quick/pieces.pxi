# What may be said: the reader's `finding` and `standing`. Read into `look.pyx`.

cdef class Pieces:
    """The pieces of all phrases, and what they are pieces of."""

    # Where a first word leads, where a further one does, how many words lead there, which pieces end there.
    cdef const int[::1] firsts, next_nodes, depths, pieces_at, pieces
    cdef const uint64_t[::1] next_keys
    # By their rarest piece: rows of groups, and ways; the rows of each way; the pieces of each row, with their gaps.
    cdef const int[::1] rows_at, rows, ways_at, ways, way_at, way_rows, steps_at, steps
    # Of rows of groups, which come first: the piece that the group is.
    cdef const int[::1] whose
    cdef int[::1] next_slots
    # In which message a piece was met last, or a row fell due; the pieces met in this one, and the last place of each.
    cdef int[::1] met, due, queue, last_place
    cdef int now, queued, placed, tried
    # Where pieces stand: first and last word, and the place of the same piece that was found before.
    cdef int first[MOST_PLACES]
    cdef int last[MOST_PLACES]
    cdef int before[MOST_PLACES]

    def __init__(self, tables):
        """Take the tables by their names."""
        self.firsts, self.depths = tables["firsts"], tables["depths"]
        self.pieces_at, self.pieces = tables["pieces_at"], tables["pieces"]
        self.next_keys, self.next_nodes = tables["next_keys"], tables["next_nodes"]
        self.rows_at, self.rows, self.ways_at, self.ways = (
            tables["rows_at"], tables["rows"], tables["ways_at"], tables["ways"],
        )
        self.way_at, self.way_rows, self.steps_at, self.steps = (
            tables["way_at"], tables["way_rows"], tables["steps_at"], tables["steps"],
        )
        self.whose = tables["whose"]
        self.next_slots = _where_found(self.next_keys)
        many = self.ways_at.shape[0]
        self.met, self.queue, self.last_place = _zeros(many), _zeros(many), _zeros(many)
        self.due = _zeros(self.whose.shape[0])

    cdef bint may_be_said(self, const int* words, int many, int now) noexcept:
        """Whether any phrase of a rule may be there, or too much is to know."""
        cdef int open_nodes[MOST_OPEN]
        cdef int opened = 0, kept, at, each, node
        self.now, self.queued, self.placed, self.tried = now, 0, 0, 0
        for at in range(many):
            kept = 0
            for each in range(opened):
                node = self._next(open_nodes[each], words[at])
                if node >= 0:
                    open_nodes[kept] = node
                    kept += 1
                    self._met_at(node, at)
            node = self.firsts[words[at]]
            if node >= 0:
                if kept == MOST_OPEN:
                    return True
                open_nodes[kept] = node
                kept += 1
                self._met_at(node, at)
            opened = kept
        for each in range(self.whose.shape[0]):
            if self.due[each] == now:
                self._place_group(each)
        for at in range(self.queued):
            each = self.queue[at]
            for node in range(self.ways_at[each], self.ways_at[each + 1]):
                if self._may_stand(self.ways[node]):
                    return True
        return self._is_crowded()

    cdef inline int _next(self, int node, int word) noexcept:
        cdef int found = _found(self.next_slots, self.next_keys, <uint64_t> node << WORD_BITS | <uint64_t> word)
        return UNKNOWN if found == UNKNOWN else self.next_nodes[found]

    cdef inline void _met_at(self, int node, int last) noexcept:
        cdef int at
        for at in range(self.pieces_at[node], self.pieces_at[node + 1]):
            self._meet(self.pieces[at], last + 1 - self.depths[node], last)

    cdef void _meet(self, int piece, int first, int last) noexcept:
        """Notes that a piece stands there; what it is the rarest piece of falls due."""
        cdef int at
        if self.placed == MOST_PLACES:
            return
        if self.met[piece] != self.now:
            self.met[piece] = self.now
            self.last_place[piece] = NOWHERE
            self.queue[self.queued] = piece
            self.queued += 1
            for at in range(self.rows_at[piece], self.rows_at[piece + 1]):
                self.due[self.rows[at]] = self.now
        self.first[self.placed], self.last[self.placed] = first, last
        self.before[self.placed] = self.last_place[piece]
        self.last_place[piece] = self.placed
        self.placed += 1

    cdef void _place_group(self, int row) noexcept:
        """Notes a group wherever a row of it stands; those it names have been placed before it."""
        cdef int step = self.steps_at[row], piece = self.steps[2 * step], place
        if not self._all_met(row):
            return
        place = self.last_place[piece]
        while place != NOWHERE:
            self._go_on(row, step + 1, self.first[place], self.last[place])
            place = self.before[place]

    cdef void _go_on(self, int row, int step, int first, int last) noexcept:
        cdef int place
        if step == self.steps_at[row + 1]:
            self._meet(self.whose[row], first, last)
            return
        place = self.last_place[self.steps[2 * step]]
        while place != NOWHERE and not self._is_crowded():
            self.tried += 1
            if last < self.first[place] <= last + 1 + self.steps[2 * step + 1]:
                self._go_on(row, step + 1, first, self.last[place])
            place = self.before[place]

    cdef inline bint _is_crowded(self) noexcept:
        return self.placed == MOST_PLACES or self.tried >= MOST_TRIED

    cdef bint _may_stand(self, int way) noexcept:
        """Whether all rows of a way stand somewhere."""
        cdef int at
        for at in range(self.way_at[way], self.way_at[way + 1]):
            if not self._all_met(self.way_rows[at]):
                return False
        for at in range(self.way_at[way], self.way_at[way + 1]):
            if not self._stands(self.way_rows[at]):
                return False
        return True

    cdef inline bint _all_met(self, int row) noexcept:
        cdef int step
        for step in range(self.steps_at[row], self.steps_at[row + 1]):
            if self.met[self.steps[2 * step]] != self.now:
                return False
        return True

    cdef bint _stands(self, int row) noexcept:
        cdef int step = self.steps_at[row], place = self.last_place[self.steps[2 * step]]
        while place != NOWHERE:
            if self._follows(row, step + 1, self.last[place]):
                return True
            place = self.before[place]
        return False

    cdef bint _follows(self, int row, int step, int last) noexcept:
        """Whether the rest of a row follows behind a word."""
        cdef int place
        if step == self.steps_at[row + 1]:
            return True
        place = self.last_place[self.steps[2 * step]]
        while place != NOWHERE:
            self.tried += 1
            if self._is_crowded():
                return True
            if last < self.first[place] <= last + 1 + self.steps[2 * step + 1]:
                if self._follows(row, step + 1, self.last[place]):
                    return True
            place = self.before[place]
        return False
