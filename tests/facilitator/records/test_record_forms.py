"""The page of a record has several forms: what is done with one leaves the others where they are."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from facilitator.actions.recording import add_to_record
from facilitator.safeguarding.models import Concern, Part
from tests import cast
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db


def _page(concern: Concern) -> str:
    return f"/staff/concerns/{concern.public_id}/"


def test_one_that_is_refused_stands_in_its_place_beside_the_other(evening: cast.Evening, concern: Concern) -> None:
    sam = browser(evening, evening.counsellor)
    refused = submit(sam, _page(concern), {"part": "told", "text": "half of it"})
    drawn = refused.content.decode()
    assert refused.status_code == 422
    assert drawn.index('id="id_done_text"') < drawn.index('id="id_told_text"') < drawn.index("half of it")
    assert drawn.count('name="part"') == 2
    add_to_record(evening.counsellor, concern, Part.TOLD, "Jo", timezone.now())
    alone = submit(sam, _page(concern), {"part": "told", "text": "half of it"}).content.decode()
    assert alone.count('name="part"') == 1, "told already, it is no longer asked of everybody"


@pytest.mark.parametrize("what", ["have", "sign"])
def test_what_is_being_written_stays_open_while_something_else_is_pressed(
    evening: cast.Evening, concern: Concern, what: str
) -> None:
    jo = browser(evening, evening.lead)
    first = add_to_record(evening.counsellor, concern, Part.RISKS, "alone now", timezone.now())
    page = f"{_page(concern)}?write=risks&correct={first.number}"
    action = f"{_page(concern)}{what}/?write=risks&amp;correct={first.number}"
    assert f'action="{action}' in jo.get(page).content.decode()
    answer = submit(jo, action.replace("&amp;", "&"), on=page)
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert (asked["write"], asked["correct"]) == (["risks"], [str(first.number)])
    assert f'name="corrects" value="{first.number}"' in jo.get(answer["Location"]).content.decode()
    strange = submit(jo, f"{_page(concern)}sign/?write=words&of=canary", on=page)
    assert "canary" not in strange["Location"]
    assert "write" not in strange["Location"]


def test_what_is_written_is_open_no_more(evening: cast.Evening, concern: Concern) -> None:
    jo = browser(evening, evening.lead)
    said = {"part": "plan", "text": "their aunt stays"}
    answer = submit(jo, f"{_page(concern)}?write=plan", said)
    assert "write" not in answer["Location"]
