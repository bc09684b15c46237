# What may be said: the reader's `finding` and `standing`. Read into `look.pyx`.

cdef class Pieces:
    """The pieces of all phrases, and what they are pieces of."""

    # Where a first word leads, where a further one does, how many words lead there; of rare pieces, which end there.
    cdef const int[::1] firsts, next_nodes, depths, rare_at, rare
    cdef const uint64_t[::1] next_keys
    # Where each piece ends. By their rarest piece: rows of groups, and ways.
    cdef const int[::1] nodes_at, nodes, rows_at, rows, ways_at, ways
    # The rows of each way; the pieces of each row, with their gaps; of rows of groups, which come first, the group.
    cdef const int[::1] way_at, way_rows, steps_at, steps, whose
    cdef int[::1] next_slots
    # In which message a node, a rare piece or any piece was met last, or a row fell due; the rare pieces of this one.
    cdef int[::1] node_met, rare_met, looked, due, queue
    cdef int now, queued, placed, tried
    # Places of nodes and of pieces: first and last word, and the place of the same one that was found before.
    cdef int[::1] at_node, at_piece
    cdef int first[MOST_PLACES]
    cdef int last[MOST_PLACES]
    cdef int before[MOST_PLACES]

    def __init__(self, tables):
        """Take the tables by their names."""
        self.firsts, self.depths = tables["firsts"], tables["depths"]
        self.next_keys, self.next_nodes = tables["next_keys"], tables["next_nodes"]
        self.rare_at, self.rare = tables["rare_at"], tables["rare"]
        self.nodes_at, self.nodes = tables["nodes_at"], tables["nodes"]
        self.rows_at, self.rows = tables["rows_at"], tables["rows"]
        self.ways_at, self.ways = tables["ways_at"], tables["ways"]
        self.way_at, self.way_rows = tables["way_at"], tables["way_rows"]
        self.steps_at, self.steps, self.whose = tables["steps_at"], tables["steps"], tables["whose"]
        self.next_slots = _where_found(self.next_keys)
        nodes, pieces = self.depths.shape[0], self.ways_at.shape[0]
        self.node_met, self.at_node, self.due = _zeros(nodes), _zeros(nodes), _zeros(self.whose.shape[0])
        self.rare_met, self.queue = _zeros(pieces), _zeros(pieces)
        self.looked, self.at_piece = _zeros(pieces), _zeros(pieces)

    cdef void forget(self) noexcept:
        """Meet nothing any more, as messages are counted anew."""
        self.node_met[:] = 0
        self.rare_met[:] = 0
        self.looked[:] = 0
        self.due[:] = 0

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
                    self._meet(node, at)
            node = self.firsts[words[at]]
            if node >= 0:
                if kept == MOST_OPEN:
                    return True
                open_nodes[kept] = node
                kept += 1
                self._meet(node, at)
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

    cdef inline void _meet(self, int node, int last) noexcept:
        """Notes that the words of a node stand there; most pieces are looked for only if a rare one is met."""
        cdef int at
        if self.node_met[node] != self.now:
            self.node_met[node] = self.now
            self.at_node[node] = NOWHERE
            for at in range(self.rare_at[node], self.rare_at[node + 1]):
                self._meet_rare(self.rare[at])
        self._place(&self.at_node[node], last + 1 - self.depths[node], last)

    cdef inline void _meet_rare(self, int piece) noexcept:
        """Notes a piece that is the rarest of something, which falls due."""
        cdef int at
        if self.rare_met[piece] != self.now:
            self.rare_met[piece] = self.now
            self.queue[self.queued] = piece
            self.queued += 1
            for at in range(self.rows_at[piece], self.rows_at[piece + 1]):
                self.due[self.rows[at]] = self.now

    cdef inline void _place(self, int* whose, int first, int last) noexcept:
        if self.placed < MOST_PLACES:
            self.first[self.placed], self.last[self.placed], self.before[self.placed] = first, last, whose[0]
            whose[0] = self.placed
            self.placed += 1

    cdef int _places(self, int piece) noexcept:
        """The last place of a piece, by itself or as a group whose rows were placed."""
        cdef int at, node, place
        if self.looked[piece] != self.now:
            self.looked[piece] = self.now
            self.at_piece[piece] = NOWHERE
            for at in range(self.nodes_at[piece], self.nodes_at[piece + 1]):
                node = self.nodes[at]
                if self.node_met[node] == self.now:
                    place = self.at_node[node]
                    while place != NOWHERE:
                        self._place(&self.at_piece[piece], self.first[place], self.last[place])
                        place = self.before[place]
        return self.at_piece[piece]

    cdef void _place_group(self, int row) noexcept:
        """Notes a group wherever a row of it stands; those it names have been placed before it."""
        cdef int step = self.steps_at[row], place
        if not self._all_met(row):
            return
        self._places(self.whose[row])
        place = self._places(self.steps[2 * step])
        while place != NOWHERE:
            self._go_on(row, step + 1, self.first[place], self.last[place])
            place = self.before[place]

    cdef void _go_on(self, int row, int step, int first, int last) noexcept:
        cdef int place
        if step == self.steps_at[row + 1]:
            self._place(&self.at_piece[self.whose[row]], first, last)
            self._meet_rare(self.whose[row])
            return
        place = self._places(self.steps[2 * step])
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
            if self._places(self.steps[2 * step]) == NOWHERE:
                return False
        return True

    cdef bint _stands(self, int row) noexcept:
        cdef int step = self.steps_at[row], place = self._places(self.steps[2 * step])
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
        place = self._places(self.steps[2 * step])
        while place != NOWHERE:
            self.tried += 1
            if self._is_crowded():
                return True
            if last < self.first[place] <= last + 1 + self.steps[2 * step + 1]:
                if self._follows(row, step + 1, self.last[place]):
                    return True
            place = self.before[place]
        return False
