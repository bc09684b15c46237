"""What a coordinator writes about a course, a week, a step: each mistake is named beside its field."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.models import Course, Step, Week
from cohorts.script import shape

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
PART_WORDS = {
    "welcome": gettext_lazy("Welcome"),
    "check-in": gettext_lazy("Check-in"),
    "agreement": gettext_lazy("Agreement"),
    "topic": gettext_lazy("Topic"),
    "activity": gettext_lazy("Activity"),
    "reflection": gettext_lazy("Reflection"),
    "challenge": gettext_lazy("Challenge"),
    "closing": gettext_lazy("Closing"),
}
GENTLE_WORDS = {
    "low": gettext_lazy("sad, hopeless or an urge, with no plan"),
    "swearing": gettext_lazy("swearing that is at nobody"),
    "contact": gettext_lazy("contact details, instead of masking them"),
    "method": gettext_lazy("methods, wounds and amounts, instead of offering other words"),
    "tool": gettext_lazy("names of things people use, instead of offering other words"),
}
KIND_WORDS = {
    "text": gettext_lazy("Text: everybody writes when they like"),
    "scale": gettext_lazy("Scale from 0 to 10"),
    "poll": gettext_lazy("Poll: pick one"),
    "round": gettext_lazy("Round: one after the other"),
    "exercise": gettext_lazy("Exercise"),
    "reflection": gettext_lazy("Private reflection: stays on the page"),
}


class ProseField(forms.CharField):
    """Text of several lines. What a paste brings along and nobody sees is left out."""

    def __init__(self, *, rows: int, most: int, **options: Any) -> None:
        """Give a box of so many rows, for at most so many characters."""
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=box, max_length=most, **{"required": False, **options})

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        plain = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return _CONTROL.sub("", plain).strip()


class LinesField(ProseField):
    """One thing per line."""

    longest = 400

    def clean(self, value: Any) -> Any:
        """Return the lines that hold something."""
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(_("A line is longer than %(most)s characters.") % {"most": self.longest})
        return lines

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class WrittenForm(forms.Form):
    """A form that knows which revision it was drawn from."""

    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Draw labels without a colon."""
        super().__init__(*args, **{"label_suffix": "", **options})

    @classmethod
    def of(cls, row: Course | Week | Step) -> "WrittenForm":
        """Return the form filled with what the row says now."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields})

    def drawn_from(self) -> int:
        """Return the revision the form was drawn from."""
        return int(self.cleaned_data["revision"])


class CourseForm(WrittenForm):
    """What a course says of itself."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    about = ProseField(
        label=gettext_lazy("About this course"), rows=6, most=shape.MOST_NOTES,
        help_text=gettext_lazy("For staff: for whom it is, what runs through it, what is left out and why."),
    )  # fmt: skip
    agreement = LinesField(
        label=gettext_lazy("Where the group agreement starts"), rows=7, most=5000,
        help_text=gettext_lazy("One line each. Each group adds its own in week 1."),
    )  # fmt: skip
    read_first = forms.MultipleChoiceField(
        label=gettext_lazy("A facilitator reads first"), choices=list(GENTLE_WORDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Besides what is always held. More care for a younger or a new group, and more to read for facilitators."
        ),
    )  # fmt: skip
    minutes = forms.IntegerField(label=gettext_lazy("Minutes of an evening"), min_value=10, max_value=180)
    reading_age = forms.IntegerField(
        label=gettext_lazy("Highest reading age, in years"), min_value=7, max_value=18,
        help_text=gettext_lazy("The checker says where words ask for more than this. It measures English only."),
    )  # fmt: skip
    language = forms.RegexField(
        label=gettext_lazy("Language"), regex=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]+)*$", max_length=20,
        error_messages={"invalid": gettext_lazy("Write a language such as en-GB.")},
    )  # fmt: skip
    checked = forms.DateField(
        label=gettext_lazy("Read through for safety on"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy(
            "The day a person answerable for safety read all of it. Leave it empty until then. "
            "Any change after that empties it."
        ),
    )  # fmt: skip


class WeekForm(WrittenForm):
    """What facilitators should know before an evening."""

    theme = forms.CharField(
        label=gettext_lazy("Theme"), max_length=120,
        help_text=gettext_lazy("Young people see it as the name of the room. It should give nothing away."),
    )  # fmt: skip
    aim = ProseField(label=gettext_lazy("Aim"), rows=3, most=shape.MOST_NOTES)
    lobby = LinesField(
        label=gettext_lazy("In the lobby"), rows=3, most=1600,
        help_text=gettext_lazy("What tonight is about, for young people who wait: two or three short, warm lines."),
    )  # fmt: skip
    prepare = LinesField(
        label=gettext_lazy("Have ready"), rows=5, most=8000, help_text=gettext_lazy("One thing per line.")
    )
    watch_outs = LinesField(
        label=gettext_lazy("Watch-outs"), rows=7, most=12000,
        help_text=gettext_lazy("One per line: what may come up, and what to do then."),
    )  # fmt: skip
    goal = forms.BooleanField(
        label=gettext_lazy("Ask for the goal, 0 to 10"), required=False,
        help_text=gettext_lazy("As they come in and as they go, young people are asked how near they are to it."),
    )  # fmt: skip


class StepForm(WrittenForm):
    """One step of an evening."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=shape.MOST_TITLE, help_text=gettext_lazy("For staff only.")
    )
    part = forms.ChoiceField(label=gettext_lazy("Part of the evening"), choices=list(PART_WORDS.items()))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(KIND_WORDS.items()))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=shape.MOST_MINUTES)
    words = ProseField(
        label=gettext_lazy("Words to send"), rows=8, most=shape.MOST_WORDS,
        help_text=gettext_lazy("What young people read. One thought per line."),
    )  # fmt: skip
    options = LinesField(
        label=gettext_lazy("Options"), rows=4, most=2000,
        help_text=gettext_lazy("One per line. A poll has 2 to 8; a scale has two: what 0 means, then what 10 means."),
    )  # fmt: skip
    breathing = forms.BooleanField(label=gettext_lazy("Show the slow breathing picture"), required=False)
    notes = ProseField(
        label=gettext_lazy("Notes for facilitators"), rows=5, most=shape.MOST_NOTES,
        help_text=gettext_lazy("How to run it, and what to do when it goes otherwise."),
    )  # fmt: skip
