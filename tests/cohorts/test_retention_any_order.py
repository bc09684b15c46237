"""Letting go in any order, again and again, with holds placed and lifted between: the same is gone in the end."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cohorts import actions, ledger
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.keeping import known, look, step
from cohorts.models import Act, Contact, ContactPurpose, LegalHold, Reply, Seat, WhyHeld
from tests import cast
from tests.bounds import evenings

CLASSES = ("contacts", "replies", "places", "ways_in", "names", "stops", "moves", "sign_ins")
MOMENTS = (29, 31, 89, 91, 400)
STEPS = st.one_of(
    st.tuples(st.just("step"), st.sampled_from(CLASSES), st.sampled_from(MOMENTS)),
    st.tuples(st.sampled_from(["hold", "lift", "look"]), st.just(""), st.just(0)),
)


class TestAnyOrder(TestCase):
    """One cohort of eight; the hold is on all of it."""

    @evenings(20)
    @given(st.lists(STEPS, max_size=14))
    def test_twice_is_harmless_and_nothing_on_hold_goes(self, steps: list[tuple[str, str, int]]) -> None:
        evening = cast.evening("over")
        self.closes, self.evening, now = evening.session.closes_at, evening, timezone.now()
        for seat in evening.seats[:3]:
            actions.keep_contact(seat, ContactPurpose.LIFE, f"s{seat.number}@example.org", now, "1")
            Reply.objects.create(seat=seat, session=evening.session, coming=True, said_at=now)
        for what, name, days in steps:
            self.take(what, name, days)
        for hold in LegalHold.objects.standing():
            lift_hold(evening.lead, hold, now)
        for name in known():
            while step(known()[name], self.closes + timedelta(days=400)):
                pass
        assert self.left() == (0, 0, {""})
        assert sum(one.due for one in look(self.closes + timedelta(days=400))) == 0
        purged = Counter[str]()
        for act in Act.objects.filter(verb="purged"):
            purged[act.about["what"]] += act.about["count"]
        went = [purged[name] for name in ("contacts", "replies", "ways_in", "names")]
        assert went == [3, 3, 9, 9], "each counted once"
        assert all(walked.wrong is None for walked in ledger.verify())

    def left(self) -> tuple[int, int, set[str]]:
        names = set(Seat.objects.filter(cohort=self.evening.cohort).values_list("name", flat=True))
        return Contact.objects.count(), Reply.objects.count(), names

    def take(self, what: str, name: str, days: int) -> None:
        now = timezone.now()
        before, held = self.left(), LegalHold.objects.standing().exists()
        if what == "step":
            step(known()[name], self.closes + timedelta(days=days))
        elif what == "hold":
            place_hold(self.evening.lead, self.evening.cohort, WhyHeld.COURT, now)
        elif what == "lift":
            for hold in LegalHold.objects.standing():
                lift_hold(self.evening.lead, hold, now)
        else:
            look(now)
        assert before == self.left() or (what == "step" and not held)
