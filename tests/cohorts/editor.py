"""Somebody at the editor of courses, and what their forms send."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client

from cohorts import wording
from cohorts.models import Course, Step

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

SHELF = "/desk/courses/"
DRAFT = "/desk/courses/small-course/2/"
WEEK_1 = DRAFT + "weeks/1/"
STEP_1 = WEEK_1 + "steps/check-in/"


class Desk:
    """A browser of somebody who writes courses; forms carry their token as from our own pages."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def sees(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status
        return " ".join(answer.content.decode().split())

    def sends(self, address: str, **fields: object) -> "Answer":
        self.client.get(SHELF)
        token = {"csrfmiddlewaretoken": self.client.cookies["csrftoken"].value}
        host = settings.BASE_URL.removeprefix("http://")
        return self.client.post(address, {**token, **fields}, headers={"origin": settings.BASE_URL, "host": host})

    def says(self, address: str, status: int, **fields: object) -> str:
        answer = self.sends(address, **fields)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer["Location"] if status == 303 else " ".join(answer.content.decode().split())


def written(**changes: object) -> dict[str, object]:
    """What the form of the first step sends."""
    fields = {"title": "Hello", "part": "check-in", "kind": "text", "minutes": 10, "words": "Hi.", "notes": "Say it."}
    return {**fields, "options": "", "revision": 0, **changes}


def first_step() -> Step:
    return Step.objects.get(week__course__draft=True, name="check-in")


def as_it_stands() -> str:
    """What the page of the draft says of itself, for whoever decides about it."""
    return wording.digest_of(Course.objects.get(draft=True))
