# Tables to look things up in: numbers found by keys. Read into `look.pyx`.

cdef inline uint64_t scattered(uint64_t key) noexcept:
    """Where a key is looked for first, before it is cut to the size of its table."""
    key ^= key >> 31
    key *= <uint64_t> 0x9E3779B97F4A7C15
    return key ^ (key >> 29)


cdef inline uint64_t of_letters(const char* word, int size) noexcept:
    """Where a word is looked for first (FNV-1a, scattered)."""
    cdef uint64_t key = <uint64_t> 0xCBF29CE484222325
    cdef int at
    for at in range(size):
        key = (key ^ <unsigned char> word[at]) * <uint64_t> 0x100000001B3
    return scattered(key)


def _zeros(size):
    return array("i", bytes(4 * max(1, size)))


def _slots(many):
    """Places for so many, all free; half of them stay so, that what is not there is soon not found."""
    return array("i", [UNKNOWN]) * (1 << max(1, 2 * many - 1).bit_length())


cdef int[::1] _where_found(const uint64_t[::1] keys):
    """The number of each key where it is found: at the first free place from where it is looked for."""
    cdef int[::1] slots = _slots(keys.shape[0])
    cdef uint64_t mask = slots.shape[0] - 1, slot
    cdef int number
    for number in range(keys.shape[0]):
        slot = scattered(keys[number]) & mask
        while slots[slot] != UNKNOWN:
            slot = (slot + 1) & mask
        slots[slot] = number
    return slots


cdef inline int _found(const int[::1] slots, const uint64_t[::1] keys, uint64_t key) noexcept:
    cdef uint64_t mask = slots.shape[0] - 1, slot = scattered(key) & mask
    while slots[slot] != UNKNOWN:
        if keys[slots[slot]] == key:
            return slots[slot]
        slot = (slot + 1) & mask
    return UNKNOWN
