"""Words are weighed together: what no phrase tells is kept back, what only looked like danger passes with a mark."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.guard import Guard, weights
from chat.guard.across import Lines
from chat.guard.deciding import ACTS, SURE, doubtful, less_loud
from chat.guard.lexicon import Change, Lexicon, Rule, made, shipped
from chat.guard.scale import Scale, Weighed
from chat.guard.verdict import KINDS, Kind, Level, Outcome, Verdict
from chat.guard.weights import WEIGHED, Weights, packed, unpacked
from tests.learning.lines import plain
from tests.unhurried import unhurried

#: A small language: "lanterns" weigh much for danger now, "river" with "night" for meeting, and tea is calm.
HEAVY: dict[str, dict[Kind, int]] = {
    "lanterns": {"imminent": 1600},
    "by the": {"tool": 5},
    "river tonight": {"meet": 1600},
    "tea": {"imminent": -1600},
}
WEIGHTS = st.lists(st.integers(-3000, 3000), min_size=len(WEIGHED), max_size=len(WEIGHED))


def learnt(pieces: dict[str, dict[Kind, int]], bias: float = -3.0) -> Weights:
    rows = {piece: [theirs.get(kind, 0) for kind in WEIGHED] for piece, theirs in pieces.items()}
    return weights.read(weights.written([bias] * len(WEIGHED), "made up", rows).splitlines())


def guard(pieces: dict[str, dict[Kind, int]] | None = None, *changes: Change) -> Guard:
    return Guard(_lexicon().changed(changes), budget=10, weights=learnt(HEAVY if pieces is None else pieces))


def weighed_by(learnt: Weights, words: str) -> Weighed:
    scale, said = Scale(learnt), plain(words)
    return scale.weigh(said)


def _lexicon() -> Lexicon:
    """Two plain rules, and those for what words weigh."""
    weighed = [rule for rule in shipped().rules.values() if rule.weighed]
    cut = Rule("method.cut", "method", "Names it.", ("cut myself",), swap="hurt myself")
    sad = Rule("low.point", "low", "Sad.", ("what is the point",))
    return made({}, [*weighed, cut, sad])


@given(st.lists(WEIGHTS, max_size=60))
def test_one_sum_is_the_sum_of_every_class(many: list[list[int]]) -> None:
    assert unpacked(sum(map(packed, many))) == [sum(each) for each in zip(*many, strict=True)] or not many


@settings(deadline=None)
@given(st.text(max_size=300))
def test_likelihoods_are_shares_of_one_whatever_is_written(words: str) -> None:
    weighed = weighed_by(learnt(HEAVY), words)
    assert all(0 <= share <= 1 for share in weighed.shares)
    assert weighed.danger <= 1.000001


@given(WEIGHTS, st.integers(0, 300))
def test_what_looks_light_could_never_have_been_kept_back(sums: list[int], words: int) -> None:
    scale, said = Scale(learnt({})), plain("tea " * words)
    assert not scale.light(packed(sums), said) or scale.weighed(packed(sums), len(said.words)).danger < ACTS


def test_what_is_not_light_is_looked_at_closely() -> None:
    scale, said = Scale(learnt({}, bias=0)), plain("tea and lanterns")
    assert scale.light(packed([-310] * len(WEIGHED)), said)
    assert not scale.light(packed([-300, 300] + [-300] * (len(WEIGHED) - 2)), said)


def test_every_class_of_danger_can_be_lowered_by_its_name() -> None:
    weighed = [rule.kind for rule in shipped().rules.values() if rule.weighed]
    # Ways to find somebody are found by their form.
    assert {*weighed, "contact"} == {*WEIGHED}
    assert set(KINDS) - set(WEIGHED) == {"low", "swearing"}


def test_words_that_weigh_much_are_kept_back_and_shown_where_they_stand() -> None:
    words = "They lit the lanterns"
    verdict = guard().read(words)
    assert (verdict.outcome, verdict.kind, verdict.rule) == ("divert", "imminent", "imminent.weighed")
    assert [words[hit.start : hit.end] for hit in verdict.hits] == ["lanterns"]


def test_two_words_weigh_together_what_neither_weighs_alone() -> None:
    reader = guard()
    assert reader.read("by the river tonight").kind == "meet"
    assert reader.read("tonight by the river") == Verdict("pass")


def test_several_lines_are_no_message_and_are_not_weighed_as_one() -> None:
    reader, heard = guard(), Lines()
    reads = reader.read, reader.read_joined
    assert reader.read("we sit by the river tonight").kind == "meet"
    said = [heard.read(line, at, *reads) for at, line in enumerate(("we sit by the", "river tonight"))]
    assert said == [Verdict("pass"), Verdict("pass")]


def test_a_trick_of_letters_weighs_what_the_word_weighs() -> None:
    assert guard().read("they lit the l a n t e r n s").kind == "imminent"


def test_two_or_three_words_say_too_little_to_be_weighed() -> None:
    assert guard().read("lit the lanterns") == Verdict("pass")


def test_among_few_words_it_has_to_be_likelier_than_among_many() -> None:
    pieces: dict[str, dict[Kind, int]] = {"lanterns": {"meet": 1000}}
    assert weighed_by(learnt(pieces), "they lit lanterns again").danger > ACTS
    assert guard(pieces).read("they lit lanterns again").outcome == "pass"


def test_a_calm_word_outweighs_it() -> None:
    assert guard().read("they lit lanterns and tea").outcome == "pass"


def test_an_empty_message_weighs_nothing() -> None:
    assert weighed_by(learnt(HEAVY), "").danger < ACTS


def test_what_is_likely_but_not_sure_a_person_reads_first() -> None:
    verdict = guard({"lanterns": {"imminent": 1500, "tips": 1450}}).read(
        "they lit the lanterns again down at the harbour"
    )
    assert (verdict.outcome, verdict.level) == ("hold", "soon")


@pytest.mark.parametrize(
    ("weight", "outcome", "told"),
    [(1050, "pass", False), (1080, "hold", False), (1450, "hold", False), (1750, "divert", True)],
)
def test_danger_now_is_read_by_a_person_though_less_likely_than_others_have_to_be(
    weight: int, outcome: str, told: bool
) -> None:
    others: dict[Kind, int] = dict.fromkeys(WEIGHED, -900)
    pieces: dict[str, dict[Kind, int]] = {"paper boats": {**others, "imminent": weight}}
    words = "they set the paper boats out on it tonight"
    verdict = guard(pieces).read(words)
    assert (verdict.outcome, verdict.level == "now") == (outcome, told)
    likely = weighed_by(learnt(pieces), words).danger
    assert (likely > ACTS) == (weight > 1200)
    assert guard({"paper boats": {"tool": weight}}).read(words).outcome == ("hold" if likely > ACTS else "pass")
    assert guard({"paper boats": {"meet": weight}}).read(words).outcome == ("hold" if likely > 0.87 else "pass")


def test_a_rule_that_asks_for_less_than_its_class_keeps_nothing_from_the_alarm_of_what_words_weigh() -> None:
    weak = Rule("imminent.weak", "imminent", "Two weak signs.", ("the boats",), outcome="hold", level="soon")
    lexicon = made({}, [*_lexicon().rules.values(), weak])
    reader = Guard(lexicon, budget=10, weights=learnt({**HEAVY, "the boats": {"imminent": 950}}))
    alone, heavy = reader.read("they lit the boats"), reader.read("they lit lanterns on the boats")
    assert (alone.outcome, alone.level, alone.reply) == ("hold", "soon", None)
    assert (heavy.outcome, heavy.level) == ("divert", "now")


def test_an_organisation_lowers_it_or_switches_it_off() -> None:
    words, name = "they lit the lanterns", "imminent.weighed"
    assert guard(None, Change("lower", "imminent", name)).read(words).outcome == "hold"
    assert guard(None, Change("off", "imminent", name)).read(words) == Verdict("pass")


def test_no_other_way_to_say_it_is_offered_for_what_only_weighs() -> None:
    verdict = guard({"lanterns": {"tool": 1600}}).read("they lit the lanterns")
    assert (verdict.outcome, verdict.suggestion) == ("hold", None)


CALMING = {"dinner": dict.fromkeys(WEIGHED, -900)}


def test_a_rule_that_met_harmless_words_passes_with_a_mark_for_staff() -> None:
    words = "cut myself on a tin making dinner"
    undecided = Guard(_lexicon(), budget=10, weights=weights.NONE)
    before, after = undecided.read(words), guard(CALMING).read(words)
    assert (before.outcome, before.level, before.suggestion) == ("swap", "soon", "hurt myself on a tin making dinner")
    assert (after.outcome, after.level, after.hits) == ("pass", "note", before.hits)


@pytest.mark.parametrize(
    ("rule", "among", "doubted_from"),
    [
        (Rule("method.cutting", "method", "Names a way."), 1, -2.5),
        (Rule("method.scars", "method", "Names scars.", unsure=True), 1, -2.0),
        (Rule("tool.a-blade", "tool", "Names a thing."), 2, -2.0 + log(2) / 2),
        (Rule("imminent.plan", "imminent", "Tells of a plan.", unsure=True), 1, -1.0),
    ],
    ids=["a way or a thing", "what is often harmless", "in a stretch", "danger now is not spared sooner for it"],
)
def test_a_rule_is_doubted_from_a_weight_on_that_fits_how_often_it_is_wrong(
    rule: Rule, among: int, doubted_from: float
) -> None:
    for by, doubts in ((-0.1, True), (0.1, False)):
        around = Weighed((doubted_from + by,) * len(WEIGHED))
        assert doubtful([rule], around, among) is doubts


@pytest.mark.parametrize(
    ("outcome", "imminent", "other", "told", "level"),
    [
        ("hold", -5.0, 2.0, "hold", "soon"),
        ("hold", -5.0, 2.2, "hold", "now"),
        ("block", -5.0, 0.4, "block", "soon"),
        ("divert", 0.1, -5.0, "divert", "now"),
        ("divert", -0.1, -5.0, "hold", "soon"),
        ("divert", -0.1, 2.2, "hold", "now"),
    ],
)
def test_what_words_bear_out_less_waits_for_a_person_and_calls_for_one_less_loudly(
    outcome: Outcome, imminent: float, other: float, told: Outcome, level: Level
) -> None:
    around = Weighed((imminent, other, *[-5.0] * (len(WEIGHED) - 2)))
    verdict = less_loud(Verdict(outcome, "meet", "now", reply="plan" if outcome == "divert" else None), around)
    assert (verdict.outcome, verdict.level, verdict.reply) == (told, level, "plan" if told == "divert" else None)


@pytest.mark.parametrize(
    ("words", "too_little", "enough"), [("we all were {} until we moved", 1400, 2000), ("{}", 1500, 3000)]
)
def test_what_only_weighs_like_a_way_to_find_somebody_waits(words: str, too_little: int, enough: int) -> None:
    for weight, outcome, level in ((too_little, "pass", None), (enough, "hold", "note")):
        verdict = guard({"thistledown juniors": {"contact": weight}}).read(words.format("at the thistledown juniors"))
        assert (verdict.outcome, verdict.level) == (outcome, level)


def test_doubt_about_a_thing_s_name_does_not_have_staff_look_sooner() -> None:
    for weight in (1300, 3000):
        verdict = guard({"paper boats": {"tool": weight}}).read("they set the paper boats out on it tonight")
        assert (verdict.outcome, verdict.level) == ("hold", "note"), weight


def test_what_a_rule_saw_waits_for_a_person_who_is_not_called_by_a_tone() -> None:
    asks = made({}, [Rule("meet.asks", "meet", "Asks to meet.", ("meet me",))])
    for bias, level in ((1.0, "soon"), (2.5, "now")):
        verdict = Guard(asks, budget=10, weights=learnt({}, bias)).read("meet me by the fountain after dinner")
        assert (verdict.outcome, verdict.level) == ("hold", level)


def test_two_or_three_words_say_too_little_to_make_a_rule_doubt() -> None:
    assert guard(CALMING).read("cut myself dinner").outcome == "swap"


def test_what_an_organisation_added_is_kept_back_however_calm_the_rest_is() -> None:
    mill = Change("add", "meet", phrase="the old (mill|bakery)")
    assert guard(CALMING, mill).read("dinner at the old mill").outcome == "hold"


def test_a_number_is_masked_however_calm_the_rest_is() -> None:
    assert guard(CALMING).read("dinner? 07700 900142").outcome == "mask"


def test_sadness_keeps_its_mark_however_calm_the_rest_is() -> None:
    assert guard(CALMING).read("whats the point, even of dinner").level == "soon"


def test_sadness_keeps_its_mark_beside_what_a_rule_saw_and_words_make_doubt() -> None:
    verdict = guard(CALMING).read("cut myself on a tin making dinner, what is the point")
    assert (verdict.outcome, verdict.kind, verdict.level) == ("pass", "method", "soon")


def test_weights_for_other_classes_are_refused() -> None:
    text = weights.written([0.0] * len(WEIGHED), "made up", {}).replace("imminent", "weather")
    with pytest.raises(ValueError, match="run script/learn"):
        weights.read(text.splitlines())


def test_calm_words_far_away_do_not_undo_what_a_rule_saw() -> None:
    reader = guard({"dinner": dict.fromkeys(WEIGHED, -9000), "because": dict.fromkeys(WEIGHED, 900)})
    near, far = "dinner and i cut myself because of it", f"dinner {'and so on ' * 9} i cut myself because of it"
    assert reader.read(near).outcome == "pass"
    assert reader.read(far).outcome == "swap"


def test_a_plan_at_the_end_of_a_long_calm_message_sets_off_the_alarm() -> None:
    calm = (
        "school was fine today, we had chips and then i walked the dog by the river with my nan and she told me "
        "about her garden and we laughed a lot and had cake and watched a film about penguins. hi all, sorry im late, "
        "had tea first, it was pasta, my sister says hi, the cat is on the table, what did you do at half term. "
    )
    shipped_guard = unhurried()
    assert shipped_guard.read(calm).outcome == "pass"
    assert shipped_guard.read(f"{calm}im going to kill myself tonight").outcome == "divert"


def test_a_word_between_does_not_hide_what_two_weigh_together() -> None:
    reader, words = guard({**HEAVY, "river _ tonight": {"meet": 1600}}), "we sit by the river late tonight"
    verdict = reader.read(words)
    assert (verdict.kind, [words[hit.start : hit.end] for hit in verdict.hits]) == ("meet", ["river late tonight"])
    assert guard().read(words) == Verdict("pass")


def test_what_is_diverted_is_for_staff_to_look_at_now_however_sure_the_weights_are() -> None:
    reader, words = guard({"paper boats": {"imminent": 1750}}), "they set the paper boats out on it tonight"
    likely = weighed_by(learnt({"paper boats": {"imminent": 1750}}), words).danger
    verdict = reader.read(words)
    assert (ACTS < likely < SURE, verdict.outcome, verdict.level) == (True, "divert", "now")
