"""What to know before some weeks of the rota are saved. It never forbids."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from cohorts import rota
from cohorts.desk.on_call import words
from cohorts.models import Away, OnCallSpan, Shift
from cohorts.on_call import Post
from cohorts.rota import Change, Stretch

MOST = 5
"""So many times are named one by one; of more, that there are more."""


def cautions(post: Post, changes: Sequence[Change], people: Mapping[int, str]) -> list[str]:
    """Return who would be away, have two posts, or hold a room meanwhile; three questions to the database at most."""
    given = [Stretch(one.starts_at, one.ends_at, one.to) for one in changes if one.to is not None]
    if not given:
        return []
    start, end = min(one.starts_at for one in given), max(one.ends_at for one in given)
    named = {one.who for one in given if one.who is not None}
    away = Away.objects.filter(staff__in=named, starts_at__lt=end, ends_at__gt=start)
    other = OnCallSpan.objects.between(start, end).filter(staff__in=named).exclude(post=post)
    held = (
        (_("%(name)s is away then, so these times stay open: %(times)s."), _rows(away)),
        (_("%(name)s has another post at the same time and counts once: %(times)s."), _rows(other)),
        (_("%(name)s holds a room then, and cannot well do both: %(times)s."), _rooms(named, start, end)),
    )
    return [
        said % {"name": people.get(who, ""), "times": _times(times)}
        for said, rows in held
        for who, times in _meet(given, rows).items()
    ]


def _rows(found: QuerySet[Away] | QuerySet[OnCallSpan]) -> list[Stretch]:
    return [Stretch(one.starts_at, one.ends_at, one.staff_id) for one in found.order_by("starts_at", "pk")]


def _rooms(named: set[int], start: datetime, end: datetime) -> list[Stretch]:
    standing = Shift.objects.standing().filter(
        staff__in=named, watching=False, declined_at__isnull=True, session__cancelled_at__isnull=True,
        session__opens_at__lt=end, session__closes_at__gt=start,
    )  # fmt: skip
    shifts = standing.select_related("session").order_by("session__opens_at", "pk")
    return [Stretch(one.session.opens_at, one.session.closes_at, one.staff_id) for one in shifts]


def _meet(given: Sequence[Stretch], rows: Iterable[Stretch]) -> dict[int, list[Stretch]]:
    """When what is given to somebody meets what they have already."""
    found: dict[int, list[Stretch]] = {}
    for row in rows:
        met = rota.between([one for one in given if one.who == row.who], *row.time)
        if met and row.who is not None:
            found.setdefault(row.who, []).extend(met)
    return {who: rota.joined(times) for who, times in found.items()}


def _times(times: Sequence[Stretch]) -> str:
    said = [words.time(*one.time, settings.HOUSE_ZONE) for one in times[:MOST]]
    if len(times) > MOST:
        said.append(_("%(count)d more") % {"count": len(times) - MOST})
    return str(get_text_list(said, _("and")))
