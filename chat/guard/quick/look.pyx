# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""One look, compiled, at a message that most likely says nothing: what the reader does, done on numbers.

It knows what is common: our letters, listed words, the usual signs. Whatever else it meets it leaves to the reader: to
be wrong is never worth the time. Its parts stand in files of their own; fields are named like the tables they are.
"""

from array import array

from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.stdint cimport uint64_t
from libc.string cimport memcmp

cdef enum:
    # Several lines of one person, read as one, are longer than a message.
    MOST_LETTERS = 400
    MOST_WORDS = 96
    MOST_OPEN = 64
    LONGEST = 32
    CLASSES = 9
    WORD_BITS = 20
    # Stands where a pair of words has no third; behind the last place of a piece; where nothing is found.
    NO_WORD = (1 << 20) - 1
    NOWHERE = -1
    MOST_PLACES = 8192
    # More than this is left to the reader, who looks at the time: rows of rows could be tried for ever.
    MOST_TRIED = 20000
    UNKNOWN = -1
    MANY_DIGITS = 5
    SPELT = 3
    MOST_MESSAGES = 0x7fffffff

# What is sure, as in `sight`.
cdef enum:
    LEADS_NOWHERE = 1
    SAYS_NO_PHRASE = 2
    WEIGHS_LITTLE = 4

# What typed and plain words are, as `kinds` in Python has it.
cdef enum:
    DIGIT_WORD = 1
    BESIDE = 2
    STRANGE = 4
    LAST = 8
    NAMED = 16
    PLACE = 32
    NUMBERED = 64
    LIVES = 128
    STREET = 256
    ONES_OWN = 512
    CODE_END = 1024
    PARTED = 2048
    SAID = 4096
    CLOSELY = 8192


include "lookup.pxi"
include "typed.pxi"
include "pieces.pxi"
include "sums.pxi"


cdef class Look:
    """Looks by one set of tables, at one message after another: its parts note in themselves what they meet."""

    cdef object tables
    cdef Typed typed
    cdef Pieces pieces
    cdef Sums sums
    # Which message this is, so that nothing has to be wiped between two.
    cdef int now

    def __init__(self, tables):
        """Take the tables by their names."""
        self.tables = tables
        self.typed, self.pieces, self.sums = Typed(tables), Pieces(tables), Sums(tables)
        self.now = 0

    def __reduce__(self):
        """By its tables alone."""
        return Look, (self.tables,)

    def at(self, str words not None):
        """What is sure of these words, of ASCII alone: the sum of what `sight` names."""
        cdef Py_ssize_t size
        cdef const char* at = PyUnicode_AsUTF8AndSize(words, &size)
        cdef int* plain = self.typed.words
        cdef int sure = 0
        if not 1 < size <= MOST_LETTERS or not self.typed.read(at, size):
            return sure
        if self.typed.leads_nowhere():
            sure |= LEADS_NOWHERE
        if self.now == MOST_MESSAGES:
            self.pieces.forget()
            self.sums.said[:] = 0
            self.now = 0
        self.now += 1
        if not self.pieces.may_be_said(plain + 1, self.typed.many, self.now):
            sure |= SAYS_NO_PHRASE
        if self.sums.are_light(plain, self.typed.many, self.typed.question, self.now):
            sure |= WEIGHS_LITTLE
        return sure
