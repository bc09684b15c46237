"""Every address there is, and who may open it: the table in docs/permissions.md, and nothing that is not in it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from cohorts import access
from cohorts.models import Role, SignIn
from tests.cohorts.doors import browser
from tests.cohorts.newcomer import Member
from tests.cohorts.permitted import (
    COLUMNS,
    MAYBE,
    MISSING,
    NO,
    ONLY_A_FORM,
    THEIRS,
    YES,
    House,
    leads_to_staff,
    named,
    post,
    row_of,
    said,
    shut,
    table,
    with_token,
)

pytestmark = pytest.mark.django_db
PAGES = table("Pages")
LEAVING, TOLD = b"js/leave.", b'data-leave-post="/leave/"'
ADMINISTRATOR = "administrator"
#: Who may between them open nearly every page.
OPENING = ("young person", "counsellor on shift", "coordinator", "lead")


@dataclass(frozen=True)
class Door:
    """A browser before an address, with a form's token."""

    client: Client
    token: str
    cookies: Any

    @classmethod
    def of(cls, client: Client) -> Door:
        return cls(client, with_token(client), deepcopy(client.cookies))

    def asked(self, address: str, *, sends: bool) -> tuple[Any, Any]:
        """What a page answers to looking and, if it is sent or there is nothing else, an empty form; nothing stays."""
        look = self._nothing_stays(lambda: self.client.get(address))
        if not sends and look.status_code != ONLY_A_FORM:
            return look, None
        return look, self._nothing_stays(lambda: post(self.client, address, self.token))

    def _nothing_stays(self, ask: Callable[[], Any]) -> Any:
        with transaction.atomic():
            answer = ask()
            transaction.set_rollback(True)
        self.client.cookies = deepcopy(self.cookies)
        return answer


def is_so(name: str, look: Any, form: Any) -> str:
    """What a cell should say: whether a page opens, or where there is only a form, whether that is taken."""
    answer = form if look.status_code == ONLY_A_FORM else look
    if shut(answer):
        return NO
    return THEIRS if name.startswith("cohorts:") and leads_to_staff(answer) else YES


def departs(name: str, cell: str, look: Any, form: Any) -> str | None:
    """What is not as the table says, in words."""
    found = is_so(name, look, form)
    if cell == NO and found == NO and form.status_code != ONLY_A_FORM and not shut(form):
        return f"{name}: the table says {NO}, and a form is taken ({form.status_code})"
    return None if cell in {found, MAYBE} else f"{name}: the table says {cell}, and it is {found} ({look.status_code})"


def stays_silent(name: str, page: Any) -> str | None:
    """What page lacks the script that tells the server of whoever left when it could not be told, in words.

    The page of today is where they went, and the office is no page of ours.
    """
    is_drawn = page.status_code in {200, 404} and "Content-Disposition" not in page.headers
    if not is_drawn or b"<html" not in page.content or name == "cohorts:today" or name.startswith("admin:"):
        return None
    return None if LEAVING in page.content and TOLD in page.content else f"{name}: nobody would tell that they left"


def test_every_address_is_in_a_row_and_every_row_is_about_an_address() -> None:
    names = {name for name, _ in named(get_resolver().url_patterns)}
    assert {row_of(name, PAGES) for name in names} == {*PAGES}
    for row, cells in PAGES.items():
        assert [*cells] == [*COLUMNS], row
        assert {*cells.values()} <= {YES, NO, MAYBE, THEIRS}, row


# Who may open what is asked of roles and shifts alone, in queries that other tests ask of both stores.
@pytest.mark.embedded
@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_opens_what_the_table_says_and_other_peoples_things_answer_like_what_is_not_there(
    column: str,
) -> None:
    house = House.furnished()
    door = Door.of(COLUMNS[column](house))
    wrong: list[str | None] = []
    for name, address in house.addresses().items():
        cell = PAGES[row_of(name, PAGES)][column]
        there = door.asked(address.there, sends=cell == NO)
        wrong += [departs(name, cell, *there), stays_silent(name, there[0])]
        if cell == NO and address.missing:
            absent = door.asked(address.missing, sends=True)
            learnt = [said(one, address.there) for one in there], [said(one, address.missing) for one in absent]
            wrong.append(None if learnt[0] == learnt[1] else f"{name}: one that is not there answers otherwise")
    assert [each for each in wrong if each] == []


@pytest.mark.embedded
@pytest.mark.parametrize("who", ["half", "left", "demo"])
def test_nothing_of_staffs_opens_without_a_whole_sign_in(who: str) -> None:
    house = House.furnished(demo=who == "demo")
    evening, kit = house.evening, Member(Role.ADMINISTRATOR, "Ada")
    doors: dict[str, Callable[[], Client]] = {
        "half": kit.with_password,
        "left": lambda: browser(evening, evening.coordinator),
        "demo": lambda: browser(evening, evening.coordinator),
    }
    client = doors[who]()
    if who == "left":
        SignIn.objects.filter(staff=evening.coordinator).update(ended_at=evening.session.opens_at)
    door = Door.of(client)
    for name, address in house.addresses().items():
        if PAGES[row_of(name, PAGES)]["anybody"] == NO:
            wrong = departs(name, NO, *door.asked(address.there, sends=True))
            assert wrong is None


@pytest.mark.embedded
def test_no_form_is_taken_without_its_token() -> None:
    house = House.furnished()
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    for name, address in house.addresses().items():
        # The button of a mail program has no page of ours to take a token from.
        if name not in {"admin:jsi18n", "cohorts:no_more"}:
            assert client.post(address.there).status_code == 403, name


def test_no_address_is_spoiled_by_what_a_database_cannot_hold() -> None:
    house = House.furnished()
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    token = with_token(client)
    for name, address in house.addresses().items():
        spoiled = [f"{address.there}?q=%00&as=%00&by=%00&cohort=%00&page=%00&month=%00&day=%00&need=%00&next=%00"]
        spoiled += [] if address.missing is None else [address.missing.replace(MISSING, "%00")]
        for each in spoiled:
            assert client.get(each).status_code < 500, name
            if name not in {"account_logout", "cohorts:leave"}:
                assert post(client, each, token).status_code < 500, name
    assert browser().get("/mine/", headers={"cookie": f"{access.PREFIX}a\0b=c"}).status_code == 303


@pytest.mark.grown
@pytest.mark.parametrize("column", [*OPENING, ADMINISTRATOR])
def test_every_page_is_drawn_from_the_store_of_a_house_that_has_grown(column: str) -> None:
    """Most tests of pages draw them from the other store alone. What an administrator sends is sent above.

    The administrator opens what no other of these may: the office, above all.
    """
    house = House.furnished()
    door = Door.of(COLUMNS[column](house))
    drawn = 0
    for name, address in house.addresses().items():
        cells = PAGES[row_of(name, PAGES)]
        if column == ADMINISTRATOR and YES in {cells[other] for other in OPENING}:
            continue
        sends = cells[column] == YES and cells[ADMINISTRATOR] == NO
        for answer in filter(None, door.asked(address.there, sends=sends)):
            assert answer.status_code < 500, name
            drawn += answer.status_code == 200
    assert drawn > 10
