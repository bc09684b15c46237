"""What young people are asked once their course is over, and what of the answers may be shown (pure).

Answers are chosen from a few and counted for the whole group. Who gave which is never known here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: With fewer answers a count would say who (care.md §5).
FEWEST: Final = 4
Counts = Mapping[str, Mapping[str, int]]
"""How many gave each answer, by question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers, each by a name that stays when its words change."""

    name: str
    asks: Promise
    answers: Mapping[str, Promise]


QUESTIONS: Final = (
    Question(
        "safe", _("Did you feel safe in the room?"),
        {"yes": _("Yes"), "mostly": _("Most of the time"), "seldom": _("Not often"), "no": _("No")},
    ),
    Question(
        "needed", _("Was it what you needed?"),
        {"yes": _("Yes"), "partly": _("A bit"), "no": _("No")},
    ),
    Question(
        "friend", _("Would you tell a friend about it?"),
        {"yes": _("Yes"), "maybe": _("Maybe"), "no": _("No")},
    ),
    Question(
        "best", _("What was the best part for you?"),
        {
            "others": _("Not being the only one"), "heard": _("Saying how it is"), "reading": _("Reading along"),
            "ideas": _("New things to try"), "other": _("Something else"), "none": _("No part of it"),
        },
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as it may be shown: its answers with how many gave each and how long its bar is, in hundredths.

    `bars` is empty where the counts would tell of one person.
    """

    question: Question
    bars: tuple[tuple[Promise, int, int], ...]


def chosen(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers there are among these; whatever else was sent, or left out, is skipped."""
    return {one.name: answers[one.name] for one in QUESTIONS if answers.get(one.name) in one.answers}


def added(counts: Counts, answers: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return the counts with these answers in them, written out whole so that their order says nothing of when."""
    return {
        one.name: {
            answer: counts.get(one.name, {}).get(answer, 0) + (answers.get(one.name) == answer)
            for answer in one.answers
        }
        for one in QUESTIONS
    }  # fmt: skip


def may_be_shown(counts: Collection[int]) -> bool:
    """Whether these counts tell nothing of one person: from four answers up and not all alike. So in the room, too."""
    return sum(counts) >= FEWEST and max(counts) < sum(counts)


def shown(counts: Counts) -> list[Shown]:
    """Return every question, with its bars where they may be shown; nothing if none may."""
    found = [Shown(one, tuple(_bars(one, counts.get(one.name, {})))) for one in QUESTIONS]
    return found if any(each.bars for each in found) else []


def _bars(question: Question, counts: Mapping[str, int]) -> Iterator[tuple[Promise, int, int]]:
    if not may_be_shown(counts.values()):
        return
    most = max(counts.values())
    for answer, words in question.answers.items():
        many = counts.get(answer, 0)
        yield words, many, round(100 * many / most)
