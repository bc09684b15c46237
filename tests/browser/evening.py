"""Evenings of one running Alcove: who may come, by which link, and the clock that can be moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playwright.sync_api import ViewportSize

from tests.running import Alcove

PHONE = ViewportSize(width=360, height=640)
LAPTOP = ViewportSize(width=1280, height=800)

_MOVE = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session
s = Session.objects.get(public_id={session!r})
s.ends_at = timezone.now() + timedelta(seconds={ends})
s.closes_at = timezone.now() + timedelta(seconds={closes})
s.save()
print(s.closes_at.isoformat())
"""
_LATER = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session
hours = {{"opens_at": 1, "starts_at": 2, "ends_at": 3, "closes_at": 4}}
Session.objects.filter(public_id={session!r}).update(
    **{{name: timezone.now() + timedelta(hours=after) for name, after in hours.items()}}
)
"""
_CALLED_OFF = """
from django.utils import timezone
from cohorts.models import Session
Session.objects.filter(public_id={session!r}).update(cancelled_at=timezone.now())
"""
_IN_VAIN = """
from datetime import timedelta
from django.utils import timezone
from cohorts.models import Session
since = timezone.now() - timedelta(minutes=20)
Session.objects.filter(public_id={session!r}).update(least_staff=2, opens_at=since, starts_at=since)
"""
_ALSO = """
from cohorts.models import Session, Shift
there = Shift.objects.get(session__public_id={other!r}, leading=True)
Shift.objects.create(session=Session.objects.get(public_id={session!r}), staff=there.staff, watching=True)
"""


@dataclass(frozen=True)
class Place:
    """One person's way in."""

    name: str
    link: str
    code: str = ""
    number: int = 0


@dataclass(frozen=True)
class Evening:
    """One demo session with its eight seats and two facilitators."""

    alcove: Alcove
    card: dict[str, Any]

    @property
    def room(self) -> str:
        """The address of its room, whoever asks for it."""
        return f"{self.alcove.url}/rooms/{self.card['id']}/"

    def seat(self, number: int) -> Place:
        one = self.card["seats"][number - 1]
        return Place(one["name"], one["link"], one["code"], number)

    def facilitator(self, place: int = 0) -> Place:
        """The counsellor, who leads; 1 is the volunteer."""
        one = self.card["staff"][place]
        return Place(one["name"], one["link"])

    def ends_in(self, seconds: float, closes: float) -> datetime:
        """Let the clock run out soon; returns when everything is over. Done before anybody comes in."""
        code = _MOVE.format(session=self.card["id"], ends=seconds, closes=closes)
        return datetime.fromisoformat(self.alcove.manage("shell", "-v", "0", "-c", code).strip())

    def opens_later(self) -> None:
        """In an hour. Done before anybody comes in."""
        self.alcove.manage("shell", "-v", "0", "-c", _LATER.format(session=self.card["id"]))

    def is_called_off(self) -> None:
        """By the desk, with nobody rung for."""
        self.alcove.manage("shell", "-v", "0", "-c", _CALLED_OFF.format(session=self.card["id"]))

    def waits_in_vain(self) -> None:
        """It asks for two facilitators, and has waited for them as long as it may. Done before anybody comes in."""
        self.alcove.manage("shell", "-v", "0", "-c", _IN_VAIN.format(session=self.card["id"]))

    def is_watched_from(self, other: "Evening") -> None:
        """Whoever leads the other one stands by at this one too."""
        code = _ALSO.format(session=self.card["id"], other=other.card["id"])
        self.alcove.manage("shell", "-v", "0", "-c", code)


class House:
    """A running Alcove with many evenings, each given out once."""

    EVENINGS = 80

    def __init__(self, alcove: Alcove) -> None:
        self.alcove = alcove
        self._cards = iter(alcove.demo["sessions"])

    def next_evening(self) -> Evening:
        return Evening(self.alcove, next(self._cards))
