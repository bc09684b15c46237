"""What an organisation changed in the word lists of the release, and which edition of them it is at."""

from __future__ import annotations

from typing import Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models import Staff

LONGEST_PHRASE: Final = 60
#: Names of rules are short; those of this house are "own." and a number.
LONGEST_RULE: Final = 60
OWN: Final = "own."
LONGEST_NUMBER: Final = 18


class What(models.TextChoices):
    """What was changed."""

    ADD = "add", _("add a phrase")
    OFF = "off", _("switch a rule off")
    LOWER = "lower", _("lower a rule")
    OUT = "out", _("take an added phrase out")


class State(models.TextChoices):
    """Where a change stands."""

    WAITS = "waits", _("waits for a second person")
    STANDS = "stands", _("in force")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("over")


class WordChangeQuerySet(models.QuerySet["WordChange"]):
    """Changes by where they stand."""

    def standing(self) -> Self:
        """Those in force."""
        return self.filter(state=State.STANDS)

    def waiting(self) -> Self:
        """Those that need a second person and have found none yet."""
        return self.filter(state=State.WAITS)

    def weakening(self) -> Self:
        """Those of a rule that came along: switched off or lowered."""
        return self.filter(what__in=(What.OFF, What.LOWER))


class WordChange(models.Model):
    """One change, from asking to its end; `second` decided on it where it takes two.

    `phrase` is plain, as every process reads it: short, checked for contacts, and no different from what the lists of
    the release say to anybody. Why somebody asked and what the second person answered may tell more, and is sealed
    under a key of the row's own. An `OUT` names in `rule` the addition that it takes out, and is over once it has.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    what = models.CharField(max_length=10, choices=What)
    state = models.CharField(max_length=10, choices=State)
    kind = models.CharField(max_length=12)
    rule = models.CharField(max_length=LONGEST_RULE, blank=True)
    phrase = models.CharField(max_length=LONGEST_PHRASE, blank=True)
    #: Of the sentences the release is tried on, how many would be taken more lightly: as it was when this was asked.
    missed = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.BinaryField()
    second = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    data_key = models.BinaryField()

    objects = WordChangeQuerySet.as_manager()

    class Meta:
        db_table = "chat_word_change"
        constraints = (
            models.CheckConstraint(condition=Q(what__in=What.values, state__in=State.values), name="word_change_known"),
            models.CheckConstraint(condition=~Q(second=F("asked_by")), name="word_change_by_two"),
            models.UniqueConstraint(
                fields=("what", "rule"),
                condition=~Q(what=What.ADD) & Q(state__in=(State.WAITS, State.STANDS)),
                name="word_change_of_rule_once",
            ),
            models.UniqueConstraint(
                fields=("kind", "phrase"), condition=Q(what=What.ADD, state=State.STANDS), name="word_added_once"
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    @property
    def row(self) -> bytes:
        """What its blobs are bound to."""
        return f"word change/{self.public_id}".encode()

    @property
    def about(self) -> str:
        """The rule it is about; an addition is a rule of its own."""
        return f"{OWN}{self.pk}" if self.what == What.ADD else self.rule


class WordEdition(models.Model):
    """One row: how often what is in force has changed, so that every process sees at a glance whether it is behind.

    Whoever changes anything locks it first.
    """

    number = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "chat_word_edition"

    def __str__(self) -> str:
        return f"edition {self.number}"
