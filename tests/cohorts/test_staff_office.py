"""The office: Django's tables for the administrator alone, to be read alone, without a word that was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from chat.models import EntryRow
from chat.office import office
from cohorts import actions
from cohorts.models import Role
from tests import cast
from tests.cohorts.newcomer import HOME, PASSWORD, SECOND, SIGN_IN, Member, send

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
HIDDEN = {"sealed", "digest", "seal", "hash", "data_key", "token_digest", "code_digest", "password", "email"}


def _pages_of(client: Client) -> Iterator[str]:
    """The office's first page, its tables, and every row that they lead to."""
    yield "/office/"
    for model in office._registry:
        place = f"/office/{model._meta.app_label}/{model._meta.model_name}/"
        yield place
        yield from sorted(set(re.findall(rf"{place}[^/]+/change/", client.get(place).content.decode())))


def test_it_opens_for_an_administrator_who_is_wholly_signed_in_and_for_nobody_else() -> None:
    ada = Member(Role.ADMINISTRATOR, "Ada")
    client = ada.signed_in()
    assert client.get("/office/").status_code == 200
    for role in (Role.COORDINATOR, Role.LEAD, Role.COUNSELLOR):
        other = Member(role, f"{role}").signed_in()
        assert other.get("/office/", follow=True).status_code == 404
    for nobody in (Client(), ada.with_password()):
        assert nobody.get("/office/", follow=True).redirect_chain[-1][0].startswith("/staff/sign-in/")
    actions.end_sign_ins(ada.staff, timezone.now(), by=ada.staff)
    assert client.get("/office/", follow=True).redirect_chain[-1][0].startswith("/staff/sign-in/")


def test_an_administrator_who_comes_signed_out_is_led_to_the_table_they_came_for() -> None:
    ada = Member(Role.ADMINISTRATOR, "Ada")
    for page in ("/office/", "/office/cohorts/act/"):
        client = ada.browser()
        way_in = client.get(page, follow=True).redirect_chain[-1][0]
        (wanted,) = parse_qs(urlsplit(way_in).query)["next"]
        send(client, SIGN_IN, {"login": ada.staff.email or "", "password": PASSWORD, "next": wanted}, opened=way_in)
        door = send(client, SECOND, {"code": ada.code()}).headers["Location"]
        came = client.get(door, follow=True)
        assert (came.status_code, came.redirect_chain[-1][0]) == (200, page)
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/"):
        assert ada.signed_in().get("/office/login/", {"next": elsewhere}).headers["Location"] == "/office/"


def test_every_table_can_be_read_none_can_be_changed_and_no_secret_is_a_column() -> None:
    evening, ada = cast.evening(), Member(Role.ADMINISTRATOR, "Ada")
    client = ada.signed_in()
    assert {model.__name__ for model in office._registry} >= {"Act", "Head", "SignIn", "Staff"}
    for model, table in office._registry.items():
        place = f"/office/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(place).status_code == 200, place
        assert client.get(f"{place}add/").status_code == 403, place
        row = model._default_manager.first()
        if row is not None:
            assert client.get(f"{place}{row.pk}/change/").status_code == 200, place
            assert send(client, f"{place}{row.pk}/change/", {}, opened=HOME).status_code == 403, place
            assert send(client, f"{place}{row.pk}/delete/", {}, opened=HOME).status_code == 403, place
        assert not HIDDEN & {*map(str, table.list_display), *map(str, table.fields or ())}, place
    assert not LogEntry.objects.exists()
    assert evening.session.pk


def test_whose_worry_there_is_and_of_whom_a_concern_stands_on_no_page() -> None:
    evening, ada = cast.evening(), Member(Role.ADMINISTRATOR, "Ada")
    for turn, (stream, kind, author) in enumerate(
        [
            ("room", "say", "seat:2"),
            ("lead", "worry", "seat:1"),
            ("staff", "concern", f"staff:{evening.counsellor.pk}"),
        ],
        1,
    ):
        EntryRow.objects.create(
            session=evening.session, turn=turn, stream=stream, pos=1, kind=kind, author=author, asker=author, ref="",
            at=timezone.now(), sealed=b"sealed", hash=b"hash", digest=b"digest",
        )  # fmt: skip
    client, read = ada.signed_in(), 0
    for address in _pages_of(client):
        said = client.get(address).content.decode()
        assert not {"worry", "concern"} & set(re.findall(r"\w+", said)), address
        assert "/cohorts/staff/" in address or "lead" not in re.findall(r"\w+", said), "but as somebody's role"
        read += 1
    assert read > len(office._registry)
    for asked in ("", "?stream=lead", "?kind=concern", "1/change/"):
        assert client.get(f"/office/chat/entryrow/{asked}").status_code == 404


def test_no_filter_in_the_address_asks_for_what_is_not_shown() -> None:
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    assert client.get("/office/cohorts/staff/?role=administrator").status_code == 200
    for asked in (
        *("staff/?password__startswith=scrypt", "signin/?token_digest__gt=0", "staff/?email__contains=a"),
        *("signin/?staff__password__startswith=scrypt", "session/?cohort__seats__name__startswith=Teal"),
    ):
        assert client.get(f"/office/cohorts/{asked}").status_code == 400


def test_a_password_is_changed_in_one_place_and_leaving_the_office_signs_out() -> None:
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    assert client.get("/office/password_change/").headers["Location"] == "/staff/password/"
    assert send(client, "/office/logout/", opened="/office/").status_code == 200
    assert client.get(HOME).status_code == 302
