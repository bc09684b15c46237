"""The page for whoever sent more than any form of ours needs."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from server.bodies import TOO_MUCH
from server.middleware import Answer, EitherWay

TOO_LARGE: Final = 413


class SaidKindly(EitherWay):
    """Answers with a page that says so, wherever more was sent than is heard; the address makes no difference."""

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer, or pass on."""
        if TOO_MUCH not in getattr(request, "scope", {}).get("extensions", {}):
            return self.get_response(request)
        page = render(request, "413.html", status=TOO_LARGE)
        # Whoever is still sending knows by it that this is all, though the connection does not end yet.
        page["Content-Length"] = str(len(page.content))
        return _later(page) if self.is_async else page


async def _later(page: HttpResponseBase) -> HttpResponseBase:
    return page
