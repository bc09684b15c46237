"""From all that was seen in a message to one verdict: the most urgent class decides (care.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import log
from typing import Final

from .lexicon import Rule, weaker
from .scale import Weighed
from .verdict import KINDS, STRICTER, Fate, Hit, Kind, Level, Reply, Verdict
from .weights import WEIGHED

#: What was seen: by a rule, or by those who look for ways to find somebody.
Seen = tuple[Rule | None, Hit]
Table = Mapping[Kind, Fate]
#: So likely by its words alone, a message is kept back though no rule saw anything.
ACTS: Final = 0.75
#: Of these more is found than is asked for, and calm talk is taken for them most often.
_ACTS_OF: Final[Mapping[Kind, float]] = {
    "disclosure": 0.75, "encourage": 0.87, "meet": 0.87, "tips": 0.87, "bullying": 0.87
}  # fmt: skip
#: Nothing is masked of what only weighs like a way to find somebody, so that it has to be likelier; a few words that
#: nobody says together weigh like a name.
_ACTS_ON_CONTACT: Final = 0.95
_ACTS_ON_CONTACT_OF_FEW: Final = 0.995
#: Among fewer words than these, one that is unlucky counts too much: there it has to be likelier.
_FEW: Final = 8
_ACTS_ON_FEW: Final = 0.88
#: Of a message that is not so short, if it is that likely to be danger now: to miss one of these costs the most.
_ACTS_ON_NOW: Final = 0.55
#: And of fewer words than these, each of which counts for more, so likely.
_SHORT: Final = 10
_ACTS_ON_NOW_IF_SHORT: Final = 0.63
#: Two or three words alone say too little to be weighed: "you did it" is praise more often than not.
_TOO_FEW: Final = 4
#: So likely, or where it is diverted, staff are told at once; below, they look soon.
SURE: Final = 0.99
#: So likely danger now, and so likely danger at all, it is diverted; below, a person reads it first.
DIVERTS: Final = 0.6
_DIVERTS_FROM: Final = 0.94
#: Where no class comes nearer to calm than this, in natural logarithms, what only rules of the release see passes.
DOUBTS: Final = -0.5
#: And nearer than this, in the same, or staff are not told at once of what such rules see: they look soon.
_TELLS: Final = 2.1
#: Rules that look for a thing or a way by its name are seldom wrong, and to be wrong about danger now costs the most.
_DOUBTS_OF: Final[Mapping[Kind, float]] = {"imminent": -1.0, "method": -2.5, "tool": -2.5}
#: Save for some that are wrong as often as right where words say so (scars, an overdose in the news), and in a stretch.
_DOUBTS_UNSURE: Final = -2.0
#: A long message is read in stretches, each of which could be unlucky: of so many, danger has to be so many times
#: likelier than calm, and so much more.
_ODDS_AMONG: Final = 11.0
_LEVELS: Final[tuple[Level, ...]] = ("now", "soon", "note")
#: Done or hurt before somebody else, and that before thoughts: what cannot wait is answered.
_REPLIES: Final[tuple[Reply, ...]] = ("done", "other", "plan")
#: What happens to one of these happens to the other, so that it does not matter which it is.
_ALIKE: Final[tuple[frozenset[Kind], ...]] = (
    frozenset({"encourage", "tips"}),
    frozenset({"disclosure", "meet", "bullying"}),
)


def decided(table: Table, seen: Sequence[Seen]) -> Verdict:
    """What happens; staff look as soon as anything seen asks for."""
    fates = [(_fate(table, rule), rule, hit) for rule, hit in seen]
    kind = min((kind_of(rule) for rule, _ in seen), key=KINDS.index)
    mine = [each for each in fates if kind_of(each[1]) == kind]
    outcome = min((fate.outcome for fate, _, _ in mine), key=STRICTER.index)
    levels = [fate.level for fate, _, _ in fates if fate.level]
    level = min(levels, key=_LEVELS.index) if levels else None
    shown = tuple(dict.fromkeys(hit for _, _, hit in (*mine, *fates)))
    reply = _reply(rule for _, rule, _ in mine) if outcome == "divert" else None
    return Verdict(outcome, kind, level, shown, reply=reply)


def of_all(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on a long message from those on its stretches: the strictest, with what was seen in the others."""
    strictest = max(verdicts, key=Verdict.strictness)
    level = min((each.level for each in verdicts if each.level), key=_LEVELS.index, default=None)
    hits = dict.fromkeys(hit for each in (strictest, *verdicts) for hit in each.hits)
    reply = min((each.reply for each in verdicts if each.reply), key=_REPLIES.index, default=None)
    return replace(strictest, level=level, hits=tuple(hits), reply=reply)


def can_be_doubted(seen: Iterable[Seen], words: int) -> bool:
    """Not what an organisation added, nor numbers and addresses, which are what they are, nor two or three words."""
    return words >= _TOO_FEW and not any(
        rule is None or rule.kind == "contact" or rule.own or rule.sure for rule, _ in seen
    )


def doubtful(rules: Iterable[Rule], around: Weighed, among: int = 1) -> bool:
    """Whether the words around what these rules saw weigh so little that they are most likely harmless.

    `among`: these are one of so many stretches.
    """
    least = min((_least(rule, among) for rule in rules), default=DOUBTS)
    return max(around.margins) < least + log(among) / 2


def _least(rule: Rule, among: int) -> float:
    least = _DOUBTS_OF.get(rule.kind, DOUBTS)
    return max(least, _DOUBTS_UNSURE) if rule.unsure or among > 1 else least


def doubted(table: Table, verdict: Verdict, seen: Iterable[Seen]) -> Verdict:
    """The verdict on words that are most likely harmless: they pass, and staff look a step later.

    What passes anyhow is not doubted, so that sadness keeps its mark beside what is.
    """
    _, later = weaker(verdict.outcome, verdict.level)
    fates = (_fate(table, rule) for rule, _ in seen)
    levels = [later, *(fate.level for fate in fates if fate.outcome == "pass")]
    return replace(
        verdict, outcome="pass", level=min(filter(None, levels), key=_LEVELS.index, default=None), reply=None
    )


def less_loud(verdict: Verdict, around: Weighed) -> Verdict:
    """The same where words bear out less of what rules saw: it waits for a person all the same.

    Danger now is met as such where words are as likely that as calm. Where they hardly weigh, no tone calls anybody.
    """
    if verdict.outcome == "divert":
        if around.margins[WEIGHED.index("imminent")] >= 0.0:
            return verdict
        verdict = replace(verdict, outcome="hold", reply=None)
    hardly = verdict.level == "now" and max(around.margins) < _TELLS
    return replace(verdict, level="soon") if hardly else verdict


def by_weight(table: Table, rules: Mapping[Kind, Rule], weighed: Weighed, words: int, among: int = 1) -> Rule | None:
    """What so many words alone ask for, if they weigh enough and its class is not switched off.

    `among`: they are one of so many stretches.
    """
    rule = rules.get(weighed.kind)
    if rule is None or words < _TOO_FEW or not _acts(weighed, words, among):
        return None
    alike = next((kinds for kinds in _ALIKE if rule.kind in kinds), {rule.kind})
    diverts = weighed.of("imminent") >= DIVERTS and weighed.danger >= _DIVERTS_FROM
    outcome = "hold" if rule.kind == "imminent" and not diverts else rule.outcome
    level = rule.level or table[rule.kind].level
    if level == "now" and not diverts and weighed.of(*alike) < SURE:
        level = "soon"
    return replace(rule, outcome=outcome, level=level)


def _acts(weighed: Weighed, words: int, among: int) -> bool:
    if among > 1:
        return weighed.danger >= _ODDS_AMONG * among * (1.0 - weighed.danger)
    if weighed.kind == "contact":
        return weighed.of("contact") >= (_ACTS_ON_CONTACT_OF_FEW if words < _FEW else _ACTS_ON_CONTACT)
    if words < _FEW:
        return weighed.danger >= _ACTS_ON_FEW
    now = _ACTS_ON_NOW_IF_SHORT if words < _SHORT else _ACTS_ON_NOW
    return weighed.danger >= _ACTS_OF.get(weighed.kind, ACTS) or weighed.of("imminent") >= now


def kind_of(rule: Rule | None) -> Kind:
    """The class of what was seen."""
    return rule.kind if rule else "contact"


def _fate(table: Table, rule: Rule | None) -> Fate:
    if rule is None:
        return table["contact"]
    usual = table[rule.kind]
    outcome, level = rule.outcome or usual.outcome, rule.level or usual.level
    return Fate(*weaker(outcome, level)) if rule.lowered else Fate(outcome, level)


def _reply(rules: Iterable[Rule | None]) -> Reply:
    """What is answered to what these rules saw."""
    return min((rule.reply for rule in rules if rule and rule.reply), key=_REPLIES.index, default="plan")
