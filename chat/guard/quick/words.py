"""The words that somebody may type, and the plain words they mean, with what the guard's other looks ask of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Final

from chat.guard import signs, streets
from chat.guard.contacts import Contacts
from chat.guard.plain import MANY_LETTERS, Plainer
from chat.guard.speak import ENDINGS, ones_own


class Is(IntFlag):
    """What a word is; `look.pyx` has the same numbers."""

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


#: Numbers as they may stand in a code, alone or behind one letter.
_CODE: Final = re.compile(r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|[a-z]{3,6}teen")
_CODE_END: Final = re.compile(r"[a-z](?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)|\w+teen")
_TYPED: Final = re.compile(r"[a-z0-9']{1,32}")
#: Rarer words are seven in a thousand of those that are typed, and four times as many.
_LISTED: Final = 30_000
#: Amounts; longer numbers are few.
_NUMBERS: Final = tuple(map(str, range(100)))


@dataclass(slots=True)
class Typed:
    """A typed word: the plain words it means, what it is, and whether it is a plain word itself."""

    meant: tuple[str, ...]
    kind: Is
    plain: bool


@dataclass(slots=True)
class Vocabulary:
    """All typed words, and the number and kind of each plain one."""

    typed: dict[str, Typed]
    numbers: dict[str, int] = field(default_factory=dict)
    kinds: list[Is] = field(default_factory=list)


def vocabulary(plainer: Plainer, contacts: Contacts, others: Iterable[str]) -> Vocabulary:
    """Every word that may be looked at quickly, the commonest first, and `others`, which are plain words alone."""
    english = plainer.english
    listed = sorted(english.words(), key=english.count, reverse=True)[:_LISTED]
    every = filter(_TYPED.fullmatch, dict.fromkeys((*plainer.speak.said, *_NUMBERS, *listed)))
    typed = {word: _typed(word, plainer, contacts) for word in every}
    plain = dict.fromkeys(word for each in typed.values() for word in each.meant)
    plain |= dict.fromkeys(word for word, each in typed.items() if each.plain)
    plain |= dict.fromkeys((*(word for ending in ENDINGS.values() for word in ending), *others))
    found = Vocabulary(typed)
    for word in plain:
        found.numbers[word] = len(found.numbers)
        found.kinds.append(_kind(word, plainer, contacts))
    return found


def _typed(word: str, plainer: Plainer, contacts: Contacts) -> Typed:
    """A word that somebody may type, and whether a message with it has to be looked at closely."""
    meant = plainer.meant(word)
    parted = len(meant) > 1 and len(word) >= MANY_LETTERS
    closely = any(contacts.looks_at(each) or _may_be_a_place(each, plainer) for each in (word, *meant))
    asked: Mapping[Is, bool] = {
        Is.CLOSELY: closely or (parted and any(each != "not" for each in meant[1:])),
        Is.PARTED: parted,
        Is.SAID: word in plainer.speak.said,
        Is.DIGIT_WORD: _CODE.fullmatch(word) is not None,
        Is.CODE_END: _CODE_END.fullmatch(word) is not None,
    }
    # What an apostrophe may be added to; where a word is looked at closely, so is that.
    return Typed(meant, _sum(asked), word in plainer.english and not closely)


def _may_be_a_place(word: str, plainer: Plainer) -> bool:
    return len(word) >= MANY_LETTERS and word.isalpha() and word not in plainer.english


def _kind(word: str, plainer: Plainer, contacts: Contacts) -> Is:
    asked: Mapping[Is, bool] = {
        Is.DIGIT_WORD: word in signs.DIGIT_WORDS,
        Is.BESIDE: word in contacts.beside,
        Is.STRANGE: word.isalpha() and word not in plainer.english,
        Is.LAST: word in contacts.last,
        Is.NAMED: word in contacts.named,
        Is.PLACE: word in signs.PLACES,
        Is.NUMBERED: word in signs.NUMBERED,
        Is.LIVES: word in streets.LIVES,
        Is.STREET: word in streets.WORDS,
        Is.ONES_OWN: word in ones_own(),
    }
    return _sum(asked)


def _sum(asked: Mapping[Is, bool]) -> Is:
    return Is(sum(kind for kind, there in asked.items() if there))
