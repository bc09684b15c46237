"""What is wrong with a file, said so that whoever wrote it can mend it."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.script import shape

_AT = re.compile(r"at `\$\.?([A-Za-z_]+)")
_NAMED = re.compile(r"(unknown|missing required) field `([^`]*)`")

#: What each field may hold, as the second half of a sentence.
_MUST = {
    "slug": gettext_lazy("must be small letters, digits and hyphens, at most 60 of them"),
    "name": gettext_lazy("must be small letters, digits and hyphens, at most 40 of them"),
    "title": gettext_lazy("must be one line of 1 to 120 characters, of a step 1 to 80"),
    "theme": gettext_lazy("must be one line of 1 to 120 characters"),
    "format": gettext_lazy("must be 1; other formats are not known yet"),
    "language": gettext_lazy("must be a language such as en-GB"),
    "reading_age": gettext_lazy("must be a whole number of years from 7 to 18"),
    "checked": gettext_lazy("must be a day as 2026-11-20, or “not yet checked”"),
    "number": gettext_lazy("must be a whole number from 1 to 52"),
    "year": gettext_lazy("must be a year from 1900 to 2100"),
    "breathing": gettext_lazy("must be true or false"),
    "words": gettext_lazy("must be text of at most 2000 characters, without control characters"),
    "notes": gettext_lazy("must be text of at most 4000 characters, without control characters"),
    "about": gettext_lazy("must be text of at most 4000 characters, without control characters"),
    "aim": gettext_lazy("must be text of at most 4000 characters, without control characters"),
    "options": gettext_lazy("must be a list of at most 20 lines of at most 400 characters"),
    "weeks": gettext_lazy("must be tables that begin with [[weeks]]"),
    "steps": gettext_lazy("must be tables that begin with [[steps]], in one file for all [[weeks.steps]]"),
    "read_first": gettext_lazy("must be a list out of low, swearing, contact, method and tool"),
    "sources": gettext_lazy("must be tables that begin with [[sources]]"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a file from being read: where it is, what is wrong, what to do."""

    wrong: str
    file: str = ""
    week: int | None = None
    step: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        if self.week is not None:
            where.append(_("week %(number)s") % {"number": self.week})
        if self.step:
            where.append(_("step “%(name)s”") % {"name": self.step})
        if self.line is not None:
            where.append(_("line %(number)s") % {"number": self.line})
        return f"{', '.join(where)}: {self.wrong}" if where else self.wrong


class Unreadable(Exception):
    """The files hold no course; nothing of them was kept. `problems` says why, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def field_meant(message: str) -> str:
    """Return the field that the parser's message is about, or nothing."""
    found = _NAMED.search(message)
    if found:
        return found[2]
    at = _AT.search(message)
    return at[1] if at else ""


def sentence(message: str, known: tuple[str, ...]) -> str:
    """Return the parser's message as a sentence for the person who wrote the file."""
    field, named = field_meant(message), _NAMED.search(message)
    if named and named[1] == "unknown":
        return _unknown(field, known)
    if named:
        return _("“%(field)s” is missing. Add it.") % {"field": field}
    rule = _rule(field)
    return f"“{field}” {rule}." if field else _("this must be a table of names and values.")


def _rule(field: str) -> str:
    if field == "minutes":
        most = {"step": shape.MOST_MINUTES}
        return _("must be a whole number: of a step 1 to %(step)s, of an evening 10 to 180") % most
    if field in {"kind", "part"}:
        return _("must be one of: %(words)s") % {"words": ", ".join(shape.KINDS if field == "kind" else shape.PARTS)}
    return str(_MUST.get(field, _("must be text, or a list of at most 30 lines of at most 400 characters each")))


def _unknown(field: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(field, known, n=1)
    told = {"field": field, "meant": close[0] if close else ", ".join(known)}
    if close:
        return _("“%(field)s” is not known here. Did you mean “%(meant)s”?") % told
    return _("“%(field)s” is not known here. Take it out; known are: %(meant)s.") % told
