"""The reading age of English words: the mean of four well-known formulas, worked out from their definitions.

Flesch–Kincaid and the automated readability index weigh long sentences, Coleman–Liau long words, the fog index words of
three syllables and more. Each gives a school year of the United States; a child in year one is six. No formula knows
whether words are kind or clear: it only says where to look again.
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STOP = re.compile(r"[.!?…:;]+|\n+")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
_SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouy]l)e$"  # home, whole; heard in table
    r"|(?<![aeiouycgsxzhl])es$|(?<=[aeiouy]l)es$|(?<=th)es$"  # comes, wholes, clothes; heard in places, wishes
    r"|(?<![aeiouytd])ed$"  # helped; heard in wanted
    r"|(?<=[^aeiouy])e(?=(?:ly|ful|fully|ment|ments|ness|less|ty)$)"  # lonely, careful, safety
    r"|(?<=som)e(?=[^aeiou])|(?<=ther)e(?=.)|(?<=ev)e(?=ning)"  # sometimes, therefore, evening
)
_APART = re.compile(
    r"[aeiouy](?=ing$)|(?<![ct])ia|(?<![ctsxg])io|(?<!p)eo(?!n|p)|iet|(?<!t)ienc"
    r"|(?<=[aeiouy][^aeiouy])ea$|crea(?!m|s)|oe[mt]|(?<!q)ua(?=[lt])"  # being, radio, idea, poem, usual
)
_FIRST_YEAR = 6
_LONG = 3
# Past school the formulas say only: too hard.
_HARDEST = 22.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas count in a text."""

    words: int
    sentences: int
    letters: int
    syllables: int
    long_words: int


def reading_age(text: str) -> float:
    """Return the age in years at which this is read with ease: 5 for the simplest and nothing at all, at most 22."""
    found = count(text)
    if not found.words:
        return _FIRST_YEAR - 1.0
    per_sentence = found.words / found.sentences
    letters, syllables = found.letters / found.words, found.syllables / found.words
    years = (
        0.39 * per_sentence + 11.8 * syllables - 15.59,
        4.71 * letters + 0.5 * per_sentence - 21.43,
        5.88 * letters - 29.6 / per_sentence - 15.8,
        0.4 * (per_sentence + 100 * found.long_words / found.words),
    )
    return min(max(sum(years) / len(years), 0.0) + _FIRST_YEAR - 1, _HARDEST)


def count(text: str) -> Counts:
    """Return what there is to count. A line ends a sentence, as each stands alone on a screen."""
    words = _WORD.findall(text)
    per_word = [syllables(word) for word in words]
    return Counts(
        words=len(words),
        sentences=max(len(sentences(text)), 1),
        letters=sum(len(word.replace("’", "").replace("'", "")) for word in words),
        syllables=sum(per_word),
        long_words=sum(number >= _LONG for number in per_word),
    )


def sentences(text: str) -> list[str]:
    """Return the sentences that hold a word."""
    return [one.strip() for one in _STOP.split(text) if _WORD.search(one)]


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by the vowels one hears; right for nearly all common words."""
    low = word.lower().replace("’", "").replace("'", "")
    heard = len(_VOWELS.findall(low)) + len(_APART.findall(low)) - len(_SILENT.findall(low))
    return max(heard, 1)
