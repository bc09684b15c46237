"""Every address there is, and who may open it: the table in docs/permissions.md, and nothing that is not in it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
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


def asked(client: Client, address: str, token: str, cookies: Any) -> tuple[Any, Any]:
    """What a page answers to looking and to an empty form; nothing of either stays."""
    answers = []
    for ask in (lambda: client.get(address), lambda: post(client, address, token)):
        with transaction.atomic():
            answers.append(ask())
            transaction.set_rollback(True)
        client.cookies = deepcopy(cookies)
    return answers[0], answers[1]


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
    client = COLUMNS[column](house)
    token, cookies = with_token(client), deepcopy(client.cookies)
    wrong: list[str | None] = []
    for name, address in house.addresses().items():
        cell = PAGES[row_of(name, PAGES)][column]
        there = asked(client, address.there, token, cookies)
        wrong.append(departs(name, cell, *there))
        if cell == NO and address.missing:
            absent = asked(client, address.missing, token, cookies)
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
    token, cookies = with_token(client), deepcopy(client.cookies)
    for name, address in house.addresses().items():
        if PAGES[row_of(name, PAGES)]["anybody"] == NO:
            wrong = departs(name, NO, *asked(client, address.there, token, cookies))
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
