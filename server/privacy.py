"""Pages leave nothing behind in a browser that somebody else may open later."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = HttpResponseBase | Awaitable[HttpResponseBase]

_HEADERS = {
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class NothingKept:
    """Marks every page as not to be stored, indexed or given the means to watch, unless its view says otherwise."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        """Stand before ``get_response``, in whichever of the two ways it runs."""
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

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
