# What may be said: the reader's `finding` and `glance`. Read into `look.pyx`.

cdef class Pieces:
    """The pieces of all phrases, and which of them set off more."""

    # Where a first word leads, where a further one does, which pieces end there.
    cdef const int[::1] firsts, next_nodes, pieces_at, pieces
    cdef const uint64_t[::1] next_keys
    # By their rarest piece: the ways, and the rows of groups, each with what else it needs.
    cdef const int[::1] ways_at, ways, rows_at, rows
    cdef int[::1] next_slots
    # In which message a piece was met last; those met in this one; rows whose second piece was not met yet.
    cdef int[::1] met, queue, waiting
    cdef int now, queued, waits

    def __init__(self, tables):
        """Take the tables by their names."""
        self.firsts, self.pieces_at, self.pieces = tables["firsts"], tables["pieces_at"], tables["pieces"]
        self.next_keys, self.next_nodes = tables["next_keys"], tables["next_nodes"]
        self.ways_at, self.ways = tables["ways_at"], tables["ways"]
        self.rows_at, self.rows = tables["rows_at"], tables["rows"]
        self.next_slots = _where_found(self.next_keys)
        many = self.ways_at.shape[0]
        self.met, self.queue, self.waiting = _zeros(many), _zeros(many), _zeros(self.rows.shape[0])

    cdef bint may_be_said(self, const int* words, int many, int now) noexcept:
        """Whether any phrase of a rule may be there."""
        cdef int open_nodes[MOST_OPEN]
        cdef int opened = 0, kept, at, each, node, word
        self.now, self.queued, self.waits = now, 0, 0
        for at in range(many):
            word, kept = words[at], 0
            for each in range(opened):
                node = self._next(open_nodes[each], word)
                if node >= 0:
                    open_nodes[kept] = node
                    kept += 1
                    self._met_at(node)
            node = self.firsts[word]
            if node >= 0:
                if kept == MOST_OPEN:
                    return True
                open_nodes[kept] = node
                kept += 1
                self._met_at(node)
            opened = kept
        self._meet_groups()
        for at in range(self.queued):
            each = self.queue[at]
            for node in range(self.ways_at[each], self.ways_at[each + 1]):
                if self._is_met(self.ways[2 * node]) and self._is_met(self.ways[2 * node + 1]):
                    return True
        return False

    cdef inline int _next(self, int node, int word) noexcept:
        cdef int found = _found(self.next_slots, self.next_keys, <uint64_t> node << WORD_BITS | <uint64_t> word)
        return UNKNOWN if found == UNKNOWN else self.next_nodes[found]

    cdef inline bint _is_met(self, int piece) noexcept:
        return piece == NO_PIECE or self.met[piece] == self.now

    cdef inline void _meet(self, int piece) noexcept:
        if self.met[piece] != self.now:
            self.met[piece] = self.now
            self.queue[self.queued] = piece
            self.queued += 1

    cdef inline void _met_at(self, int node) noexcept:
        cdef int at
        for at in range(self.pieces_at[node], self.pieces_at[node + 1]):
            self._meet(self.pieces[at])

    cdef void _meet_groups(self) noexcept:
        """Meets every group of which a row may be there; one may be a piece of the next."""
        cdef int done = 0, piece, at, waits, before
        while True:
            while done < self.queued:
                piece = self.queue[done]
                done += 1
                for at in range(self.rows_at[piece], self.rows_at[piece + 1]):
                    if self._is_met(self.rows[2 * at]):
                        self._meet(self.rows[2 * at + 1])
                    else:
                        self.waiting[self.waits] = at
                        self.waits += 1
            before = self.queued
            for waits in range(self.waits):
                at = self.waiting[waits]
                if self._is_met(self.rows[2 * at]):
                    self._meet(self.rows[2 * at + 1])
            if self.queued == before:
                return
