"""What is written into the rota's forms; each mistake is named beside its field."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts import planning
from cohorts.desk.forms import FURTHEST, date_input, time_input
from cohorts.models import Staff
from cohorts.on_call import Post
from cohorts.roles import MAY_HOLD, may_hold
from cohorts.rota import Pattern

if TYPE_CHECKING:
    _Choice: TypeAlias = forms.ModelChoiceField[Staff]
else:
    _Choice = forms.ModelChoiceField

NOBODY, MOST_WEEKS = "nobody", 26
EVERY = (
    (1, gettext_lazy("every week")),
    (2, gettext_lazy("every second week")),
    (3, gettext_lazy("every third week")),
    (4, gettext_lazy("every fourth week")),
)
A_DAY = timedelta(days=1)


def _posts() -> list[tuple[str, str]]:
    return [(post.value, post.label.capitalize()) for post in Post]


def holders() -> QuerySet[Staff]:
    """Everybody who may have a post, once they can come in."""
    roles = {role for allowed in MAY_HOLD.values() for role in allowed}
    return Staff.objects.ready().filter(role__in=roles).order_by("name", "pk")


class HolderChoice(_Choice):
    """One of those who may have a post."""

    def __init__(self, **options: Any) -> None:
        """Offer everybody who may."""
        super().__init__(holders(), to_field_name="public_id", **options)

    def label_from_instance(self, obj: Any) -> str:
        """Return the room name and the role."""
        return f"{obj.name} ({obj.get_role_display()})"


class AwayForm(forms.Form):
    """Days on which somebody is away, the last one included; in the house's time. `now` is when it is asked."""

    who = HolderChoice(label=gettext_lazy("Who"), empty_label=None)
    first = forms.DateField(label=gettext_lazy("Away from"), widget=date_input())
    last = forms.DateField(label=gettext_lazy("Up to and including"), widget=date_input())

    def __init__(self, *args: Any, now: datetime, with_who: bool = False, **options: Any) -> None:
        """Ask who, or not: then it is oneself."""
        super().__init__(*args, **options)
        self._now = now
        self._today = planning.there(now, settings.HOUSE_ZONE).date()
        if not with_who:
            del self.fields["who"]

    def clean_last(self) -> date:
        """Only days in reach that have not passed."""
        last: date = self.cleaned_data["last"]
        if last < self._today:
            raise forms.ValidationError(_("This has passed already."))
        if last > self._today + FURTHEST:
            raise forms.ValidationError(_("This is more than two years away."))
        return last

    def clean(self) -> dict[str, Any]:
        """Say from which moment to which (UTC); a day that has begun counts from now."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day cannot be before the first."))
        elif first and last:
            zone = settings.HOUSE_ZONE
            begins = self._now if first <= self._today else planning.moment(first, time(0), zone)[0]
            found.update(starts_at=begins, ends_at=planning.moment(last + A_DAY, time(0), zone)[0])
        return found


class WeeksForm(forms.Form):
    """Who has a post for some weeks: each day the same person, or another on some weekdays."""

    post = forms.TypedChoiceField(label=gettext_lazy("Post"), choices=_posts, coerce=Post)
    first = forms.DateField(label=gettext_lazy("From"), widget=date_input())
    weeks = forms.IntegerField(label=gettext_lazy("For how many weeks"), min_value=1, max_value=MOST_WEEKS)
    every = forms.TypedChoiceField(label=gettext_lazy("Of these"), choices=EVERY, coerce=int)
    begins = forms.TimeField(label=gettext_lazy("Begins at"), widget=time_input())
    ends = forms.TimeField(label=gettext_lazy("Ends at"), widget=time_input())
    daily = forms.ChoiceField(label=gettext_lazy("Every day"), required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        """Offer whoever may have a post at this moment; one question to the database."""
        super().__init__(*args, **options)
        self._today = planning.there(now, settings.HOUSE_ZONE).date()
        self.people = {one.public_id: one for one in holders()}
        named = [(one.public_id, f"{one.name} ({one.get_role_display()})") for one in self.people.values()]
        fields: dict[str, Any] = self.fields
        fields["daily"].choices = [("", _("leave as it is")), (NOBODY, _("nobody")), *named]
        for number, weekday in WEEKDAYS.items():
            choices = [("", _("as every day")), (NOBODY, _("nobody")), *named]
            fields[f"on_{number}"] = forms.ChoiceField(label=weekday, choices=choices, required=False)

    def weekdays(self) -> Iterator[BoundField]:
        """The fields of single weekdays, Monday first."""
        return (self[f"on_{number}"] for number in WEEKDAYS)

    @property
    def has_own_days(self) -> bool:
        """Whether some weekday is another's, or a mistake stands there."""
        return any(one.value() or one.errors for one in self.weekdays())

    def clean_first(self) -> date:
        """Only a day in reach."""
        first: date = self.cleaned_data["first"]
        if first < self._today:
            raise forms.ValidationError(_("This has passed already."))
        if first > self._today + FURTHEST:
            raise forms.ValidationError(_("This is more than two years away."))
        return first

    def clean(self) -> dict[str, Any]:
        """Make the pattern of it; nobody gets a post that their role may not have."""
        found: dict[str, Any] = super().clean() or {}
        names = ["daily", *(f"on_{number}" for number in WEEKDAYS)]
        for name in names:
            who = self.people.get(found.get(name, ""))
            if who and "post" in found and not may_hold(who.role, found["post"]):
                said = {"name": who.name, "post": found["post"].label, "role": who.get_role_display()}
                self.add_error(name, _("%(name)s is a %(role)s and cannot have this post: %(post)s.") % said)
        if not any(found.get(name) for name in names) and not self.errors:
            self.add_error("daily", _("Choose who it is, on every day or on some."))
        if not self.errors:
            found["pattern"] = self._pattern(found)
        return found

    def _pattern(self, found: dict[str, Any]) -> Pattern:
        chosen = {number: found[f"on_{number}"] or found["daily"] for number in WEEKDAYS}
        holders = {number: None if one == NOBODY else self.people[one].pk for number, one in chosen.items() if one}
        return Pattern(
            found["first"], found["weeks"], found["every"], found["begins"], found["ends"], settings.HOUSE_ZONE, holders
        )
