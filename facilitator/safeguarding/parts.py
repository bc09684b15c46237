"""What is asked for each part of a record: few fields at once, choices where they help, and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Part

Words = Promise | str
Kind = Literal["line", "words", "one", "many", "when", "until", "owner"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked. Without `label` its words stand for themselves in the record.

    `when` is a time at which something has happened, `until` one that may be still to come.
    """

    key: str
    kind: Kind
    label: Words
    hint: Words = ""
    choices: tuple[Words, ...] = ()
    wanted: bool = False


def _words(label: Words, hint: Words = "", *, wanted: bool = False) -> Asked:
    return Asked("text", "words", label, hint, wanted=wanted)


_IN_WORDS: Final = _words(_("In words"))
_WHO: Final = (
    _("the safeguarding lead"), _("the deputy"), _("whoever is on call"), _("the other facilitator"),
    _("a parent or carer"), _("children’s social care"), _("the police"), _("an ambulance, or another health service"),
    _("somebody else"),
)  # fmt: skip
_SORTS: Final = (
    _("hurting themselves"), _("thoughts of ending their life, or a plan"), _("abuse or neglect at home"),
    _("abuse by somebody else"), _("somebody uses or controls them, also online"), _("bullying"),
    _("they may hurt somebody else"), _("missing, or no safe place to be"), _("something else"),
)  # fmt: skip
_RISKS: Final = (
    _("a plan, a time or a means"), _("they tried before"), _("they are alone now"), _("alcohol or drugs"),
    _("somebody hurts or controls them"), _("a loss or a break-up lately"), _("they do not want any help now"),
)  # fmt: skip
_HELPS: Final = (
    _("an adult they trust"), _("somebody is with them now"), _("they are in touch with a doctor or a service"),
    _("they want help"), _("a safe place to be"), _("a plan that they made with us"),
    _("reasons to live, in their words"),
)  # fmt: skip
_WHY_NOT: Final = (
    _("it is not so serious that anybody outside has to know"), _("those who have to know already do"),
    _("it would put them in danger"), _("we were advised not to, as written under advice"),
    _("we do not know who or where they are"), _("something else, as written below"),
)  # fmt: skip
_TOLD_THEM: Final = (
    _("they were told"), _("they were told, and do not want it"), _("not yet"), _("no: it would not be safe"),
)  # fmt: skip
OUTCOMES: Final = (
    _("they are safe and have support"), _("somebody outside has taken it over"),
    _("a parent or carer has taken it over"),
    _("it was not as it seemed"), _("we could not reach them any more"), _("something else, as written below"),
)  # fmt: skip
NOT_SENT: Final = Asked("why", "one", _("Why it is not referred"), choices=_WHY_NOT, wanted=True)

ASKED: Mapping[Part, tuple[Asked, ...]] = {
    Part.SEEN: (
        _words(_("What you saw or heard"), _("Their own words, exactly. What you think comes apart."), wanted=True),
    ),
    Part.ASKED: (_words(_("What was asked, and what was answered"), _("Word for word, with the time."), wanted=True),),
    Part.THINK: (
        _words(_("What you think of it"), wanted=True),
        Asked("basis", "line", _("What makes you think so"), wanted=True),
    ),
    Part.SORT: (Asked("sorts", "many", _("What kind of worry it is"), choices=_SORTS), _IN_WORDS),
    Part.RISKS: (Asked("risks", "many", _("What adds to the risk"), choices=_RISKS), _IN_WORDS),
    Part.HELPS: (Asked("helps", "many", _("What protects them"), choices=_HELPS), _IN_WORDS),
    Part.DONE: (_words(_("What was done"), _("With the time, and names of adults as you call them."), wanted=True),),
    Part.TOLD: (
        Asked("who", "one", _("Who was told"), choices=_WHO, wanted=True),
        Asked("when", "when", _("When")),
        Asked("how", "one", _("How"),
              choices=(_("by phone"), _("face to face"), _("by email or text message"), _("on this page"))),
        _words(_("Name, and what was said")),
    ),
    Part.ADVICE: (Asked("who", "line", _("Who gave it"), wanted=True), _words(_("What they advised"), wanted=True)),
    Part.REFERRED: (
        Asked("agency", "line", _("To whom"), wanted=True),
        Asked("ref", "line", _("Their reference, or the name of whoever took it")),
        Asked("when", "when", _("When")),
        _words(_("What they do now")),
    ),
    Part.NOT_SENT: (NOT_SENT, _IN_WORDS),
    Part.WISH: (
        Asked("told", "one", _("Does the young person know that this was passed on?"), choices=_TOLD_THEM, wanted=True),
        _words(_("What they want, in their words")),
    ),
    Part.PLAN: (_words(_("What was agreed with them for the time until then"), wanted=True),),
    Part.FOLLOW: (
        _words(_("What has to follow"), wanted=True),
        Asked("owner", "owner", _("Who sees to it"), wanted=True),
        Asked("due", "until", _("By when"), wanted=True),
    ),
    Part.FOLLOWED: (_words(_("What came of it"), wanted=True),),
}  # fmt: skip

#: In the order in which a tired person thinks of them; what a signature needs comes first.
FIRST: Final = (Part.DONE, Part.TOLD)
THEN: Final = (
    Part.SEEN, Part.ASKED, Part.THINK, Part.SORT, Part.RISKS, Part.HELPS, Part.ADVICE, Part.REFERRED, Part.NOT_SENT,
    Part.WISH, Part.PLAN, Part.FOLLOW,
)  # fmt: skip
#: What a whole record says something of (care.md §7); of the two about referring one is enough.
WHOLE: Final = (
    Part.SEEN, Part.ASKED, Part.THINK, Part.SORT, Part.RISKS, Part.HELPS, Part.DONE, Part.TOLD, Part.ADVICE,
    Part.REFERRED, Part.WISH, Part.PLAN, Part.FOLLOW,
)  # fmt: skip
