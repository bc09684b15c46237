"""Pages leave nothing behind."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from server.privacy import NothingKept

pytestmark = pytest.mark.embedded


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words")


async def later_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words")


def kept_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words", headers={"Cache-Control": "max-age=60"})


def test_a_page_is_not_stored_not_indexed_and_cannot_listen() -> None:
    answer = NothingKept(page)(HttpRequest())
    assert isinstance(answer, HttpResponse)
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "microphone=()" in answer["Permissions-Policy"]


async def test_a_page_made_asynchronously_is_treated_alike() -> None:
    answer = NothingKept(later_page)(HttpRequest())
    assert not isinstance(answer, HttpResponseBase)
    assert (await answer).headers["Cache-Control"] == "no-store"


def test_a_page_may_say_otherwise_for_itself() -> None:
    answer = NothingKept(kept_page)(HttpRequest())
    assert isinstance(answer, HttpResponse)
    assert answer["Cache-Control"] == "max-age=60"
