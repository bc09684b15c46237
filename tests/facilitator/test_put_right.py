"""What has to follow is one thing however often it is put right, and from whichever page: no word of it is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cohorts.models import Staff
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import Follow, add_to_record, ask_to_follow, followed
from facilitator.safeguarding import following, record, timeline
from facilitator.safeguarding.models import Concern, Duty, Level, Part, RecordEntry
from facilitator.safeguarding.readers import reader
from tests import cast
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is over."""
    return cast.evening("over")


@pytest.fixture
def concern(evening: cast.Evening) -> Concern:
    """What the counsellor raised after it."""
    return raise_afterwards(evening.counsellor, evening.session, evening.hare, Level.URGENT, "pale", timezone.now())


@pytest.fixture
def due() -> datetime:
    """In two days, to the minute."""
    return timezone.now().replace(second=0, microsecond=0) + 2 * DAY


def _asks(  # noqa: PLR0913  (each is a fact of it)
    evening: cast.Evening, concern: Concern, text: str, due: datetime, *, to: Staff | None = None,
    corrects: RecordEntry | None = None, token: str = "",
) -> RecordEntry:  # fmt: skip
    """The lead asks the counsellor, or somebody else, to see to it."""
    return ask_to_follow(
        evening.lead, concern, text, Follow(to or evening.counsellor, due), timezone.now(), token=token,
        corrects=corrects.number if corrects else None,
    )  # fmt: skip


def _rings() -> list[str]:
    """The duties of follow-ups that wait for an answer."""
    return list(Duty.objects.waiting().filter(ref__startswith="follow:").values_list("ref", flat=True))


def _stands(concern: Concern) -> list[int]:
    return [one.number for one in following.standing(record.read(concern))]


def _said(concern: Concern, part: Part) -> list[str]:
    return [one.text for one in record.read(concern) if one.part == part]


def test_done_from_a_page_that_does_not_know_yet_that_it_was_put_right_it_is_done(
    evening: cast.Evening, concern: Concern, due: datetime
) -> None:
    first = _asks(evening, concern, "ring the school", due)
    second = _asks(evening, concern, "ring the head of year", due, corrects=first)
    sam, page = browser(evening, evening.counsellor), f"/staff/concerns/{concern.public_id}/"
    done = {"part": "followed", "of": str(first.number), "text": "they know"}
    assert "done=added" in submit(sam, page, done)["Location"]
    assert _said(concern, Part.FOLLOWED) == ["they know"]
    assert concern.record.get(part=Part.FOLLOWED).about == {"of": second.number}
    assert _stands(concern) == []
    assert _rings() == []
    assert not reader(evening.counsellor, timezone.now()).in_hand


def test_put_right_twice_from_one_page_it_is_one_thing_as_it_was_said_last(
    evening: cast.Evening, concern: Concern, due: datetime
) -> None:
    """The first answer was lost, and something else was put right before it was sent again; then both came again."""
    first = _asks(evening, concern, "ring the school", due)
    for text in ("ring the college", "ring the head of year", "ring the college", "ring the head of year"):
        _asks(evening, concern, text, due, corrects=first, token="form-1")
    *_, newest = concern.record.filter(part=Part.FOLLOW).order_by("number")
    assert len(_said(concern, Part.FOLLOW)) == 3, "the same once more is none"
    assert newest.about["corrects"] == newest.number - 1, "what stood by then, and not what stood on the page"
    assert _stands(concern) == [newest.number]
    assert _rings() == [following.follow_ref(concern, newest.number)]
    (line,) = [one for one in timeline.lines(record.read(concern)) if one.entry.part == Part.FOLLOW]
    assert (line.number, line.waits) == (newest.number, True)
    assert followed(evening.counsellor, concern, newest.number, "they know", timezone.now())
    assert _stands(concern) == []


def test_two_that_put_the_same_right_before_are_one_thing_and_end_together(
    evening: cast.Evening, concern: Concern, due: datetime
) -> None:
    """As records hold them from before such a number was followed to the newest."""
    first = _asks(evening, concern, "ring the school", due)
    entries = [first, *(_copied(first, first.number + more) for more in (1, 2))]
    assert [one.number for one in following.standing(entries)] == [first.number + 2]
    assert following.line_of(entries, first.number) == [one.number for one in entries]


def _copied(first: RecordEntry, number: int) -> RecordEntry:
    about = {**first.about, "corrects": first.number}
    return RecordEntry(concern=first.concern, number=number, part=Part.FOLLOW, about=about)


def test_a_word_put_right_in_what_is_done_leaves_it_done_and_a_new_owner_or_time_asks_for_it_again(
    evening: cast.Evening, concern: Concern, due: datetime
) -> None:
    first = _asks(evening, concern, "ring the scool", due)
    assert followed(evening.counsellor, concern, first.number, "they know", timezone.now())
    second = _asks(evening, concern, "ring the school", due, corrects=first)
    assert _said(concern, Part.FOLLOW) == ["ring the scool", "ring the school"]
    assert (_stands(concern), _rings()) == ([], [])
    assert not any(line.waits for line in timeline.lines(record.read(concern)))
    for to in (evening.counsellor, evening.lead):
        second = _asks(evening, concern, "ring the school", due + DAY, to=to, corrects=second)
        assert _stands(concern) == [second.number]
        assert _rings() == [following.follow_ref(concern, second.number)]
        assert followed(evening.lead, concern, first.number, "they know it now", timezone.now())
        assert (_stands(concern), _rings()) == ([], [])


def test_what_came_of_it_is_kept_though_a_colleague_was_quicker(
    evening: cast.Evening, concern: Concern, due: datetime
) -> None:
    number = _asks(evening, concern, "ring the school", due).number
    assert followed(evening.lead, concern, number, "they know", timezone.now(), token="form-jo")
    sam, page = browser(evening, evening.counsellor), f"/staff/concerns/{concern.public_id}/"
    late = {"part": "followed", "of": str(number), "text": "they ring back on Monday", "token": "form-sam"}
    first, again = (submit(sam, page, late)["Location"] for _ in range(2))
    assert "done=followed" in first
    assert "What you wrote is kept beside it" in sam.get(again).content.decode()
    assert _said(concern, Part.FOLLOWED) == ["they know"]
    assert _said(concern, Part.DONE) == ["they ring back on Monday"]
    assert followed(evening.lead, concern, number, "they know", timezone.now(), token="form-jo"), "the same press again"
    assert len(_said(concern, Part.DONE)) == 1


def test_what_came_of_it_is_put_right_with_the_link_beside_it_and_stays_done(
    evening: cast.Evening, concern: Concern, due: datetime
) -> None:
    asked = _asks(evening, concern, "ring the school", due)
    assert followed(evening.counsellor, concern, asked.number, "they know it", timezone.now())
    came = concern.record.get(part=Part.FOLLOWED)
    jo, page = browser(evening, evening.lead), f"/staff/concerns/{concern.public_id}/"
    link = f"{page}?write=followed&amp;correct={came.number}"
    assert f'href="{link}' in jo.get(page).content.decode()
    on = link.replace("&amp;", "&")
    right = {"part": "followed", "corrects": str(came.number), "text": "they will know on Monday", "token": "form-3"}
    assert f'name="corrects" value="{came.number}"' in jo.get(on).content.decode()
    assert submit(jo, page, {**right, "text": ""}, on=on).status_code == 422
    for _ in range(2):
        assert "done=added" in submit(jo, page, right, on=on)["Location"]
    assert _said(concern, Part.FOLLOWED) == ["they know it", "they will know on Monday"]
    assert "<s>they know it</s>" in jo.get(page).content.decode()
    assert (_stands(concern), _rings()) == ([], [])
    second = _asks(evening, concern, "ring the school", due + DAY, corrects=asked)
    wrong = {**right, "corrects": str(came.number + 1), "text": "they know it now"}
    assert submit(jo, page, wrong, on=on).status_code == 303
    assert _stands(concern) == [second.number], "a word put right there does nothing that was asked for since"
    assert submit(jo, page, {**right, "corrects": str(asked.number)}, on=on).status_code == 404


def test_other_parts_are_put_right_where_they_stand_by_now(evening: cast.Evening, concern: Concern) -> None:
    sam, now = evening.counsellor, timezone.now()
    first = add_to_record(sam, concern, Part.DONE, "rang at nine", now)
    for _ in range(2):
        for text in ("rang at ten", "rang at eleven"):
            add_to_record(sam, concern, Part.DONE, text, now, corrects=first.number, token="form-2")
    told = [(one.text, one.corrects) for one in record.read(concern) if one.part == Part.DONE]
    assert told == [("rang at nine", None), ("rang at ten", first.number), ("rang at eleven", first.number + 1)]
