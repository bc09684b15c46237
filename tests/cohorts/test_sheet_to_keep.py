"""A sheet to keep: there once the last evening has ended, for whoever was there or not, and it takes nothing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cohorts import actions
from cohorts.actions.leave_course import leave_course
from cohorts.models import Seat, Session, Step, Week
from cohorts.models.session import Outcome
from cohorts.script import contested
from cohorts.script.folder import BUNDLED
from cohorts.signposts import pack
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.models import Level
from tests import cast
from tests.cohorts.attended import held
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db
MINE, KEEP, FILE = "/mine/", "/mine/keep/", "/mine/keep/file/"
TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')


def last_evening(phase: str = "closing") -> cast.Evening:
    """The last evening of all: its week looked at one thing, and asked the group another."""
    evening = cast.evening(phase)
    Week.objects.filter(pk=evening.session.week_id).update(theme="Feelings")
    for at, (name, part, kind, title) in enumerate([
        ("names", "topic", "text", "Giving it a name"), ("ask", "topic", "poll", "Which one tonight?"),
        ("gone", "topic", "text", "Left out of the draft"), ("wall", "activity", "text", "The wall"),
    ]):  # fmt: skip
        Step.objects.create(
            week=evening.session.week, position=at, name=name, part=part, kind=kind, title=title, minutes=3,
            removed_at=timezone.now() if name == "gone" else None,
        )  # fmt: skip
    return evening


def sheets(evening: cast.Evening, seat: Seat) -> tuple[str, str]:
    """The sheet as a page and as a file."""
    client = browser(evening, seat)
    return client.get(KEEP).content.decode(), client.get(FILE).content.decode()


@pytest.mark.parametrize("phase", ["waiting", "lobby", "open"])
def test_before_the_last_evening_has_ended_there_is_none(phase: str) -> None:
    evening = last_evening(phase)
    otter = browser(evening, evening.otter)
    assert "A sheet to keep" not in otter.get(MINE).content.decode()
    for address in (KEEP, FILE):
        answer = otter.get(address)
        assert (answer.status_code, answer["Location"]) == (303, MINE)


@pytest.mark.parametrize("phase", ["closing", "over"])
def test_from_its_end_on_ones_own_page_leads_there_whoever_came(phase: str) -> None:
    evening = last_evening(phase)
    for seat in (evening.otter, evening.moth):
        page = browser(evening, seat).get(MINE).content.decode()
        assert f'href="{KEEP}"' in page
        assert "You can have it if you missed some, too." in page


def test_it_has_the_evenings_in_their_own_words_help_and_no_name_but_the_one_in_the_room() -> None:
    evening = last_evening()
    for sheet in sheets(evening, evening.otter):
        assert "For Teal Otter." in sheet
        assert not any(seat.name in sheet for seat in evening.seats[1:])
        assert "Feelings" in sheet
        assert "Giving it a name" in sheet
        assert not any(title in sheet for title in ("Which one tonight?", "Left out of the draft", "The wall"))
        assert "Text SHOUT to 85258" in sheet
        assert all(line.source in sheet for line in (*pack().emergency, *pack().lines, *pack().nations))
        assert "not yet checked by a person" in sheet
        assert all(line in sheet for line in ("I notice it by …", "My wins", "call 999 or text a help line"))


def test_an_evening_that_was_cancelled_or_could_not_be_held_is_not_told_of() -> None:
    evening = last_evening()
    for changes in ({"outcome": Outcome.NOT_HELD}, {"outcome": "", "cancelled_at": timezone.now()}):
        Session.objects.filter(pk=evening.session.pk).update(**changes)
        later = Week.objects.create(course=evening.cohort.course, number=len(changes) + 7, theme="Looking ahead")
        ended = timezone.now() - timedelta(minutes=1)
        began = ended - timedelta(hours=1)
        Session.objects.create(
            cohort=evening.cohort, week=later, opens_at=began, starts_at=began, ends_at=ended, closes_at=ended
        )
        for sheet in sheets(evening, evening.otter):
            assert "Looking ahead" in sheet
            assert "Feelings" not in sheet


def test_an_evening_that_was_made_up_for_is_told_of_once_and_where_it_came_at_last() -> None:
    evening = last_evening()
    again, between = evening.session, timezone.now() - timedelta(days=1)
    ahead = Week.objects.create(course=evening.cohort.course, number=8, theme="Looking ahead")
    for week, days, outcome in ((again.week, 7, Outcome.NOBODY_CAME), (ahead, 0, "")):
        ends = between - timedelta(days=days)
        Session.objects.create(
            cohort=evening.cohort, week=week, opens_at=ends - timedelta(hours=1), starts_at=ends - timedelta(hours=1),
            ends_at=ends, closes_at=ends, outcome=outcome,
        )  # fmt: skip
    for sheet in sheets(evening, evening.otter):
        assert sheet.count("Feelings") == sheet.count("Giving it a name") == 1
        assert sheet.index("Looking ahead") < sheet.index("Feelings")


def test_what_is_written_on_it_goes_nowhere() -> None:
    evening = last_evening()
    page, _ = sheets(evening, evening.otter)
    main = page[page.index("<main") : page.index("</main>")]
    fields = re.findall(r"<textarea[^>]*>", main)
    assert len(fields) == 6
    assert not any(" name=" in field for field in fields), "a field without a name is sent by no form"
    assert all('autocomplete="off"' in field and 'spellcheck="false"' in field for field in fields)
    assert "<form" not in main
    otter = browser(evening, evening.otter)
    for address in (KEEP, FILE):
        assert submit(otter, address, {"plan": "x"}, on=MINE).status_code == 405


def test_the_file_is_plain_text_with_lines_to_write_on_and_its_name_tells_nothing() -> None:
    evening = last_evening()
    answer = browser(evening, evening.otter).get(FILE)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="sheet.txt"'
    assert answer["Cache-Control"] == "no-store"
    saved = answer.content.decode()
    assert not re.search(r"&\w+;|&#|<\w|\{[{%]|\n{4}", saved), "as it is read, not as a page is written"
    assert len(re.findall(r"^_+$", saved, re.MULTILINE)) == 8
    assert "______\n\nThen I can try …\n____" in saved
    assert "\nWeb chat: https://www.childline.org.uk/\nCall 0800 1111\n" in saved, "what can be written comes first"


def test_whoever_left_has_none_and_whoever_is_nobody_here_neither() -> None:
    evening = last_evening()
    leave_course(evening.heron, timezone.now())
    actions.withdraw(evening.badger, timezone.now())
    clients = [browser(evening, evening.heron), browser(evening, evening.badger), browser()]
    for client in (*clients, browser(evening, evening.counsellor)):
        for address in (KEEP, FILE):
            answer = client.get(address)
            assert answer.status_code == 303
            assert b"Otter" not in answer.content


def test_it_is_the_same_whether_or_not_somebody_is_worried_about_them() -> None:
    evening = last_evening()
    before = [TOKEN.sub("", sheet) for sheet in sheets(evening, evening.hare)]
    raise_afterwards(evening.counsellor, evening.session, evening.hare, Level.NOW, "x", timezone.now())
    assert [TOKEN.sub("", sheet) for sheet in sheets(evening, evening.hare)] == before


def test_it_asks_the_same_few_questions_of_the_database_however_many_evenings_there_were(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    evening = last_evening("over")
    held(evening.session)
    otter = browser(evening, evening.otter)
    with django_assert_max_num_queries(13):
        otter.get(KEEP)


def test_the_course_promises_no_list_or_box_that_nothing_keeps_and_says_what_there_is() -> None:
    weeks = "\n".join(file.read_text(encoding="utf-8") for file in sorted(BUNDLED.glob("*.toml")))
    for promise in ("list of wins", "on your list", "on the list", "what they take away", "Save the box"):
        assert promise not in weeks
    assert not any("list of wins" in one.reason for one in contested.lexicon().entries)
    assert "From then on your own page has a sheet to keep." in weeks
