# What is written, and what leads to somebody: the reader's `letters`, `typed`, `plain`, and the glance of `contacts`.
# Read into `look.pyx`.

cdef inline bint is_digit(char sign) noexcept:
    return b"0" <= sign <= b"9"


cdef inline bint is_small(char sign) noexcept:
    return b"a" <= sign <= b"z"


cdef inline bint is_capital(char sign) noexcept:
    return b"A" <= sign <= b"Z"


cdef inline bint is_of_word(char sign) noexcept:
    return is_small(sign) or is_digit(sign) or is_capital(sign)


cdef inline bint is_blank(char sign) noexcept:
    return sign == b" " or sign == b"\n"


cdef inline bint only_parts(char sign) noexcept:
    """Whether a sign parts words and says nothing besides."""
    return sign == b"," or sign == b"?" or sign == b";" or sign == b'"' or sign == b"-" or sign == b")" or sign == b"\n"


cdef inline bint begins_closely(char sign) noexcept:
    """Whether a sign parts words, and may begin more than words."""
    return sign == b"(" or sign == b"[" or sign == b"]" or sign == b"<" or sign == b">" or sign == b"=" or sign == b"%"


cdef inline bint ends_a_link(const char* word, int size) noexcept:
    """Whether a word behind a full stop may be the end of an address."""
    if size == 2:
        return (
            memcmp(word, b"me", 2) == 0 or memcmp(word, b"co", 2) == 0 or memcmp(word, b"uk", 2) == 0
            or memcmp(word, b"io", 2) == 0 or memcmp(word, b"gg", 2) == 0
        )
    return size == 3 and (memcmp(word, b"com", 3) == 0 or memcmp(word, b"org", 3) == 0 or memcmp(word, b"net", 3) == 0)


cdef class Typed:
    """A message as typed: the plain words it comes to, if all its signs part words and all its words are known."""

    # Listed words: the letters of each, what it is, the plain words it means and the one it is.
    cdef const int[::1] letters_at, kinds, meant_at, meant, itself
    cdef const unsigned char[::1] letters
    # What each plain word is; what 's, 'd, 'll, 've and 're are read as.
    cdef const int[::1] are, endings
    cdef int[::1] slots
    cdef int me
    # Of one message: the plain words, after one place that stays free, and whether it asks.
    cdef int words[MOST_WORDS + 3]
    cdef int many
    cdef bint question
    # Its last word as typed; what all its words are, how many are digits, numbers and single letters.
    cdef char typed[LONGEST + 1]
    cdef int length, every, digits, numbers, singles, in_a_row
    cdef bint spelt, coded, single, capital, capital_later, small_later
    # Whether anything is there that a way to somebody may have.
    cdef bint closely

    def __init__(self, tables):
        """Take the tables by their names."""
        self.letters_at, self.letters, self.kinds = tables["letters_at"], tables["letters"], tables["kinds"]
        self.meant_at, self.meant, self.itself = tables["meant_at"], tables["meant"], tables["itself"]
        self.are, self.endings, self.me = tables["are"], tables["endings"], tables["signs"][0]
        self.slots = self._where_found()

    cdef bint read(self, const char* at, Py_ssize_t size) noexcept:
        """Whether the plain words are known; notes them."""
        cdef Py_ssize_t place = 0
        cdef bint behind_stop = False
        cdef char sign
        self.many = self.every = self.digits = self.numbers = self.singles = self.in_a_row = 0
        self.spelt = self.coded = self.single = self.capital = self.question = False
        self.capital_later = self.small_later = self.closely = False
        while place < size:
            sign = at[place]
            if is_of_word(sign):
                place = self._typed_at(at, place, size)
                if place < 0 or not self._taken(behind_stop):
                    return False
                self.closely |= self.digits > 0 and not self._is_amount(at, place, size)
                behind_stop = False
                continue
            if sign == b" ":
                self.closely |= place > 0 and at[place - 1] == b" "
            elif sign == b"!":
                if place + 1 < size and is_of_word(at[place + 1]):
                    return False
            elif sign == b".":
                self.closely |= not place or is_blank(at[place - 1])
                self.closely |= place + 1 < size and is_of_word(at[place + 1])
                behind_stop = True
            elif begins_closely(sign):
                self.closely = True
            elif not only_parts(sign):
                return False
            self.question |= sign == b"?"
            place += 1
        return self.many > 0 and not (self.spelt and self.singles >= SPELT)

    cdef Py_ssize_t _typed_at(self, const char* at, Py_ssize_t place, Py_ssize_t size) noexcept:
        """Notes the word that begins at a place in small letters; past its end, negative if it is unusual."""
        cdef bint capital = False
        cdef char sign
        cdef int digits = 0
        self.length = 0
        while place < size:
            sign = at[place]
            if is_capital(sign):
                capital = True
                self.capital_later |= place > 0
                sign += 32
            elif is_small(sign):
                self.small_later |= place > 0
            elif is_digit(sign):
                digits += 1
            elif sign != b"'":
                break
            elif not self.length or place + 1 == size or not is_of_word(at[place + 1]):
                return -1
            if self.length == LONGEST:
                return -1
            self.typed[self.length] = sign
            self.length += 1
            place += 1
        # Digits among letters may be letters; two words with capitals may be a name.
        if digits and digits != self.length:
            return -1
        self.closely |= capital and self.capital
        self.capital = capital
        self.digits += digits
        return place

    cdef bint _taken(self, bint behind_stop) noexcept:
        """Takes the plain words for the typed one; whether it is known."""
        cdef int bare = 0, last_mark = -1, at, entry, kind
        cdef char other[LONGEST + 1]
        cdef bint single
        for at in range(self.length):
            if self.typed[at] == b"'":
                last_mark = at
            else:
                other[bare] = self.typed[at]
                bare += 1
        at = 0
        while at < self.length and self.typed[at] != b"'":
            at += 1
        self.closely |= behind_stop and ends_a_link(self.typed, at)
        single = self.length == 1 or (last_mark >= 0 and (at == 1 or last_mark == self.length - 2))
        entry = self._entry(self.typed, self.length)
        if entry < 0 and last_mark >= 0:
            entry = self._entry(other, bare)
            if entry < 0 or not self.kinds[entry] & SAID:
                return self._with_ending(last_mark) and self._noted(0, single)
        if entry < 0:
            return False
        self.closely |= (self.kinds[entry] & CLOSELY) != 0
        for at in range(self.meant_at[entry], self.meant_at[entry + 1]):
            if not self._add(self.meant[at]):
                return False
        return self._noted(self.kinds[entry], single)

    cdef bint _with_ending(self, int mark) noexcept:
        """Takes a word with what an apostrophe adds to it: nan's, it'll."""
        cdef int entry = self._entry(self.typed, mark), size = self.length - mark - 1, ending
        cdef char first = self.typed[mark + 1], second = self.typed[mark + 2]
        if entry < 0 or self.itself[entry] < 0 or not 0 < size <= 2:
            return False
        if size == 1:
            ending = 0 if first == b"s" else 1 if first == b"d" else -1
        else:
            ending = 2 if first == b"l" and second == b"l" else -1
            if second == b"e":
                ending = 3 if first == b"v" else 4 if first == b"r" else -1
        # The plain word of many letters that became two may be a place.
        if ending < 0 or (ending > 0 and self.length >= 7):
            return False
        return self._add(self.itself[entry]) and (self.endings[ending] < 0 or self._add(self.endings[ending]))

    cdef bint _noted(self, int kind, bint single) noexcept:
        """Notes what a typed word is, beside the one before it."""
        cdef bint number = (kind & (DIGIT_WORD | CODE_END)) != 0 or is_digit(self.typed[0])
        self.coded |= number and self.single
        self.singles += self.length == 1
        self.in_a_row = self.in_a_row + 1 if single else 0
        self.spelt |= self.in_a_row >= SPELT
        self.single = single
        self.every |= kind & (CODE_END | PARTED)
        return True

    cdef bint _is_amount(self, const char* at, Py_ssize_t place, Py_ssize_t size) noexcept:
        """Whether a number that was just read, if it was one, is no age beside a date."""
        cdef char after
        if self.length != 2 or self.typed[0] != b"1" or place + 1 >= size or at[place] != b" ":
            return True
        after = at[place + 1] | 32
        return not (is_digit(at[place + 1]) or after == b"o" or after == b"t")

    cdef inline bint _add(self, int word) noexcept:
        if self.many == MOST_WORDS:
            return False
        # "me arm" is "my arm", which the reader sees to.
        if self.many and self.words[self.many] == self.me and self.are[word] & ONES_OWN:
            return False
        self.many += 1
        self.words[self.many] = word
        self.every |= self.are[word]
        self.numbers += self.are[word] & DIGIT_WORD
        return True

    cdef int _entry(self, const char* word, int size) noexcept:
        """The number of a typed word, or that it is unknown."""
        cdef uint64_t mask = self.slots.shape[0] - 1, slot = of_letters(word, size) & mask
        cdef int entry, at
        while self.slots[slot] != UNKNOWN:
            entry = self.slots[slot]
            at = self.letters_at[entry]
            if self.letters_at[entry + 1] - at == size and memcmp(&self.letters[at], word, size) == 0:
                return entry
            slot = (slot + 1) & mask
        return UNKNOWN

    cdef int[::1] _where_found(self):
        cdef int[::1] slots = _slots(self.kinds.shape[0])
        cdef uint64_t mask = slots.shape[0] - 1, slot
        cdef int entry, at
        for entry in range(self.kinds.shape[0]):
            at = self.letters_at[entry]
            slot = of_letters(<const char*> &self.letters[at], self.letters_at[entry + 1] - at) & mask
            while slots[slot] != UNKNOWN:
                slot = (slot + 1) & mask
            slots[slot] = entry
        return slots

    cdef bint leads_nowhere(self) noexcept:
        """Whether no word is there beside which a number or a name may be a way to somebody."""
        cdef int every = self.every
        if self.closely:
            return False
        if self.digits and (self.digits >= MANY_DIGITS or every & NUMBERED):
            return False
        if every & DIGIT_WORD and (self.digits + self.numbers >= MANY_DIGITS or self.coded or every & CODE_END):
            return False
        if not every & BESIDE:
            return True
        if every & (STRANGE | PARTED) or (every & LAST and every & NAMED) or (every & LIVES and every & STREET):
            return False
        return not (every & PLACE and (self.capital_later or not self.small_later))
