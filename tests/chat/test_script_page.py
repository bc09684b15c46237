"""What the console's script begins with: this week's steps, and the agreement as the group's last evening left it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from django.urls import reverse

from cohorts.models import Kind, Session, Step
from facilitator.evening import script_of
from tests import cast
from tests.cast import Evening
from tests.chat.house import running


@pytest.mark.django_db(transaction=True)
async def test_the_next_evening_begins_with_what_the_same_group_agreed_last(evening: Evening) -> None:
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor)
        for version, lines in ((1, ["We are kind."]), (2, ["We are kind.", "Music talk is fine."])):
            assert (await sam.ask("agree", version=version, lines=lines))["type"] == "ok"
    await database_sync_to_async(_begins)(evening)


def _begins(evening: Evening) -> None:
    later = cast.session(evening.cohort, "waiting", evening.session.closes_at + timedelta(days=7))
    script = script_of(later)
    assert script is not None
    assert (script.version, tuple(script.lines)) == (2, ("We are kind.", "Music talk is fine."))
    course = evening.cohort.course
    type(course).objects.filter(pk=course.pk).update(agreement=["We listen."])
    for other in (evening.session, evening.elsewhere):
        begins = script_of(Session.objects.get(pk=other.pk))
        assert begins is not None
        assert (begins.version, begins.lines) == (0, ["We listen."]), "of the course, as nothing was agreed before"


@pytest.mark.django_db
def test_a_console_holds_the_steps_of_its_own_week_and_no_seat_is_sent_any_of_it() -> None:
    evening = cast.evening()
    week = evening.session.week
    week.watch_outs = ["Somebody goes numb"]
    week.save()
    steps: tuple[tuple[str, str, list[str], datetime | None], ...] = (
        ("wall", "poll", ["red", "blue"], None),
        ("gone", "text", [], evening.session.opens_at),
    )
    for place, (name, kind, options, removed) in enumerate(steps):
        Step.objects.create(
            week=week, position=place, name=name, part="topic", kind=kind, title=f"The {name}", minutes=7,
            words=f"Words of the {name}", notes="Go first", options=options, removed_at=removed,
        )  # fmt: skip
    page = _page(evening, "facilitator:console")
    assert 'data-step="wall"' in page
    for told in ("The wall", "Words of the wall", "Go first", "red\nblue", "Somebody goes numb"):
        assert told in page
    assert "The gone" not in page
    for told in ("The wall", "Words of the wall", "Go first", "Somebody goes numb"):
        assert told not in _page(evening, "chat:room")


@pytest.mark.django_db
def test_a_one_to_one_welcome_has_no_script() -> None:
    evening = cast.evening()
    Session.objects.filter(pk=evening.session.pk).update(kind=Kind.WELCOME, seat=evening.otter)
    assert script_of(Session.objects.get(pk=evening.session.pk)) is None
    assert 'id="steps"' not in _page(evening, "facilitator:console")


def _page(evening: Evening, name: str) -> str:
    who = evening.counsellor if name.startswith("facilitator") else evening.otter
    answer = Client(headers={"cookie": evening.cookie(who)}).get(reverse(name, args=[evening.session.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()
