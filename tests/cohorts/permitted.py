"""The tables of docs/permissions.md, and a house in which there is something behind the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from chat.guard.lexicon import shipped
from cohorts.actions.courses import begin_draft, load_course
from cohorts.models import Role, Session, Staff
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.models import Concern, Duty, Level
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser
from tests.cohorts.newcomer import HOME, SIGN_IN, Member
from tests.cohorts.scripts import SMALL

FILE: Final = Path(__file__).parents[2] / "docs" / "permissions.md"
YES, NO, MAYBE, THEIRS = "yes", "–", "(yes)", "theirs"
ONLY_A_FORM: Final = 405
Cells = dict[str, str]
#: Ids of things that are not there, as long as real ones.
MISSING: Final = "no-such-id-x"


def table(heading: str, file: Path = FILE) -> dict[str, Cells]:
    """One of the tables, by the first cell of each row."""
    _, _, after = file.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    lines = [line for line in after.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    first, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    found = {row[0].strip("`"): dict(zip(first[1:], row[1:], strict=True)) for row in rows}
    assert len(found) == len(rows), "a row stands there twice"
    return found


def row_of(name: str, rows: dict[str, Cells]) -> str:
    """The row a page is in: its own, or one that ends with a star and begins as it does; `KeyError` for none."""
    if name in rows:
        return name
    fits = [row for row in rows if row.endswith("*") and name.startswith(row[:-1])]
    if not fits:
        raise KeyError(f"{name} is in no row of {FILE.name}: say there who may open it")
    return max(fits, key=len)


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


@dataclass(frozen=True)
class Address:
    """Where a page about a thing that is there is, and the same page about one that is not, where it is about one."""

    there: str
    missing: str | None


@dataclass
class House:
    """An evening that is on, one of last week, and what came of them. `member` is whoever a column of the table is."""

    evening: Evening
    over: Session
    concern: Concern
    draft: Any

    @classmethod
    def furnished(cls, *, demo: bool = False) -> House:
        evening = cast.evening(demo=demo)
        over = cast.session(evening.cohort, "over", timezone.now() - timedelta(hours=1))
        for staff in evening.facilitators:
            cast.shift(over, staff)
        concern = raise_afterwards(evening.counsellor, over, evening.hare, Level.URGENT, "x", timezone.now())
        return cls(evening, over, concern, begin_draft(load_course(SMALL, None).course, None))

    def works(self, staff: Staff, *, elsewhere: bool = False) -> Staff:
        """Put somebody on a shift of this evening and the one that is over, or of the one next door."""
        for session in (self.evening.elsewhere,) if elsewhere else (self.evening.session, self.over):
            cast.shift(session, staff)
        return staff

    def addresses(self) -> dict[str, Address]:
        """Every address by name."""
        return {name: self._address(name, parts) for name, parts in named(get_resolver().url_patterns)}

    def _address(self, name: str, parts: tuple[str, ...]) -> Address:
        there = {part: self._part(name, part) for part in parts}
        missing = {part: MISSING if part in _IDS else value for part, value in there.items()}
        about = missing != there
        return Address(reverse(name, kwargs=there), reverse(name, kwargs=missing) if about else None)

    def _part(self, name: str, part: str) -> object:
        if part == "public_id":
            return self._id(name)
        if part == "session":
            return (self.over if name in _LOOKING_BACK else self.evening.session).public_id
        if name == "wordlists:rule":
            return next(iter(shipped().rules))
        plain: dict[str, object] = {
            "token": "x", "slug": self.draft.slug, "version": self.draft.version, "number": 1, "other": 1, "pk": 1,
            "uidb36": "1", "key": "x", "object_id": "1", "content_type_id": "1", "app_label": "cohorts", "url": "x",
            "ref": Duty.objects.get().public_id, "cohort": self.evening.cohort.public_id,
            "name": SMALL.weeks[0].steps[0].name,
        }  # fmt: skip
        return plain[part]

    def _id(self, name: str) -> str:
        """The thing a page is about, by what its address says."""
        evening = self.evening
        about: dict[str, str] = {
            **dict.fromkeys(_OF_COHORTS, evening.cohort.public_id), **dict.fromkeys(_OF_SEATS, evening.hare.public_id),
            **dict.fromkeys(_OF_EVENINGS, evening.session.public_id),
            **dict.fromkeys(_OF_CONCERNS, self.concern.public_id),
            "account:end_one": evening.as_id(evening.counsellor),
        }  # fmt: skip
        return about.get(name, evening.counsellor.public_id)


_IDS: Final = frozenset({"public_id", "session", "cohort", "ref", "slug"})
_OF_COHORTS: Final = ("desk:cohort", "desk:change", "desk:welcomes", "desk:words", "desk:seats")
_OF_EVENINGS: Final = ("desk:move", "desk:cancel", "desk:make_up", "desk:cover", "desk:told", "desk:came")
_OF_SEATS: Final = ("facilitator:seat", "desk:review", "desk:own", "desk:begin_own", "desk:hold_seat")
_OF_CONCERNS: Final = tuple(
    f"facilitator:{name}" for name in ("record", "record_print", "have", "close", "reopen", "sign", "contact")
)
_LOOKING_BACK: Final = frozenset(
    f"facilitator:{name}" for name in ("after", "instead", "notes", "support", "attendance", "concern", "record_part")
)
COLUMNS: Final[dict[str, Callable[[House], Client]]] = {
    "anybody": lambda house: browser(),
    "young person": lambda house: browser(house.evening, house.evening.otter),
    "of another course": lambda house: browser(house.evening, house.evening.stranger),
    "counsellor on shift": lambda house: _signed_in(house, Role.COUNSELLOR),
    "not on shift": lambda house: _signed_in(house, Role.COUNSELLOR, elsewhere=True),
    "volunteer on shift": lambda house: _signed_in(house, Role.VOLUNTEER),
    "coordinator": lambda house: Member(Role.COORDINATOR, "Ada").signed_in(),
    "lead": lambda house: Member(Role.LEAD, "Ada").signed_in(),
    "administrator": lambda house: Member(Role.ADMINISTRATOR, "Ada").signed_in(),
}


def _signed_in(house: House, role: Role, *, elsewhere: bool = False) -> Client:
    member = Member(role, "Ada")
    house.works(member.staff, elsewhere=elsewhere)
    if role == Role.COUNSELLOR and not elsewhere:
        # Whoever raised a concern may read its record.
        Concern.objects.update(raised_by=member.staff)
    return member.signed_in()


def shut(answer: Any) -> bool:
    """Whether somebody was led to signing in, or told that nothing is here."""
    if answer.status_code in {302, 303}:
        leads = str(answer.headers["Location"])
        return leads in {"/office/", "/"} or leads.startswith(_DOORS)
    return answer.status_code in {401, 403, 404}


def leads_to_staff(answer: Any) -> bool:
    """Whether somebody of staff is led to their own place."""
    leads = str(answer.headers.get("Location", ""))
    return answer.status_code in {302, 303} and leads.startswith((HOME, "/desk/", "/console/"))


_DOORS: Final = (SIGN_IN, "/staff/door/", "/office/login/", "/in/")


def with_token(client: Client) -> str:
    """A form's token, so that it is not for want of one that somebody is refused."""
    client.get(SIGN_IN)
    if "csrftoken" not in client.cookies:
        client.cookies["csrftoken"] = Client().get(SIGN_IN).cookies["csrftoken"].value
    return str(client.cookies["csrftoken"].value)


def post(client: Client, address: str, token: str) -> Any:
    """Send an empty form, with all that a browser sends along."""
    headers = {"origin": settings.BASE_URL, "host": settings.BASE_URL.removeprefix("http://")}
    return client.post(address, {"csrfmiddlewaretoken": token}, headers=headers)


def said(answer: Any, address: str) -> tuple[int, str, bytes]:
    """What somebody learns by an answer, without what is new in each one, or was in their own question."""
    leads = answer.headers.get("Location", "").replace(address, "")
    body = re.sub(rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', b"", answer.content)
    return answer.status_code, re.sub(r"next=[^&]*", "", leads), body.replace(address.encode(), b"")
