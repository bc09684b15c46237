"""What a stranger has said so far on the way in. It travels in the form itself and nowhere else. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Self

from django.http import QueryDict

from cohorts import eases, names, reach

OLDEST = 120
_LONGEST = 60
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """`group` is a cohort's public id, `agreed` a version; `seen` says whether others could see their messages.

    `name` is one that was offered, or empty for the one of their `own`. Everything may be empty, and nothing of it is
    believed before `steps` has looked at it.
    """

    age: str = ""
    place: str = ""
    group: str = ""
    agreed: str = ""
    name: str = field(default="", repr=False)
    own: str = field(default="", repr=False)
    seen: str = ""
    reminders: str = field(default="", repr=False)
    reminders_yes: str = ""
    life: str = field(default="", repr=False)
    life_yes: str = ""
    ease: tuple[str, ...] = ()

    @classmethod
    def read(cls, sent: QueryDict) -> Self:
        """Take what a form carried: short, without what no form of ours sends."""
        longest = {"own": names.LONGEST * 2, "reminders": reach.LONGEST, "life": reach.LONGEST}
        plain = {
            one.name: sent.get(one.name, "").replace("\0", "").strip()[: longest.get(one.name, _LONGEST)]
            for one in fields(cls)
            if one.name != "ease"
        }
        return cls(**plain, ease=tuple(eases.known(sent.getlist("ease"))))

    def without_reminders(self) -> Self:
        """What they said, but for what nobody could write to."""
        return replace(self, reminders="", reminders_yes="")

    @property
    def years(self) -> int | None:
        """Their age in whole years, or None for what is none."""
        plain = self.age.isascii() and self.age.isdecimal() and len(self.age) <= _DIGITS
        years = int(self.age) if plain else 0
        return years if 0 < years <= OLDEST else None

    @property
    def called(self) -> str:
        """The name they would have."""
        return self.name or self.own

    def carried(self, but: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield what the form carries along unseen: all that was said, but what the page itself asks for."""
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name not in but:
                yield from ((one.name, each) for each in ((value,) if isinstance(value, str) else value) if each)
