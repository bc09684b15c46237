"""An act: something staff did, written where it happened, and never written over."""

from django.db import models

from cohorts import ids
from cohorts.models.cohort import Cohort
from cohorts.models.once_named import OnceNamed
from cohorts.models.session import Session
from cohorts.models.staff import Staff
from cohorts.models.written_once import WrittenOnce, WrittenOnceQuerySet

HOUSE = "house"


class Act(WrittenOnce):
    """Who did what, when, about what: ids, numbers and plain values, never words, names or contacts.

    `chain` is the cohort's public id, or `house`; `number` is dense in it; `digest` covers this act and the one
    before. `by` is empty for what the software did by itself. Only `cohorts.actions.acts.record` makes them.
    """

    chain = models.CharField(max_length=ids.LENGTH)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="acts")
    verb = models.CharField(max_length=40)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="acts")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="acts")
    about = models.JSONField(default=dict, decoder=OnceNamed)
    digest = models.BinaryField()

    objects: "models.Manager[Act]" = WrittenOnceQuerySet["Act"].as_manager()

    class Meta:
        db_table = "cohorts_act"
        constraints = (models.UniqueConstraint(fields=("chain", "number"), name="act_number_once"),)

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class ActHead(models.Model):
    """How far a chain of acts has come, sealed so that a cut tail shows; its row is the lock of the house's chain."""

    chain = models.CharField(max_length=ids.LENGTH, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    digest = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        db_table = "cohorts_act_head"

    def __str__(self) -> str:
        return f"{self.chain} at {self.number}"
