"""On call: who has a post when, who is away, and one asking another to take a time."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts import ids
from cohorts.models.staff import Staff
from cohorts.roles import Post


class SpansQuerySet(models.QuerySet["OnCallSpan"]):
    """Spans by when they are."""

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that reach into this time."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class OnCallSpan(models.Model):
    """One member of staff has a post from one moment to another; a weekly plan is written out as many of these.

    A post is one person's at a time: whoever writes spans holds the house's lock and writes what
    `rota.laid_over` made of all there were. Spans that have passed stay as they were. Whether somebody really answers
    then depends on more: ask `cohorts.on_call`.
    """

    post = models.CharField(max_length=8, choices=Post)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="on_call_spans")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    objects = SpansQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_on_call_span"
        constraints = (
            models.CheckConstraint(condition=Q(post__in=Post.values), name="on_call_post_known"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="on_call_times_in_order"),
            models.UniqueConstraint(fields=("post", "starts_at"), name="on_call_begins_once"),
            models.UniqueConstraint(fields=("post", "ends_at"), name="on_call_ends_once"),
        )

    def __str__(self) -> str:
        return f"span {self.pk}"


class Away(models.Model):
    """Somebody is not there from one moment to another: whatever post they would have is then nobody's."""

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="aways")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cohorts_away"
        constraints = (models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="away_times_in_order"),)

    def __str__(self) -> str:
        return self.public_id


class SwapEnd(models.TextChoices):
    """What became of asking somebody to take a time."""

    TAKEN = "taken", _("taken")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken_back", _("taken back")


class SwapQuerySet(models.QuerySet["Swap"]):
    """Swaps by whether they are still to be answered."""

    def waiting(self, now: datetime) -> Self:
        """Those nobody has answered, about a time that has not passed."""
        return self.filter(answered_at__isnull=True, ends_at__gt=now)


class Swap(models.Model):
    """`asker` asks `asked` to take a post from one moment to another, perhaps for another time in return.

    It names the time and no span, as spans are cut and joined meanwhile; whether it is still the asker's is looked at
    when it is taken.
    """

    public_id = models.CharField(max_length=ids.LENGTH, unique=True, default=ids.new, editable=False)
    asker = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="swaps_asked")
    asked = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="swaps_to_answer")
    post = models.CharField(max_length=8, choices=Post)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    return_post = models.CharField(max_length=8, choices=Post, blank=True, default="")
    return_starts_at = models.DateTimeField(null=True, blank=True)
    return_ends_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=SwapEnd, blank=True, default="")

    objects = SwapQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_swap"
        constraints = (
            models.CheckConstraint(condition=Q(post__in=Post.values), name="swap_post_known"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="swap_times_in_order"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="swap_of_two"),
            models.CheckConstraint(
                condition=Q(return_post="", return_starts_at__isnull=True, return_ends_at__isnull=True)
                | Q(return_post__in=Post.values, return_starts_at__lt=F("return_ends_at")),
                name="swap_return_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, end="") | Q(answered_at__isnull=False, end__in=SwapEnd.values),
                name="swap_one_end",
            ),
        )

    def __str__(self) -> str:
        return self.public_id
