"""What is read as one, a message or a stretch of one: what is seen in it, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from . import contacts, context, deciding, handles, spared, suggest
from .deciding import Seen, Table
from .english import English
from .finding import Finder, Found
from .letters import plainly, usually
from .lexicon import Lexicon, Rule
from .phrases import read as read_phrase
from .plain import Plain, Plainer
from .quick.looking import look
from .quick.sight import LEADS_NOWHERE, NOTHING, SAYS_NO_PHRASE, WEIGHS_LITTLE
from .scale import Scale, Weighed
from .speak import Speak, said_as
from .standing import Place
from .suggest import Other
from .typed import signs_in, words_in
from .verdict import PASS, STRICTER, Hit, Kind, Verdict
from .weights import Weights

#: Up to so many words a message is weighed as one; of a longer one, what stands so close to what a rule saw.
_LONG: Final = 25
_CLOSE: Final = 6
#: Beside a number or an address words weigh like a way to find somebody; only these say more than that.
_OVER_CONTACT: Final[frozenset[Kind]] = frozenset({"imminent", "disclosure"})


class Among(NamedTuple):
    """Of what a stretch is one: how many there are of its message, and whether the message names an app anywhere."""

    many: int = 1
    app: bool = False


#: A message that is read as one.
ALONE: Final = Among()


class Reading(NamedTuple):
    """A verdict, and all that would have to be said otherwise; None if something can not be."""

    verdict: Verdict
    others: list[Other] | None

    def moved(self, by: int) -> Reading:
        """The same of a stretch that begins so many letters into its message."""
        others = self.others and [(start + by, end + by, other) for start, end, other in self.others]
        return Reading(self.verdict.moved(by), others)

    @staticmethod
    def of_all(readings: Sequence[Reading]) -> Reading:
        """What a long message comes to by its stretches."""
        kept = [each for each in readings if each.verdict.outcome != "pass"]
        offered = [each.others for each in kept if each.verdict.outcome in ("swap", "mask") and each.others is not None]
        others = list(chain.from_iterable(offered)) if len(offered) == len(kept) else None
        return Reading(deciding.of_all([each.verdict for each in readings]), others)


_NOTHING: Final = Reading(PASS, [])


class Reader:
    """One lexicon, compiled, with what becomes of each class."""

    def __init__(self, lexicon: Lexicon, table: Table, weights: Weights, *, quick: bool = False) -> None:
        """Compile the lexicon; takes two seconds or so, and two more with the quick look."""
        self._lexicon, self._table = lexicon, table
        watched = frozenset(_watched(lexicon))
        meant = frozenset(word for words in said_as().values() for word in words)
        english = English(watched | meant | handles.APPS)
        self._plainer = Plainer(english, Speak(english, watched))
        self._contacts = contacts.Contacts(english, self._plainer)
        self._finder = Finder(lexicon, english)
        self._scale = Scale(weights)
        self._weighed = {rule.kind: rule for rule in lexicon.rules.values() if rule.weighed}
        self._look = look(self._plainer, self._contacts, self._finder, self._scale) if quick else None

    @property
    def weights(self) -> Weights:
        """What it weighs words by."""
        return self._scale.weights

    def plain(self, words: str) -> Plain:
        """How the words read once made plain."""
        return self._plainer.read(words)

    def names_an_app(self, words: str) -> bool:
        """Whether these words speak of an app, so that a name on it may stand far from there."""
        letters, _ = plainly(words)
        return not handles.APPS.isdisjoint(words_in(letters, signs_in(letters)))

    def sure_of(self, words: str) -> int:
        """What a quick look is sure of, of words that are read as one."""
        if self._look is None or not (usual := usually(words)).isascii():
            return 0
        return self._look.at(usual)

    def read(
        self,
        words: str,
        still: Callable[[], None],
        among: Among = ALONE,
        *,
        sure: int | None = None,
        joined: bool = False,
    ) -> Reading:
        """What these words come to. `still` is called between steps and may raise.

        `among`: they are a stretch of a long message; `sure`: what a quick look was sure of, if it was taken; `joined`:
        they are several lines, whose weight together says nothing.
        """
        sure = self.sure_of(words) if sure is None else sure
        if sure == NOTHING:
            still()
            return _NOTHING
        plain = self._plainer.read(words)
        still()
        found = [] if sure & SAYS_NO_PHRASE else self._finder.find(plain, still)
        # Danger right now has to be answered: what is read as one is short, and so it is read to its end however late.
        still = _however_late if self._finder.urgent(found) else still
        still()
        contact = [] if sure & LEADS_NOWHERE else self._contacts.find(words, plain, still, among.app)
        nothing = not found and not contact
        if nothing and (joined or sure & WEIGHS_LITTLE):
            return _NOTHING
        load = self._scale.load(plain)
        if nothing and self._scale.light(load, plain):
            return _NOTHING
        mine = spared.of_names(plain)
        weighed = self._scale.weigh(plain, mine) if mine else self._scale.weighed(load, len(plain.words))
        still()
        counted = self._counted(plain, [each for each in found if not spared.found_in(each, mine)])
        contact = [hit for hit in contact if not spared.hit_in(plain, hit, mine)]
        seen: list[Seen] = [
            (rule, context.hit(plain, rule.id, place)) for rule, each in counted for place in _all(each)
        ]
        seen += [(None, hit) for hit in contact]
        # A rule that asks for less than its class must not keep from the scale what would be kept back if it were off.
        kinds = {deciding.kind_of(rule) for rule, _ in seen if rule is None or not self._asks_less(rule)}
        heavy = [] if joined else self._heavy(plain, weighed, kinds, among.many)
        if not (seen or heavy):
            return _NOTHING
        verdict = deciding.decided(self._table, [*seen, *heavy])
        open_to_doubt = verdict.outcome != "pass" and not heavy and deciding.can_be_doubted(seen, len(plain.words))
        if open_to_doubt and self._doubtful(plain, counted, mine, among.many, still):
            return Reading(deciding.doubted(self._table, verdict, seen), [])
        if open_to_doubt:
            verdict = deciding.less_loud(verdict, weighed)
        return Reading(verdict, _others(plain, counted, contact) if not heavy else None)

    def _doubtful(
        self,
        plain: Plain,
        counted: list[tuple[Rule, Found]],
        mine: frozenset[int],
        among: int,
        still: Callable[[], None],
    ) -> bool:
        """Whether nothing near any place that a rule saw bears it out: in a long message, calm words lie far away."""
        rules, words = [rule for rule, _ in counted], range(len(plain.words))
        reach = len(words) if len(words) <= _LONG else _CLOSE
        places = (place for _, each in counted for place in _all(each))
        near = ((max(0, start - reach), min(len(words), end + reach)) for start, end in places)
        for first, last in dict.fromkeys(near):
            still()
            away = frozenset(word for word in words if not first <= word <= last)
            if not deciding.doubtful(rules, self._scale.weigh(plain, away | mine), among):
                return False
        return True

    def _asks_less(self, rule: Rule) -> bool:
        """Whether it was lowered, or is written to do less than its class: two weak signs alone are no alarm."""
        usual = self._table[rule.kind].outcome
        return rule.lowered or STRICTER.index(rule.outcome or usual) > STRICTER.index(usual)

    def _heavy(self, plain: Plain, weighed: Weighed, kinds: Container[Kind], among: int) -> list[Seen]:
        """What the words weigh together, if that says more than the rules that saw something."""
        rule = deciding.by_weight(self._table, self._weighed, weighed, len(plain.words), among)
        if rule is None or rule.kind in kinds or ("contact" in kinds and rule.kind not in _OVER_CONTACT):
            return []
        return [(rule, context.hit(plain, rule.id, place)) for place in self._scale.heaviest(plain, rule.kind)]

    def _counted(self, plain: Plain, found: list[Found]) -> list[tuple[Rule, Found]]:
        """What counts of what was found: what is not said with a "not"."""
        ruled = [(self._lexicon.rules[each.rule], each) for each in found]
        return [(rule, each) for rule, each in ruled if rule.negated or not context.negated(plain, each.places[0])]


def _however_late() -> None:
    """No budget."""


def _all(found: Found) -> Iterable[Place]:
    """Each place of what was found, once."""
    return dict.fromkeys((*found.places, *found.others))


def _others(plain: Plain, counted: Iterable[tuple[Rule, Found]], contact: Iterable[Hit]) -> list[Other] | None:
    """All that would have to be said otherwise; None if something can not be."""
    others: list[Other] = [(hit.start, hit.end, suggest.MASK) for hit in contact]
    for rule, each in counted:
        if rule.kind not in ("contact", "tool", "method"):
            continue
        other = suggest.MASK if rule.kind == "contact" else rule.swap
        if other is None:
            return None
        others += _swapped(plain, rule, each, other)
    return others


def _swapped(plain: Plain, rule: Rule, found: Found, other: str) -> list[Other]:
    """The places of what was found with what stands there instead, in the words as written."""
    spans: list[Other] = []
    for first, last in found.others:
        named = [word for word in range(first, last + 1) if plain.words[word] in rule.swap_words] or [first, last]
        spans.append((plain.spans[named[0]][0], plain.spans[named[-1]][1], other))
    return spans


def _watched(lexicon: Lexicon) -> set[str]:
    """Every word that a rule or group turns on."""
    written = [*lexicon.groups.values(), *((*rule.phrases, *rule.unless) for rule in lexicon.rules.values())]
    pieces = (piece for phrase in chain(*written) for way in read_phrase(phrase) for row in way for piece in row.pieces)
    texts = (text for piece in pieces if not piece.group for text in piece.texts)
    return {word for text in texts for word in text.rstrip("*").split()}
