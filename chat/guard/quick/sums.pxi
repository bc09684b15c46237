# What words weigh: the reader's `scale`. Read into `look.pyx`.

cdef class Sums:
    """What plain words weigh, and rows of them."""

    # Of each word; of each row; the least that is something, by the number of words.
    cdef const int[::1] weights, least
    cdef const short[::1] row_weights
    cdef const uint64_t[::1] row_keys
    cdef int[::1] row_slots
    cdef int begins, ends, asks, between
    # In which message a word was said last.
    cdef int[::1] said

    def __init__(self, tables):
        """Take the tables by their names."""
        self.weights, self.least = tables["weights"], tables["least"]
        self.row_keys, self.row_weights = tables["row_keys"], tables["row_weights"]
        _, self.begins, self.ends, self.asks, self.between = tables["signs"]
        self.row_slots, self.said = _where_found(self.row_keys), _zeros(len(tables["are"]))

    cdef bint are_light(self, int* words, int many, bint question, int now) noexcept:
        """Whether the words weigh so little that danger is surely unlikely."""
        cdef long long sums[CLASSES]
        cdef int at, each, size = many + 2, word
        words[0] = self.begins
        words[many + 1] = self.ends
        if question:
            words[size] = self.asks
            size += 1
        for each in range(CLASSES):
            sums[each] = 0
        for at in range(size):
            word = words[at]
            if self.said[word] != now:
                self.said[word] = now
                for each in range(CLASSES):
                    sums[each] += self.weights[CLASSES * word + each]
        for at in range(size - 1):
            self._add_row(sums, words[at], words[at + 1], NO_WORD)
        for at in range(size - 2):
            self._add_row(sums, words[at], words[at + 1], words[at + 2])
            self._add_row(sums, words[at], self.between, words[at + 2])
        for each in range(CLASSES):
            if sums[each] >= self.least[CLASSES * many + each]:
                return False
        return True

    cdef inline void _add_row(self, long long* sums, int one, int two, int three) noexcept:
        cdef uint64_t pair = <uint64_t> one << 2 * WORD_BITS | <uint64_t> two << WORD_BITS
        cdef int each, row = _found(self.row_slots, self.row_keys, pair | <uint64_t> three)
        if row != UNKNOWN:
            for each in range(CLASSES):
                sums[each] += self.row_weights[CLASSES * row + each]
