"""The page for whoever sent more than any form of ours needs."""

from collections.abc import Awaitable, Callable
from typing import Final

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from server.bodies import TOO_MUCH

TOO_LARGE: Final = 413
Answer = HttpResponseBase | Awaitable[HttpResponseBase]


class SaidKindly:
    """Answers with a page that says so, wherever more was sent than is heard; the address makes no difference."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        """Stand before ``get_response``, in whichever of the two ways it runs."""
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer, or pass on."""
        if TOO_MUCH not in getattr(request, "scope", {}).get("extensions", {}):
            return self.get_response(request)
        page = render(request, "413.html", status=TOO_LARGE)
        # Whoever is still sending knows by it that this is all, though the connection does not end yet.
        page["Content-Length"] = str(len(page.content))
        return _later(page) if iscoroutinefunction(self) else page


async def _later(page: HttpResponseBase) -> HttpResponseBase:
    return page
