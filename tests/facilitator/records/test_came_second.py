"""Whoever closes a concern, or opens it again, and comes second hears who was first, and no word of theirs is lost."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cohorts.models import Act, Role, Staff
from facilitator.actions.recording import close
from facilitator.safeguarding import parts, record
from facilitator.safeguarding.models import Concern, Part
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db
SAFE, TAKEN_OVER = str(parts.OUTCOMES[0]), str(parts.OUTCOMES[1])
WHY = str(parts.NOT_SENT.choices[0])


@pytest.fixture
def noor() -> Staff:
    """Another lead."""
    return cast.staff("Noor", Role.LEAD)


def _page(concern: Concern) -> str:
    return f"/staff/concerns/{concern.public_id}/"


def _done(client: Client, concern: Concern, way: str, **said: str) -> str:
    """What the page of the record says was done."""
    answer = submit(client, f"{_page(concern)}{way}/", said, on=_page(concern))
    assert answer.status_code == 303
    return re.sub(r".*done=", "", answer["Location"])


def _meanwhile(client: Client, concern: Concern, way: str, **said: str) -> str:
    """The page on which it comes back, as it is read."""
    answer = submit(client, f"{_page(concern)}{way}/", said, on=_page(concern))
    assert answer.status_code == 422, "it is not taken for done"
    return unescape(answer.content.decode())


def _written(concern: Concern) -> list[tuple[str, str]]:
    """What the record says since it was raised, without who has it."""
    return [(one.part, one.text) for one in record.read(concern)[2:] if one.part != Part.HAVE]


def test_of_two_leads_who_close_it_the_second_hears_who_did_and_adds_theirs(
    evening: cast.Evening, concern: Concern, noor: Staff
) -> None:
    jo, other = browser(evening, evening.lead), Visitor(noor).client
    first = {"outcome": SAFE, "text": "with their aunt", "why": WHY, "token": "form-jo"}
    second = {"outcome": TAKEN_OVER, "text": "the ward has them", "why": WHY, "why_text": "rang twice"}
    assert _done(jo, concern, "close", **first) == "closed"
    written, acts = _written(concern), Act.objects.exclude(verb="record_read").count()
    page = _meanwhile(other, concern, "close", **second, token="form-noor")
    assert "It was closed meanwhile" in page
    assert re.search(rf"Jo did, on .*{SAFE}<br>with their aunt", page, re.DOTALL)
    for kept in ("the ward has them</textarea>", "rang twice</textarea>", f'value="{TAKEN_OVER}" selected'):
        assert kept in page
    assert (_written(concern), Act.objects.exclude(verb="record_read").count()) == (written, acts)
    for _ in range(2):
        assert _done(other, concern, "close", **second, token="form-noor", beside="1") == "beside"
    assert _written(concern)[len(written) :] == [
        (Part.NOT_SENT, f"{WHY}\nrang twice"),
        (Part.FOLLOWED, f"{TAKEN_OVER}\nthe ward has them"),
    ]
    assert [entry.by for entry in concern.record.order_by("number")][-1] == noor
    assert not Concern.objects.open().exists()
    assert [one.wrong for one in record.verify()] == [None]


def test_what_the_second_left_out_is_asked_for_with_what_they_wrote_kept(
    evening: cast.Evening, concern: Concern, noor: Staff
) -> None:
    jo, other = browser(evening, evening.lead), Visitor(noor).client
    assert _done(jo, concern, "close", outcome=SAFE, text="with their aunt", why=WHY) == "closed"
    page = _meanwhile(other, concern, "close", text="the ward has them", outcome="")
    assert "It was closed meanwhile" in page
    assert "the ward has them</textarea>" in page


def test_why_it_was_not_referred_is_kept_though_somebody_wrote_meanwhile_that_it_was(
    evening: cast.Evening, concern: Concern
) -> None:
    jo = browser(evening, evening.lead)
    referred = {"part": "referred", "agency": "children’s social care"}
    assert submit(browser(evening, evening.counsellor), _page(concern), referred).status_code == 303
    said = {"outcome": SAFE, "text": "with their aunt", "why": WHY, "why_text": "they have to know already"}
    assert _done(jo, concern, "close", **said) == "closed"
    assert (Part.NOT_SENT, f"{WHY}\nthey have to know already") in _written(concern)


def test_of_two_who_open_it_again_the_second_hears_who_did_and_adds_why(
    evening: cast.Evening, concern: Concern
) -> None:
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    assert _done(jo, concern, "close", outcome=SAFE, text="with their aunt", why=WHY) == "closed"
    assert _done(sam, concern, "reopen", text="they wrote again", token="form-sam") == "reopened"
    written = _written(concern)
    page = _meanwhile(jo, concern, "reopen", text="their aunt rang us", token="form-jo")
    assert "It was opened again meanwhile" in page
    assert re.search(r"Sam did, on .*they wrote again", page, re.DOTALL)
    assert "their aunt rang us</textarea>" in page
    assert _written(concern) == written
    assert _done(jo, concern, "reopen", text="their aunt rang us", token="form-jo", beside="1") == "beside"
    assert _written(concern)[len(written) :] == [(Part.SEEN, "their aunt rang us")]
    concern.refresh_from_db()
    assert concern.acknowledged_by is None, "nobody has it by that"


@pytest.mark.django_db(transaction=True)
def test_one_form_that_comes_four_times_at_once_closes_it_once_and_none_of_them_came_second(
    evening: cast.Evening, concern: Concern
) -> None:
    together = threading.Barrier(4)

    def press(_: int) -> bool:
        try:
            together.wait(30)
            return close(evening.lead, concern, SAFE, timezone.now(), why_not=WHY, token="form-jo")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        closed = list(pool.map(press, range(4)))
    assert sorted(closed) == [False, False, False, True]
    assert [part for part, _ in _written(concern)] == [Part.NOT_SENT, Part.CLOSED]
