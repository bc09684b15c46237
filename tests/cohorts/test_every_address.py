"""Every address there is, and who may open it: one table, and nothing that is not in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cohorts import access
from cohorts.actions.courses import begin_draft, load_course
from cohorts.models import Role, SignIn, Staff
from cohorts.roles import Right, may
from tests import cast
from tests.cohorts.doors import browser
from tests.cohorts.newcomer import SIGN_IN, Member
from tests.cohorts.scripts import SMALL

pytestmark = pytest.mark.django_db

ANYBODY, STAFF, WHOLLY, OFFICE = "anybody", "staff", "wholly", "office"
#: By the beginning of their names; the longest that fits counts.
TABLE: dict[str, str | Right] = {
    "cohorts:": ANYBODY,
    "chat:room": ANYBODY,
    "desk:feed": ANYBODY,
    "staff:door": ANYBODY,
    "staff:invitation": ANYBODY,
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_inactive": ANYBODY,
    "account_reset_password": ANYBODY,
    "mfa_authenticate": ANYBODY,
    "account_change_password": WHOLLY,
    "account_set_password": WHOLLY,
    "account_reauthenticate": WHOLLY,
    "mfa_": WHOLLY,
    "account:": STAFF,
    "facilitator:": STAFF,
    "facilitator:concerns": Right.SEE_CONCERNS,
    "facilitator:welcomes": Right.WELCOME,
    "facilitator:offer": Right.WELCOME,
    "facilitator:take_back": Right.WELCOME,
    "facilitator:look": Right.WELCOME,
    "facilitator:stand": Right.WELCOME,
    "facilitator:try_letter": Right.WELCOME,
    "staff:": Right.INVITE_STAFF,
    "desk:today": Right.SEE_SESSIONS,
    "desk:month": Right.SEE_SESSIONS,
    "desk:cohort": Right.SEE_SESSIONS,
    "desk:cohorts": Right.SEE_SESSIONS,
    "desk:plan": Right.PLAN,
    "desk:change": Right.PLAN,
    "desk:welcomes": Right.PLAN,
    "desk:take_back": Right.PLAN,
    "desk:move": Right.PLAN,
    "desk:cancel": Right.PLAN,
    "desk:cover": Right.PLAN,
    "desk:told": Right.PLAN,
    "desk:words": Right.PLAN,
    "desk:wish": Right.PLAN,
    "desk:seats": Right.SEE_SESSIONS,
    "desk:came": Right.SEE_SESSIONS,
    "desk:review": Right.SEE_SESSIONS,
    "desk:support": Right.SEE_SESSIONS,
    "desk:acts": Right.READ_ACTS,
    "desk:replies": Right.WRITE_REPLIES,
    "desk:messages": Right.SEE_SESSIONS,
    "desk:stops": Right.LIFT_STOPS,
    "desk:lift": Right.LIFT_STOPS,
    "desk:shifts": Right.HOLD_ROOMS,
    "desk:answer": Right.HOLD_ROOMS,
    "desk:calendar_link": Right.HOLD_ROOMS,
    "courses:": Right.WRITE_COURSES,
    "admin:": OFFICE,
}

#: What these are about is not there, or not theirs, whoever asks in these tests.
NOT_THERE = (
    *("facilitator:after", "facilitator:seat", "facilitator:record", "facilitator:how"),
    *("facilitator:stand", "facilitator:try_letter"),
    *("facilitator:console", "facilitator:elsewhere", "facilitator:offer", "mfa_remove_webauthn", "mfa_edit_webauthn"),
    *("admin:view_on_site", "admin:login", "_history", "_change", "_delete"),
)


def named(patterns: list[Any], spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every name with what its address is made of."""
    for each in patterns:
        if isinstance(each, URLResolver):
            within = (*spaces, each.namespace) if each.namespace else spaces
            for name, parts in named(each.url_patterns, within):
                yield name, (*each.pattern.regex.groupindex, *parts)
        elif isinstance(each, URLPattern):
            assert each.name or "admin" in spaces, f"an address without a name cannot be in the table: {each}"
            if each.name:
                yield ":".join((*spaces, each.name)), tuple(each.pattern.regex.groupindex)


def addresses(evening: cast.Evening) -> dict[str, str]:
    """Every address by name, about things that are there."""
    draft = begin_draft(load_course(SMALL, None).course, None)
    said: dict[str, object] = {
        "token": "x", "slug": draft.slug, "version": draft.version, "number": 1, "other": 1, "pk": 1, "uidb36": "1",
        "key": "x", "session": evening.session.public_id, "object_id": "1", "content_type_id": "1",
        "app_label": "cohorts", "url": "x", "cohort": evening.cohort.public_id, "name": SMALL.weeks[0].steps[0].name,
    }  # fmt: skip
    found = {}
    for name, parts in named(get_resolver().url_patterns):
        mine = {**said, "public_id": _public_id(name, evening)}
        found[name] = reverse(name, kwargs={part: mine[part] for part in parts})
    return found


def _public_id(name: str, evening: cast.Evening) -> str:
    if name.startswith("desk:"):
        of_cohort = name in {"desk:cohort", "desk:change", "desk:welcomes", "desk:words", "desk:seats"}
        return (evening.cohort if of_cohort else evening.session).public_id
    return evening.as_id(evening.counsellor) if name.startswith("account:") else evening.counsellor.public_id


def asked_for(name: str) -> str | Right:
    """What an address asks for; `KeyError` for one that nobody has put into the table."""
    return TABLE[max((known for known in TABLE if name.startswith(known)), key=len, default=name)]


def opens(wants: str | Right, who: Staff | None) -> bool:
    """Whether somebody wholly signed in as this may open what asks for this."""
    if wants == ANYBODY:
        return True
    if who is None:
        return False
    return (
        may(who.role, Right.SEE_TABLES) if wants == OFFICE else wants in {STAFF, WHOLLY} or may(who.role, Right(wants))
    )


def shut(answer: Any) -> bool:
    """Whether somebody was led to signing in, or told that nothing is here."""
    if answer.status_code in {302, 303}:
        leads = str(answer.headers["Location"])
        return leads == "/office/" or leads.startswith((SIGN_IN, "/staff/door/", "/office/login/"))
    return answer.status_code in {404, 405}


def with_token(client: Client) -> str:
    """A form's token, so that it is not for want of one that somebody is refused."""
    client.get(SIGN_IN)
    if "csrftoken" not in client.cookies:
        client.cookies["csrftoken"] = Client().get(SIGN_IN).cookies["csrftoken"].value
    return str(client.cookies["csrftoken"].value)


def post(client: Client, address: str, token: str) -> Any:
    headers = {"origin": settings.BASE_URL, "host": settings.BASE_URL.removeprefix("http://")}
    return client.post(address, {"csrfmiddlewaretoken": token}, headers=headers)


@pytest.mark.parametrize("who", ["stranger", "seat", "half", "left", "demo"])
def test_nothing_of_staffs_opens_without_a_whole_sign_in(who: str) -> None:
    evening = cast.evening(demo=who == "demo")
    kit = Member(Role.ADMINISTRATOR, "Ada")
    doors: dict[str, Callable[[], Client]] = {
        "stranger": browser,
        "seat": lambda: browser(evening, evening.otter),
        "half": kit.with_password,
        "left": lambda: browser(evening, evening.coordinator),
        "demo": lambda: browser(evening, evening.coordinator),
    }
    client = doors[who]()
    if who == "left":
        SignIn.objects.filter(staff=evening.coordinator).update(ended_at=evening.session.opens_at)
    token, cookies = with_token(client), deepcopy(client.cookies)
    for name, address in addresses(evening).items():
        if asked_for(name) == ANYBODY:
            continue
        for answer in (client.get(address), post(client, address, token)):
            assert shut(answer), (name, answer.status_code)
        client.cookies = deepcopy(cookies)


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_has_the_right_to_and_nothing_else(role: Role) -> None:
    evening, member = cast.evening(), Member(role, "Ada")
    client = member.signed_in()
    token = with_token(client)
    for name, address in addresses(evening).items():
        wants = asked_for(name)
        if wants == ANYBODY:
            continue
        answer = client.get(address)
        if opens(wants, member.staff):
            assert answer.status_code == 405 or name.endswith(NOT_THERE) or not shut(answer), (name, answer.status_code)
        else:
            assert shut(answer), (name, answer.status_code)
            assert shut(post(client, address, token)), name


def test_no_form_is_taken_without_its_token() -> None:
    evening = cast.evening()
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    for name, address in addresses(evening).items():
        # The button of a mail program has no page of ours to take a token from.
        if name not in {"admin:jsi18n", "cohorts:no_more"}:
            assert client.post(address).status_code == 403, name


def test_no_address_is_spoiled_by_what_a_database_cannot_hold() -> None:
    evening = cast.evening()
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    token = with_token(client)
    for name, address in addresses(evening).items():
        spoiled = [f"{address}?q=%00&as=%00&by=%00&cohort=%00&page=%00&month=%00&day=%00&need=%00&next=%00"]
        spoiled += [address.replace(one, "%00") for one in (evening.counsellor.public_id, evening.session.public_id)]
        for each in spoiled:
            assert client.get(each).status_code < 500, name
            if name not in {"account_logout", "cohorts:leave"}:
                assert post(client, each, token).status_code < 500, name
    assert browser().get("/mine/", headers={"cookie": f"{access.PREFIX}a\0b=c"}).status_code == 303
