"""How it was: asked once the course is over, counted for the group, and nobody can say who answered what."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cohorts import evaluation
from cohorts.actions import own
from cohorts.actions.evaluate import OPEN_FOR, evaluate
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.actions.leave_course import leave_course, let_go
from cohorts.keeping import person
from cohorts.models import Act, Evaluation, Heard, Seat, Telling, Wanted, WhyHeld
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.models import Level
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.cohorts.test_sheet_to_keep import TOKEN
from tests.retention import let_go as retention

pytestmark = pytest.mark.django_db
MINE, ASK = "/mine/", "/mine/afterwards/"
ALL = {"safe": "mostly", "needed": "yes", "friend": "maybe", "best": "others"}


def counts(of: cast.Evening) -> dict[str, dict[str, int]]:
    """The numbers that were given, those of nought left out."""
    found = Evaluation.objects.filter(cohort=of.cohort).first()
    every = found.counts if found else {}
    given = {
        question: {answer: many for answer, many in answers.items() if many} for question, answers in every.items()
    }
    return {question: answers for question, answers in given.items() if answers}


def answered(evening: cast.Evening, *safe: str) -> None:
    """The first of the group answer one question each."""
    for seat, answer in zip(evening.seats, safe, strict=False):
        assert evaluate(seat, {"safe": answer}, timezone.now())


def over_since(evening: cast.Evening, ago: timedelta) -> None:
    """The last evening closed that long ago."""
    moved = evening.session.closes_at - (timezone.now() - ago)
    for field in ("opens_at", "starts_at", "ends_at", "closes_at"):
        setattr(evening.session, field, getattr(evening.session, field) - moved)
    evening.session.save()


def desk(evening: cast.Evening) -> str:
    return browser(evening, evening.coordinator).get(f"/desk/cohorts/{evening.cohort.public_id}/").content.decode()


def test_whoever_answers_is_counted_once_and_only_what_they_chose() -> None:
    evening = cast.evening("closing")
    otter = browser(evening, evening.otter)
    assert ">See the questions<" in otter.get(MINE).content.decode()
    page = otter.get(ASK).content.decode()
    assert page.count('value="" checked') == len(evaluation.QUESTIONS), "each is skipped until somebody chooses"
    assert "<textarea" not in page
    for _ in range(2):
        answer = submit(otter, ASK, {**ALL, "needed": ""}, on=MINE)
        assert (answer.status_code, answer["Location"]) == (303, f"{MINE}#afterwards")
    assert counts(evening) == {"safe": {"mostly": 1}, "friend": {"maybe": 1}, "best": {"others": 1}}
    page = otter.get(MINE).content.decode()
    assert "You told us. Thank you." in page
    assert ">See the questions<" not in page
    assert otter.get(ASK).status_code == 303
    submit(browser(evening, evening.heron), ASK, ALL, on=MINE)
    assert counts(evening)["safe"] == {"mostly": 2}


@pytest.mark.parametrize("sent", [{}, {"safe": ""}, {"safe": "never", "other": "yes"}, {"safe": "\0"}])
def test_whoever_skips_all_of_it_is_not_marked_and_may_still_answer(sent: dict[str, str]) -> None:
    evening = cast.evening("closing")
    otter = browser(evening, evening.otter)
    assert submit(otter, ASK, sent, on=MINE).status_code == 303
    assert counts(evening) == {}
    assert evaluate(evening.otter, ALL, timezone.now())


def test_it_is_asked_from_the_end_of_the_last_evening_for_two_weeks_and_of_whoever_has_a_seat() -> None:
    evening = cast.evening("open")
    ends, shuts = evening.session.ends_at, evening.session.closes_at + OPEN_FOR
    a_moment = timedelta(seconds=1)
    assert not evaluate(evening.otter, ALL, ends - a_moment)
    assert not evaluate(evening.otter, ALL, shuts)
    leave_course(evening.badger, timezone.now())
    assert not evaluate(evening.badger, ALL, ends)
    assert counts(evening) == {}
    assert evaluate(evening.otter, ALL, ends)
    assert evaluate(evening.moth, ALL, shuts - a_moment)
    for client in (
        browser(evening, evening.heron),
        browser(evening, evening.badger),
        browser(),
        browser(evening, evening.lead),
    ):
        assert client.get(ASK).status_code == 303


def test_the_mark_and_the_numbers_are_written_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    evening = cast.evening("closing")

    def breaks(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(evaluation, "added", breaks)
    with pytest.raises(RuntimeError), transaction.atomic():
        evaluate(evening.otter, ALL, timezone.now())
    assert not Seat.objects.get(pk=evening.otter.pk).evaluated
    assert counts(evening) == {}


@pytest.mark.django_db(transaction=True)
def test_all_who_press_at_once_are_counted_and_each_of_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    evening, together, adding = cast.evening("closing"), threading.Barrier(4), evaluation.added

    def slowly(now: evaluation.Counts, chosen: Mapping[str, str]) -> dict[str, dict[str, int]]:
        time.sleep(0.2)  # whoever read the numbers before it was their turn would lose somebody's now
        return adding(now, chosen)

    monkeypatch.setattr(evaluation, "added", slowly)

    def press(seat: Seat) -> bool:
        together.wait()
        try:
            return evaluate(seat, ALL, timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        pressed = [*pool.map(press, (evening.otter, evening.heron, evening.otter, evening.moth))]
    assert sorted(pressed) == [False, True, True, True]
    assert counts(evening)["safe"] == {"mostly": 3}


def test_no_row_of_any_table_says_what_somebody_answered_or_in_which_order() -> None:
    evenings = [cast.evening("closing"), cast.evening("closing")]
    for evening, turn in zip(evenings, (1, -1), strict=True):
        for seat, answer in [*zip(evening.seats, ("no", "yes", "mostly", "seldom"), strict=False)][::turn]:
            evaluate(seat, {"safe": answer}, timezone.now())
    first, second = (Evaluation.objects.get(cohort=evening.cohort) for evening in evenings)
    assert json.dumps(first.counts) == json.dumps(second.counts), "whoever came first is as whoever came last"
    assert {field.name for field in Evaluation._meta.get_fields()} == {"id", "cohort", "counts", "shut"}
    assert [one.evaluated for one in Seat.objects.filter(cohort=evenings[0].cohort).order_by("number")] == [
        True
    ] * 4 + [False] * 4
    assert not Act.objects.exists()
    assert not Telling.objects.exists()
    pointing = [
        model.__name__ for model in apps.get_models()
        if any(field.is_relation and field.related_model is Evaluation for field in model._meta.get_fields())
    ]  # fmt: skip
    assert pointing == ["Cohort"]


@pytest.mark.parametrize("safe", [("yes", "no", "no"), ("no",) * 5, ()])
def test_of_a_few_or_of_all_alike_the_desk_sees_nothing(safe: Sequence[str]) -> None:
    evening = cast.evening("over")
    answered(evening, *safe)
    over_since(evening, OPEN_FOR)
    page = desk(evening)
    assert "Fewer than four have answered, or all said the same; nothing is shown." in page
    assert "Did you feel safe" not in page


def test_from_four_on_it_sees_how_many_and_of_a_question_few_answered_still_nothing() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "yes", "no", "mostly")
    assert evaluate(evening.badger, {"safe": "yes", "friend": "no"}, timezone.now())
    over_since(evening, OPEN_FOR)
    page = " ".join(desk(evening).split())
    assert '<th scope="row">Yes</th><td>3</td>' in page
    assert '<rect width="33" height="12"/>' in page, "a third as long as the longest"
    assert page.count("Fewer than four have answered this, or all said the same; it is not shown.") == 3
    assert not any(seat.name in page for seat in evening.seats)


def test_while_somebody_may_still_answer_a_look_shows_nothing_so_that_two_looks_show_nobody() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "yes", "no", "mostly")
    over_since(evening, OPEN_FOR - timedelta(minutes=1))
    page = desk(evening)
    assert "The numbers are shown after that, if at least four have answered." in page
    assert "Did you feel safe" not in page
    over_since(evening, -timedelta(hours=2))
    assert "How it was for them" not in desk(evening)


def test_counts_are_shown_from_four_answers_on_that_are_not_all_alike() -> None:
    for given in product(range(6), repeat=3):
        several = sum(many > 0 for many in given) > 1
        assert evaluation.may_be_shown(given) == (sum(given) >= 4 and several)
    assert not evaluation.may_be_shown(())


def test_numbers_and_marks_go_with_the_words_unless_on_hold() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "no")
    goes = evening.session.closes_at + timedelta(days=settings.KEEP_CHAT_DAYS)
    hold = place_hold(evening.lead, evening.moth, WhyHeld.POLICE, timezone.now())
    after = goes + timedelta(seconds=1)
    assert retention("evaluations", goes) == 0
    assert retention("evaluations", after) == 0, "of numbers nobody can be left out"
    lift_hold(evening.lead, hold, timezone.now())
    assert retention("evaluations", after) == 1
    assert not Seat.objects.filter(evaluated=True).exists()
    over_since(evening, timedelta(days=settings.KEEP_CHAT_DAYS + 1))
    assert "No longer kept." in desk(evening)


def test_a_young_person_reads_that_they_answered_and_that_what_they_said_is_not_kept() -> None:
    evening = cast.evening("closing")
    answered(evening, "no")
    told = ("You told us how the course was.", "no answer is yours")
    for seat, has in ((evening.otter, True), (evening.heron, False)):
        lines = " ".join(line.says for section in person.told(person.seats_of(seat)) for line in section.lines)
        assert all((each in lines) == has for each in told)
        assert ("That you told us how it was for you." in browser(evening, seat).get(MINE).content.decode()) == has
        assert "We do not keep what you said." in browser(evening, seat).get("/mine/held/").content.decode()


def test_the_mark_goes_at_their_own_wish_and_when_they_have_left() -> None:
    evening = cast.evening("over")
    answered(evening, "yes", "no")
    own.begin(evening.lead, evening.otter, Wanted.DELETE, timezone.now(), Heard.WORDS)
    left = leave_course(evening.heron, timezone.now())
    assert left
    let_go(left + timedelta(seconds=1))
    own.finish(timezone.now())
    assert not Seat.objects.filter(evaluated=True).exists()
    assert counts(evening) == {"safe": {"yes": 1, "no": 1}}, "nobody can say which of the numbers was theirs"


def test_it_is_the_same_whether_or_not_somebody_is_worried_about_them() -> None:
    evening = cast.evening("closing")
    hare = browser(evening, evening.hare)
    before = [TOKEN.sub("", hare.get(address).content.decode()) for address in (MINE, ASK)]
    raise_afterwards(evening.counsellor, evening.session, evening.hare, Level.NOW, "x", timezone.now())
    assert [TOKEN.sub("", hare.get(address).content.decode()) for address in (MINE, ASK)] == before
