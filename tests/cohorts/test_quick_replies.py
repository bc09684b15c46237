"""Quick replies: the house's own list of kind words, written at the desk and used in the console alone."""

from __future__ import annotations

import html
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cohorts import quick_replies
from cohorts.actions.quick_replies import NoRoom, add_reply
from cohorts.models import Act, QuickReply, Role, Staff
from cohorts.models.quick_reply import LONGEST
from cohorts.quick_replies import MOST, bundled
from cohorts.script.readability import reading_age
from tests import cast
from tests.cohorts.doors import browser
from tests.cohorts.planned import Visitor

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
PAGE = "/desk/replies/"
NEW = "Shall I stay here while you read?"


def texts() -> list[str]:
    return [one.text for one in quick_replies.standing()]


def read(page: bytes) -> str:
    return html.unescape(page.decode())


def name_of(text: str) -> str:
    return next(one.name for one in quick_replies.standing() if one.text == text)


def test_those_that_come_along_are_few_short_and_plain() -> None:
    assert 5 < len(set(bundled())) == len(bundled()) < MOST
    assert max(len(one) for one in bundled()) <= LONGEST
    assert reading_age("\n".join(bundled())) <= 11


@pytest.mark.both
def test_the_list_is_made_ones_own_step_by_step_and_every_step_is_an_act_without_words() -> None:
    kit = Visitor(cast.staff("Kit", Role.COORDINATOR))
    first, second, *others = bundled()
    assert all(one in read(kit.sees(PAGE).content) for one in bundled())
    assert not QuickReply.objects.exists()
    assert kit.sends(PAGE, do="add", text=f"  {NEW}\r\n ").status_code == 303
    assert kit.sends(PAGE, do="down", reply=name_of(first)).status_code == 303
    assert kit.sends(PAGE, do="up", reply=name_of(second)).status_code == 303
    changed = {"reply": name_of(first), "was": first, "text": "I am here."}
    assert kit.sends(PAGE, do="change", **changed).status_code == 303
    assert texts() == [second, "I am here.", *others, NEW]
    gone = name_of(second)
    answer = kit.sends(PAGE, do="away", reply=gone)
    assert texts() == ["I am here.", *others, NEW]
    assert f"Taken away: “{second}”" in read(kit.sees(answer["Location"]).content)
    assert kit.sends(PAGE, do="back", reply=gone).status_code == 303
    assert texts() == [second, "I am here.", *others, NEW]
    assert kit.sends(PAGE, do="ours", reply="ours").status_code == 303
    assert texts() == [second, "I am here.", *others, NEW, first]
    assert "Bring back ours" not in kit.sees(PAGE).content.decode()
    acts = list(Act.objects.order_by("number"))
    assert [act.verb.removeprefix("quick_") for act in acts] == [
        *("reply_added", "reply_moved", "reply_changed", "reply_taken_away", "reply_put_back", "replies_brought_back"),
    ]  # fmt: skip
    assert [act.about for act in acts][-1] == {"count": 1}
    assert {name for act in acts[:-1] for name in (act.about["reply"],)} <= {
        one.name for one in QuickReply.objects.all()
    }
    assert "added a quick reply" in kit.sees("/desk/acts/").content.decode()


def test_a_mistake_is_said_beside_its_field_and_changes_nothing() -> None:
    grace = Visitor(cast.staff("Grace", Role.LEAD))
    first, second, *_ = bundled()
    tried = (
        ({"text": " \n"}, 422, "Please write some words."),
        ({"text": "é" * (LONGEST + 1)}, 422, "At most 300 characters, please. This has 301."),
        ({"text": "a\0b"}, 422, "Null characters are not allowed."),
        ({"text": first}, 409, "This is in the list already."),
    )
    for said, status, why in tried:
        for do in ({"do": "add"}, {"do": "change", "reply": name_of(second), "was": second}):
            answer = grace.sends(PAGE, **said, **do)
            page = read(answer.content)
            assert (answer.status_code, page.count(why), page.count('aria-invalid="true"')) == (status, 1, 1), said
    for way in ("change", "up", "away", "back"):
        assert grace.sends(PAGE, do=way, reply="gone", text=NEW).status_code == 409
    assert grace.sends(PAGE, do="up", reply=name_of(first)).status_code == 303
    assert grace.sends(PAGE, do="dance").status_code == 303
    assert (texts(), Act.objects.count()) == ([*bundled()], 0)


def test_who_comes_second_reads_what_the_first_wrote_and_may_still_save() -> None:
    kit, grace = Visitor(cast.staff("Kit", Role.COORDINATOR)), Visitor(cast.staff("Grace", Role.LEAD))
    first = bundled()[0]
    theirs = {"do": "change", "reply": name_of(first), "was": first}
    assert kit.sends(PAGE, **theirs, text="I am with you.").status_code == 303
    answer = grace.sends(PAGE, **theirs, text="I read it.")
    page = read(answer.content)
    assert (answer.status_code, texts()[0]) == (409, "I am with you.")
    assert "Somebody changed it meanwhile" in page
    assert "Now: I am with you." in page
    assert ">I read it.</textarea>" in page
    assert grace.sends(PAGE, **{**theirs, "was": "I am with you."}, text="I read it.").status_code == 303
    assert texts()[0] == "I read it."


def test_there_are_never_more_than_twenty_and_a_list_may_be_empty() -> None:
    staff = cast.staff("Kit", Role.COORDINATOR)
    kit = Visitor(staff)
    for number in range(MOST - len(bundled())):
        add_reply(f"Words {number}", staff)
    away = name_of(bundled()[0])
    with pytest.raises(NoRoom):
        add_reply(NEW, staff)
    answer = kit.sends(PAGE, do="add", text=NEW)
    assert (answer.status_code, b"There is room for 20." in answer.content, len(texts())) == (409, True, MOST)
    kit.sends(PAGE, do="away", reply=away)
    add_reply(NEW, staff)
    for do, reply in (("back", away), ("ours", "ours")):
        answer = kit.sends(PAGE, do=do, reply=reply)
        assert (answer.status_code, b"There is room for 20." in answer.content, len(texts())) == (409, True, MOST)
    for one in quick_replies.standing():
        kit.sends(PAGE, do="away", reply=one.name)
    assert (texts(), QuickReply.objects.count()) == ([], 1)
    assert b"The console shows none." in kit.sees(PAGE).content


def test_whoever_holds_the_room_has_them_with_the_page_by_one_question_and_a_seat_has_nothing() -> None:
    evening = cast.evening()
    add_reply(NEW, evening.coordinator)
    console, room = (f"{way}{evening.session.public_id}/" for way in ("/console/", "/rooms/"))
    for who in evening.facilitators:
        assert Visitor(who).sees(PAGE).status_code == 404
        with CaptureQueriesContext(connection) as asked:
            page = read(Visitor(who).sees(console).content)
        assert all(f'<button type="button">{one}</button>' in page for one in (*bundled(), NEW))
        assert sum("cohorts_quick_reply" in one["sql"] for one in asked) == 1
    seat = read(browser(evening, evening.otter).get(room).content)
    assert "whisper-words" in seat
    assert not any(one in seat for one in ('class="quick"', bundled()[0], NEW))
    for one in quick_replies.standing():
        Visitor(evening.lead).sends(PAGE, do="away", reply=one.name)
    assert 'class="quick"' not in Visitor(evening.counsellor).sees(console).content.decode()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_share_one_list_and_its_last_place() -> None:
    staff = cast.staff("Kit", Role.COORDINATOR)

    def adds(number: int) -> bool:
        try:
            add_reply(f"Words {number}", Staff.objects.get(pk=staff.pk))
        except NoRoom:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as hands:
        added = list(hands.map(adds, range(MOST - len(bundled()) + 3)))
    assert added.count(False) == 3
    assert (len(texts()), len({one.position for one in quick_replies.standing()})) == (MOST, MOST)
