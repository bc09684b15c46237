"""Characters made plain: what is invisible goes, look-alikes and styled letters become ours, emoji become words.

The map back to the words as written is kept all the way, so that whatever a rule points at can be shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Final

from confusable_homoglyphs import confusables

#: Typographic marks read as the plain one.
_MARKS: Final = str.maketrans("’‘´“”…–—", "'''\"\".--")
#: What is drawn around or over a character and says nothing by itself.
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})
#: Letters of ours, which most are, and others.
_RUN: Final = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
#: More of the same picture in a row says nothing more.
_SAME_PICTURES: Final = 3
#: Read as ours by whoever wants to, though the library's list holds only what cannot be told apart.
_ALIKE: Final = dict(
    zip(
        "бвдзийклмнптфцчшщъьэяґєўβγδεζηθκλμξπςτφχψωᴀʙᴅᴇғɢʜᴊᴋʟᴍɴᴘʀᴛɾʍƅɔøłđħŧƙɓյլ",
        "bbdennklmhntfuywwbberreybydezhokluenstfxywabdefghjklmnprtrmbcoldhtkbjl",
        strict=True,
    )
)
#: And those that may be another one of ours as well.
_ALSO: Final = {"ӏ": "l", "у": "u", "н": "n", "и": "u", "й": "u", "υ": "v", "η": "n", "μ": "m", "γ": "v", "ς": "c"}
#: So many doubtful letters of one word are tried both ways.
_MOST_DOUBTS: Final = 3
#: One sign may be several letters; those that are a sentence (U+FDFA is 18) would make a message as long as a book.
_MOST_LETTERS: Final = 4
#: What stands between two words; so many such with a picture part a message.
_BETWEEN: Final = re.compile(r"(?<=\w)\W+(?=\w)")
_PARTED: Final = 2
#: Kept as they are although their class is one of pictures.
_SIGNS: Final = frozenset("$+=<>|~^`")


def usually(words: str) -> str:
    """The words with the plain mark for each that phones write by themselves, in its place."""
    return words if words.isascii() else words.translate(_MARKS)


def plainly(words: str) -> tuple[str, list[int] | None]:
    """The words in lower case and plain characters, and where each character came from; None: each from its own place.

    An emoji becomes the word `:name`, by which lexicons know it, with spaces around.
    """
    if (words := usually(words)).isascii():
        return words.lower(), None
    made: list[str] = []
    origin: list[int] = []
    for run in _RUN.finditer(words):
        if (letters := run[0]).isascii():
            made.append(letters.lower())
            origin += range(*run.span())
            continue
        row = 0
        for place, plain in enumerate(map(_plain, letters), start=run.start()):
            row = row + 1 if made and plain == made[-1] and plain[:2] == " :" else 0
            if row < _SAME_PICTURES:
                made.append(plain)
                origin += [place] * len(plain)
    return "".join(made), origin


def without_pictures(words: str) -> str:
    """The same with a space for each picture, if several stand between words and so part what is said; else the same.

    Every other letter stays where it is.
    """
    if words.isascii():
        return words
    marked = _FOREIGN.sub(lambda found: "\0" if _plain(found[0])[:2] == " :" else found[0], words)
    if "\0" not in marked:
        return words
    parted = sum("\0" in between for between in _BETWEEN.findall(marked))
    return marked.replace("\0", " ") if parted >= _PARTED else words


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """One character that is not ASCII: words are not kept here, single letters say nothing of anyone."""
    if (kind := unicodedata.category(letter)) in _UNSEEN:
        return ""
    if kind in {"So", "Sk"}:
        return f" :{unicodedata.name(letter, 'sign').lower().replace(' ', '-')} "
    parted = unicodedata.normalize("NFKD", letter)
    if len(parted) > _MOST_LETTERS:
        return letter
    return "".join(each for each in parted if unicodedata.category(each) not in _UNSEEN).lower()


@lru_cache(maxsize=4096)
def latin(letter: str) -> str:
    """The Latin letter that this one can be mistaken for, else itself."""
    if letter.isascii():
        return letter
    twins = (twin["c"] for twin in confusables.confusables_data.get(letter, ()))
    return next((twin.lower() for twin in twins if twin.isascii() and twin.isalpha()), _ALIKE.get(letter, letter))


def in_latin(word: str) -> Iterator[str]:
    """What a word can be taken for, the likeliest first."""
    yield "".join(map(latin, word))
    if 0 < sum(map(_ALSO.__contains__, word)) <= _MOST_DOUBTS:
        ways = product(*((latin(letter), _ALSO[letter]) if letter in _ALSO else (latin(letter),) for letter in word))
        yield from map("".join, islice(ways, 1, None))


def one_latin(letter: str) -> str:
    """One letter of ours for one that looks like it; of æ the first, so that every place stays where it is."""
    return latin(letter)[:1] or letter


def cased_as(letters: str, words: str, origin: list[int]) -> str:
    """Plain letters with the capitals that the words have from which each came."""
    places = zip(letters, origin, strict=True)
    return "".join(letter.upper() if letter.isascii() and words[at].isupper() else letter for letter, at in places)
