"""Duties of a test evening, and what a page says of them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import Duty, Kind, Level
from tests.cast import Evening

STRIP = "/staff/duties/"


def raised(
    evening: Evening, kind: Kind = Kind.CONCERN, level: Level = Level.NOW, *, now: datetime | None = None, **more: Any
) -> Duty:
    """A duty of this evening, about the otter unless somebody else is named."""
    with transaction.atomic():
        return raise_duty(
            kind, level, evening.session, ref=f"{kind} {level} {Duty.objects.count()}", now=now or timezone.now(),
            **{"seat": evening.otter, **more},
        )  # fmt: skip


def page_of(duty: Duty) -> str:
    return f"{STRIP}{duty.public_id}/"


def seen(client: Client, address: str) -> str:
    """The page as text, in one line."""
    return re.sub(r"\s+", " ", strip_tags(client.get(address).content.decode()))


def stands(client: Client, address: str = STRIP) -> list[str]:
    """The references of the duties in the strip there."""
    return re.findall(r'data-duty="([^"]+)"', client.get(address).content.decode())
