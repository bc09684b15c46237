"""The script checker: the bundled course passes without a remark, and each thing to look at is said with its place."""

import pytest
from msgspec import structs

from cohorts.script import contested
from cohorts.script.checker import Remark, Setting, check
from cohorts.script.contested import Entry
from cohorts.script.readability import reading_age, syllables
from cohorts.script.shape import CourseText, StepText
from tests.cohorts.scripts import SMALL, WEEK, bundled, with_step, with_steps

pytestmark = pytest.mark.embedded

ENTRIES = contested.lexicon().entries
PARTS = {
    "welcome": 3,
    "check-in": 7,
    "agreement": 3,
    "topic": 10,
    "activity": 17,
    "reflection": 10,
    "challenge": 3,
    "closing": 7,
}
FIRST = PARTS | {"agreement": 10, "topic": 6, "activity": 14}
HARD = (
    "Subsequently, participating individuals articulate psychological vulnerabilities, and facilitators acknowledge "
    "extraordinary contributions with considerable appreciation. Establishing confidentiality necessitates "
    "responsible, appropriately communicated boundaries, because misunderstandings undermine everybody’s confidence. "
    "Nevertheless, considerable uncertainties remain."
)


def remarks(course: CourseText) -> list[Remark]:
    return check(course)


def only(course: CourseText) -> Remark:
    [remark] = check(course)
    return remark


def test_the_bundled_course_passes_without_a_remark() -> None:
    course = bundled()
    assert len(course.weeks) == 7
    assert check(course) == []
    assert max(reading_age("\n".join(step.words for step in week.steps)) for week in course.weeks) < 9


def test_the_bundled_course_keeps_the_frame_of_an_evening() -> None:
    for week in bundled().weeks:
        parts: dict[str, int] = {}
        for step in week.steps:
            parts[step.part] = parts.get(step.part, 0) + step.minutes
        assert parts == (FIRST if week.number == 1 else PARTS)


def test_the_bundled_course_says_what_every_evening_must() -> None:
    for week in bundled().weeks:
        goodbye, reflection = week.steps[-1], next(step for step in week.steps if step.kind == "reflection")
        challenge = next(step for step in week.steps if step.part == "challenge")
        assert "press help" in goodbye.words.lower()
        assert "nobody from the course reads here" in goodbye.words.lower()
        assert "Only you can see this" in reflection.words
        assert "leave it" in challenge.words
        assert any(step.kind == "exercise" for step in week.steps if step.part == "closing")


def test_a_small_good_course_passes() -> None:
    assert check(SMALL) == []


@pytest.mark.parametrize(("entry", "words"), [(entry, words) for entry in ENTRIES for words in entry.caught])
def test_contested_content_is_caught_in_words_and_in_notes(entry: Entry, words: str) -> None:
    for field in ("words", "notes"):
        found = remarks(with_step(**{field: f"Hello.\n{words}"}))
        assert Remark(1, "check-in", field, 2, found[0].reason) in found
        assert any(one.reason.endswith(entry.reason) for one in found)


@pytest.mark.parametrize("words", [words for entry in ENTRIES for words in entry.let_by])
def test_what_only_looks_alike_is_let_by(words: str) -> None:
    assert list(contested.find(words)) == []


def test_the_list_says_its_version_and_why_for_each_entry() -> None:
    lexicon = contested.lexicon()
    assert lexicon.version >= 1
    assert {entry.name for entry in lexicon.entries} >= {
        *("pain-or-sensation-swap", "counting-days", "scars", "addict", "brain-chemistry", "wound-care", "methods"),
    }
    assert all(entry.reason.endswith(".") for entry in lexicon.entries)


@pytest.mark.parametrize(
    "words", ["an elas\u00adtic band", "ＥＬＡＳＴＩＣ bands", "elastic-band", "Elastic\u00a0band"]
)
def test_other_ways_of_writing_are_seen_through(words: str) -> None:
    assert [found.entry.name for found in contested.find(words)] == ["pain-or-sensation-swap"]


def test_contested_content_in_every_other_field_is_caught() -> None:
    swap = "elastic band"
    week = structs.replace(WEEK, theme=swap, aim=swap, lobby=(swap,), prepare=("ok", swap), watch_outs=(swap,))
    course = structs.replace(SMALL, title=swap, about=swap, agreement=("ok", swap), weeks=(week,))
    found = {(one.week, one.field, one.line) for one in check(course)}
    assert found == {
        *((0, "title", 1), (0, "about", 1), (0, "agreement", 2)),
        *((1, "theme", 1), (1, "aim", 1), (1, "lobby", 1), (1, "prepare", 2), (1, "watch_outs", 1)),
    }


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(10, ""), (9, ""), (8, ""), (7, "leave 3 minutes empty"), (11, "1 minute longer"), (40, "30 minutes longer")],
)
def test_steps_that_do_not_fill_the_hour_are_said(minutes: int, said: str) -> None:
    found = remarks(with_step(minutes=minutes))
    assert [(one.field, said in one.reason) for one in found] == ([("minutes", True)] if said else [])


def test_a_lobby_has_room_for_four_short_lines() -> None:
    assert not remarks(structs.replace(SMALL, weeks=(structs.replace(WEEK, lobby=("Hello.",) * 4),)))
    remark = only(structs.replace(SMALL, weeks=(structs.replace(WEEK, lobby=("Hello.",) * 5),)))
    assert (remark.field, remark.reason) == ("lobby", "The lobby has room for four short lines.")


@pytest.mark.parametrize("field", ["aim", "prepare", "watch_outs"])
def test_what_staff_need_to_know_and_do_not_is_said(field: str) -> None:
    bare = structs.replace(WEEK, **{field: "" if field == "aim" else ()})
    remark = only(structs.replace(SMALL, weeks=(bare,)))
    assert (remark.week, remark.field, remark.severity) == (1, field, "warning")


@pytest.mark.parametrize(("missing", "said"), [(0, "no check-in"), (1, "no private reflection"), (2, "no closing")])
def test_a_part_that_every_evening_needs_is_missed(missing: int, said: str) -> None:
    steps = [step for index, step in enumerate(WEEK.steps) if index != missing]
    longer = structs.replace(steps[0], minutes=60 - steps[1].minutes)
    assert said in only(with_steps(longer, steps[1])).reason


@pytest.mark.parametrize(
    ("changes", "field", "severity", "said"),
    [
        ({"notes": ""}, "notes", "warning", "No notes"),
        ({"words": ""}, "words", "error", "nothing to send"),
        ({"kind": "poll"}, "options", "error", "needs 2 to 8 options"),
        ({"kind": "poll", "options": ("One",)}, "options", "error", "here are 1"),
        ({"kind": "poll", "options": tuple("123456789")}, "options", "error", "here are 9"),
        ({"kind": "poll", "options": ("Yes", "Yes")}, "options", "error", "the same"),
        ({"kind": "poll", "options": ("Yes", "")}, "options", "error", "empty"),
        ({"kind": "poll", "options": ("Yes", "o " * 31)}, "options", "warning", "a button shows 60"),
        ({"kind": "scale"}, "options", "error", "what 0 means"),
        ({"kind": "scale", "options": ("a", "b", "c")}, "options", "error", "what 0 means"),
        ({"options": ("Yes", "No")}, "options", "error", "Only polls and scales"),
        ({"breathing": True}, "breathing", "error", "Only an exercise"),
        ({"words": "We go on. " * 41}, "words", "warning", "easy to take in"),
        ({"words": "One\n" * 15}, "words", "warning", "A phone shows about 14 lines"),
        ({"words": "Look at " + "a" * 23}, "words", "warning", "too long for one line"),
        ({"words": "Look at https://example.org"}, "words", "warning", "no links"),
        ({"words": HARD}, "words", "warning", "The reading age is"),
    ],
)
def test_a_step_that_needs_another_look_says_where_and_why(
    changes: dict[str, object], field: str, severity: str, said: str
) -> None:
    found = [one for one in remarks(with_step(**changes)) if one.step == "check-in" and said in one.reason]
    assert [(one.field, one.severity) for one in found] == [(field, severity)]


def test_a_poll_and_a_scale_with_their_options_pass() -> None:
    assert check(with_step(kind="poll", options=("Yes", "No"))) == []
    assert check(with_step(kind="scale", options=("not at all", "very much"))) == []


def test_a_week_and_a_course_without_anything_are_errors() -> None:
    for course, week in ((with_steps(), 1), (structs.replace(SMALL, weeks=()), 0)):
        assert (only(course).week, only(course).severity) == (week, "error")


def test_the_reading_age_is_measured_against_the_setting_at_the_hardest_line() -> None:
    hard = with_step(words="You are welcome here.\n" + HARD)
    told = [one for one in check(hard) if "reading age" in one.reason]
    assert [(one.step, one.line) for one in told][-1] == ("check-in", 2)
    assert "Subsequently" in told[-1].reason
    lenient = Setting(reading_age=22)
    assert not [one for one in check(hard, lenient) if "reading age" in one.reason]
    other = structs.replace(hard, language="de")
    assert not [one for one in check(other) if "reading age" in one.reason]


def test_a_line_over_a_screen_is_counted_in_rows_of_a_phone() -> None:
    long_line = "Here we are. " * 30
    [remark] = [one for one in remarks(with_step(words=f"Hello.\nThere.\n{long_line}")) if "phone" in one.reason]
    assert remark.line == 3


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *(("a", 1), ("the", 1), ("wave", 1), ("helped", 1), ("clothes", 1), ("eye", 1), ("you’re", 1)),
        *(("little", 2), ("people", 2), ("wanted", 2), ("quiet", 2), ("evening", 2), ("being", 2), ("places", 2)),
        *(("idea", 3), ("everyone", 3), ("curious", 3), ("agreement", 3), ("sometimes", 2), ("science", 2)),
        *(("situation", 4), ("activity", 4), ("experience", 4), ("facilitator", 5), ("hm", 1)),
    ],
)
def test_syllables_are_heard(word: str, number: int) -> None:
    assert syllables(word) == number


def test_simple_words_are_for_younger_readers_than_hard_ones() -> None:
    simple = "We sit by the sea. The sun is warm. I like to swim. My dog runs on the sand."
    school = "Feelings can be like messages. Sometimes the message is wrong, but it is still worth reading twice."
    assert reading_age("") == 5
    assert reading_age(simple) < 7 < reading_age(school) < 11
    assert reading_age(HARD) == 22


def test_a_step_stands_for_itself() -> None:
    [first, *others] = WEEK.steps
    broken: list[StepText] = [structs.replace(first, words=""), *others]
    assert only(with_steps(*broken)).step == first.name
