"""What was asked of the ledger, and its lines: acts and what was done in sessions side by side, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts import deeds, planning
from cohorts.deeds import ACTS, Deed, Place, Sought
from cohorts.desk import frame, words
from cohorts.desk.did import did
from cohorts.models import Act, Session, Staff

ON_A_PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_A_DAY = timedelta(days=1)
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a sentence of who did what, and what it was about."""

    place: Place
    who: str
    said: str
    session: Session | None = None
    act: Act | None = None
    about: str = ""

    @property
    def sentence(self) -> str:
        """Who did what."""
        return _("%(who)s %(did)s.") % {"who": self.who, "did": self.said}

    @property
    def key(self) -> str:
        """Its place, as an address carries it."""
        micros = (self.place.at - _EPOCH) // timedelta(microseconds=1)
        return f"{micros}-{self.place.source}-{self.place.pk}"


def sought(request: HttpRequest) -> Sought:
    """Return what the address asks for; a name that nobody has finds nothing. One query, for a name."""
    name, day = frame.searched(request, "by"), frame.searched(request, "day")
    since, until = _day(day)
    by = list(Staff.objects.filter(name__iexact=name).values_list("public_id", flat=True)) if name else None
    return Sought(
        most=ON_A_PAGE + 1,
        by=by,
        kind=frame.searched(request, "kind") or None,
        cohort=frame.searched(request, "cohort") or None,
        evening=frame.searched(request, "evening") or None,
        since=since,
        until=until,
        before=_place(frame.searched(request, "before")),
    )


def lines(asked: Sought, looking: Staff) -> tuple[list[Line], str]:
    """Return a page of lines and the key of the last one, if more follow."""
    hidden = deeds.hidden_from(looking)
    acts: list[tuple[Place, Act | Deed]] = [(Place(act.at, ACTS, act.pk), act) for act in deeds.acts(asked, hidden)]
    done = [(deed.place, deed) for deed in deeds.in_sessions(asked, looking, hidden)]
    merged = sorted([*acts, *done], key=lambda one: one[0], reverse=True)
    found = _worded(merged[:ON_A_PAGE])
    return found, found[-1].key if len(merged) > ON_A_PAGE else ""


def _worded(page: list[tuple[Place, Act | Deed]]) -> list[Line]:
    """Ids become names as they are today; two queries."""
    done = [one for _, one in page if isinstance(one, Deed)]
    about = [act.about for _, act in page if isinstance(act, Act)]
    ids = {value for each in about for value in each.values() if isinstance(value, str)}
    found = Staff.objects.filter(public_id__in=ids | {one.staff for one in done})
    names = dict(found.values_list("public_id", "name"))
    within = Session.objects.select_related("cohort__course", "week").in_bulk({one.session for one in done})
    return [
        _of_act(place, one, names) if isinstance(one, Act) else _of_deed(one, names, within.get(one.session))
        for place, one in page
    ]


def _of_deed(deed: Deed, names: Mapping[str, str], within: Session | None) -> Line:
    return Line(deed.place, names.get(deed.staff, _("Somebody")), did(deed.kind, deed.seat), within)


def _of_act(place: Place, act: Act, names: Mapping[str, str]) -> Line:
    said = {key: names.get(str(value), _readable(value)) for key, value in act.about.items() if value is not None}
    about = ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in sorted(said.items()))
    return Line(place, act.by.name if act.by else "Alcove", words.verb(act.verb), act.session, act, about)


def _readable(value: str | int | bool) -> str:
    """A moment as the page's times are, yes or no for what is so or not, anything else as it was kept."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        at = None
    return str(value) if at is None else date_format(timezone.localtime(at), "j M Y, H:i")


def _day(text: str) -> tuple[datetime, datetime] | tuple[None, None]:
    """From when until when a day of the house is, as the page's times are; some have 23 hours or 25."""
    try:
        day = date.fromisoformat(text)
        since, until = (planning.moment(each, time.min, settings.HOUSE_ZONE)[0] for each in (day, day + _A_DAY))
    except (ValueError, OverflowError):
        return None, None
    return since, until


def _place(text: str) -> Place | None:
    parts = text.split("-")
    numbers = [int(one) for one in parts if one.isascii() and one.isdecimal() and len(one) < _LONGEST_NUMBER]
    if len(parts) != len(numbers) or len(numbers) != 3:  # noqa: PLR2004  (time, source, row)
        return None
    try:
        return Place(_EPOCH + timedelta(microseconds=numbers[0]), numbers[1], numbers[2])
    except OverflowError:
        return None
