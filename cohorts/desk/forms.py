"""What a coordinator writes: each mistake is named beside the field it was made in."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Count
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts import cautions, days_off, planning
from cohorts.models import Cohort, ContactPolicy, Course, Staff
from cohorts.models.cohort import MOST_SEATS
from cohorts.roles import HOLD_ROOMS
from cohorts.staff import roll

if TYPE_CHECKING:
    _Choice: TypeAlias = forms.ModelChoiceField[Staff]
    _Courses: TypeAlias = forms.ModelChoiceField[Course]
    _Choices: TypeAlias = forms.ModelMultipleChoiceField[Staff]
else:
    _Choice = _Courses = forms.ModelChoiceField
    _Choices = forms.ModelMultipleChoiceField

FURTHEST = timedelta(days=730)


class StaffChoice(_Choice):
    """One facilitator, or nobody yet."""

    def __init__(self, **options: Any) -> None:
        """Offer everybody who may hold a room, once they can come in."""
        super().__init__(
            roll.ready().filter(role__in=HOLD_ROOMS),
            required=False, to_field_name="public_id", **options,
        )  # fmt: skip

    def label_from_instance(self, obj: Any) -> str:
        """Return the room name and the role."""
        return f"{obj.name} ({obj.get_role_display()})"


class StaffChoices(_Choices):
    """Several facilitators, or none."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the room name and the role."""
        return f"{obj.name} ({obj.get_role_display()})"


class CourseChoice(_Courses):
    """A course that may be run, in one version."""

    def label_from_instance(self, obj: Any) -> str:
        """Return its title and version."""
        return _("%(title)s, version %(version)d") % {"title": obj.title, "version": obj.version}


def date_input() -> forms.DateInput:
    """Return the browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input() -> forms.TimeInput:
    """Return the browser's own field for a time."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def _in_reach(day: date, now: datetime) -> date:
    """Refuse days so far away that they must be a slip, and no calendar could hold them."""
    if day > now.date() + FURTHEST:
        raise forms.ValidationError(_("This is more than two years away."))
    if day < now.date() - planning.WEEK:
        raise forms.ValidationError(_("This evening has passed already."))
    return day


class AboutForm(forms.Form):
    """What may be changed of a cohort at any time."""

    name = forms.CharField(label=gettext_lazy("Name for staff"), max_length=60, required=False)
    age_from = forms.IntegerField(label=gettext_lazy("Youngest"), min_value=10, max_value=25)
    age_to = forms.IntegerField(label=gettext_lazy("Oldest"), min_value=10, max_value=25)
    capacity = forms.IntegerField(
        label=gettext_lazy("Places"), min_value=1, max_value=MOST_SEATS,
        error_messages={"max_value": gettext_lazy("A cohort has at most eight places.")},
    )  # fmt: skip
    contact_policy = forms.ChoiceField(label=gettext_lazy("A way to reach them"), choices=ContactPolicy.choices)

    def clean(self) -> dict[str, Any]:
        """Keep the ages in order."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("age_from") and found.get("age_to") and found["age_from"] > found["age_to"]:
            self.add_error("age_to", _("The oldest cannot be younger than the youngest."))
        return found


class PlanForm(AboutForm):
    """Everything a cohort is planned with. `now` is when it is asked."""

    course = CourseChoice(Course.objects.none(), label=gettext_lazy("Course"), empty_label=None)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Day of the week"), choices=list(WEEKDAYS.items()), coerce=int)
    local_time = forms.TimeField(label=gettext_lazy("Starts at"), widget=time_input())
    zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=60)
    first_date = forms.DateField(label=gettext_lazy("First evening"), widget=date_input())
    holidays = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    skips_holidays = forms.BooleanField(
        label=gettext_lazy("Skip evenings that fall on a public holiday"), required=False
    )
    lead = StaffChoice(label=gettext_lazy("Leads"), empty_label=gettext_lazy("nobody yet"))
    second = StaffChoice(label=gettext_lazy("Second facilitator"), empty_label=gettext_lazy("nobody yet"))
    watchers = StaffChoices(Staff.objects.none(), label=gettext_lazy("Standing by"), required=False)

    field_order = ("course", "name", "weekday", "first_date", "local_time", "zone", "holidays", "skips_holidays")

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        """Offer what there is at this moment."""
        super().__init__(*args, **options)
        self._now = now
        self.nearest: date | None = None
        self._fill()

    def _fill(self) -> None:
        fields: dict[str, Any] = self.fields
        published = Course.objects.published().annotate(evenings=Count("weeks")).order_by("title", "-version")
        fields["course"].queryset = published
        fields["holidays"].choices = [("", _("no place: count none")), *days_off.places()]
        staff = fields["lead"].queryset
        fields["watchers"].queryset = staff
        fields["watchers"].to_field_name = "public_id"

    def clean_first_date(self) -> date:
        """Only a day in reach."""
        return _in_reach(self.cleaned_data["first_date"], self._now)

    def clean_course(self) -> Course:
        """A course without weeks has no evenings."""
        course: Course = self.cleaned_data["course"]
        if not course.weeks.exists():
            raise forms.ValidationError(_("This course has no weeks yet, so there would be no evenings."))
        return course

    def clean_zone(self) -> ZoneInfo:
        """Only a place that exists."""
        try:
            return planning.zone(self.cleaned_data["zone"])
        except planning.UnknownZone:
            raise forms.ValidationError(
                _("There is no such time zone. Write one as a place, like Europe/London.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """Hold the fields against each other."""
        found = super().clean()
        first, weekday = found.get("first_date"), found.get("weekday")
        if first and weekday is not None and first.weekday() != weekday:
            self._not_that_weekday(first, weekday)
        elif first:
            self._in_time(first, found)
        self._one_part_each(found)
        return found

    def _not_that_weekday(self, first: date, weekday: int) -> None:
        self.nearest = planning.nearest(first, weekday)
        if self.nearest <= self._now.date():
            self.nearest += planning.WEEK
        words = _("%(day)s is not a %(weekday)s. The nearest one is %(nearest)s.")
        told = {"day": cautions.said(first), "weekday": WEEKDAYS[weekday], "nearest": cautions.said(self.nearest)}
        self.add_error("first_date", words % told)

    def _in_time(self, first: date, found: dict[str, Any]) -> None:
        at, zone = found.get("local_time"), found.get("zone")
        if at and zone and planning.times(planning.moment(first, at, zone)[0], 60).opens_at <= self._now:
            self.add_error("first_date", _("This evening has passed already."))

    def _one_part_each(self, found: dict[str, Any]) -> None:
        lead, second = found.get("lead"), found.get("second")
        if lead and lead == second:
            self.add_error("second", _("%(name)s leads already.") % {"name": lead.name})
        if both := {lead, second} & {*(found.get("watchers") or ())} - {None}:
            self.add_error("watchers", _("%(name)s works already.") % {"name": min(one.name for one in both if one)})


class MoveForm(forms.Form):
    """Where one evening goes, in the cohort's own time. `now` is when it is asked."""

    day = forms.DateField(label=gettext_lazy("New day"), widget=date_input())
    at = forms.TimeField(label=gettext_lazy("Starts at"), widget=time_input())

    def __init__(self, *args: Any, cohort: Cohort, now: datetime, **options: Any) -> None:
        """Read the fields as times where the cohort lives."""
        super().__init__(*args, **options)
        self._cohort, self._now = cohort, now

    def clean_day(self) -> date:
        """Only a day in reach."""
        return _in_reach(self.cleaned_data["day"], self._now)

    def clean(self) -> dict[str, Any]:
        """Refuse what has passed."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("day") and found.get("at"):
            starts, odd = planning.moment(found["day"], found["at"], ZoneInfo(self._cohort.zone))
            found["night"] = planning.Night(found["day"], starts, odd)
            if starts - planning.LOBBY <= self._now:
                self.add_error("day", _("This has passed already, or the lobby would have opened."))
        return found


class WelcomesForm(MoveForm):
    """Times for one-to-one welcomes, one after another with a pause, in the cohort's own time."""

    PAUSE = timedelta(minutes=15)
    who = StaffChoice(label=gettext_lazy("Who welcomes"), empty_label=None)
    count = forms.IntegerField(label=gettext_lazy("How many, one after another"), min_value=1, max_value=8, initial=4)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes each"), min_value=15, max_value=20, initial=20)
    field_order = ("who", "day", "at", "count", "minutes")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask who it is."""
        super().__init__(*args, **options)
        self.fields["who"].required = True
        self.fields["day"].label = _("Day")
        self.fields["at"].label = _("First one starts at")

    def clean(self) -> dict[str, Any]:
        """Say when the first one starts (UTC), and how long between two."""
        found = super().clean()
        if "night" in found:
            found.update(starts=found["night"].starts_at, between=self.PAUSE)
        return found


class OwnWelcomesForm(WelcomesForm):
    """The same for oneself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Nobody else is asked about."""
        super().__init__(*args, **options)
        del self.fields["who"]


class CoverForm(forms.Form):
    """Who goes off and who comes on, for one evening."""

    PARTS = (
        ("lead", gettext_lazy("leads")),
        ("second", gettext_lazy("second facilitator")),
        ("watcher", gettext_lazy("stands by")),
    )
    off = forms.ModelChoiceField(
        Staff.objects.none(), label=gettext_lazy("Goes off"), required=False, to_field_name="public_id",
        empty_label=gettext_lazy("nobody"),
    )  # fmt: skip
    on = StaffChoice(label=gettext_lazy("Comes on"), empty_label=gettext_lazy("nobody"))
    part = forms.ChoiceField(label=gettext_lazy("As"), choices=PARTS)

    def __init__(self, *args: Any, working: list[Staff], **options: Any) -> None:
        """Offer those who work that evening to go, and the others to come."""
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        pks = [one.pk for one in working]
        fields["off"].queryset = Staff.objects.filter(pk__in=pks).order_by("name", "pk")
        fields["off"].label_from_instance = fields["on"].label_from_instance
        fields["on"].queryset = fields["on"].queryset.exclude(pk__in=pks)

    def clean(self) -> dict[str, Any]:
        """Somebody has to go or to come."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not (found.get("off") or found.get("on")):
            self.add_error("on", _("Choose who goes off, who comes on, or both."))
        return found
