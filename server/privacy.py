"""Pages leave nothing behind in a browser that somebody else may open later."""

from collections.abc import Awaitable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from server.middleware import Answer, EitherWay

_HEADERS = {
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class NothingKept(EitherWay):
    """Marks every page as not to be stored, indexed or given the means to watch, unless its view says otherwise."""

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer with the headers in place."""
        answer = self.get_response(request)
        return _marked(answer) if isinstance(answer, HttpResponseBase) else _marked_later(answer)


async def _marked_later(answer: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    return _marked(await answer)


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
