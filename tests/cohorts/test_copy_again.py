"""A copy waits for its owner for two weeks; whoever did not read it may ask again, and it comes to the desk again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cohorts.actions import own
from cohorts.models import Act, OwnWish, Wanted
from tests.cohorts.doors import browser, submit
from tests.cohorts.test_own_wishes import A_DAY, over

pytestmark = pytest.mark.django_db


def test_a_copy_that_nobody_read_in_time_may_be_asked_for_again() -> None:
    evening, now = over(), timezone.now()
    own.begin(evening.lead, evening.otter, Wanted.COPY, now - 15 * A_DAY)
    jo, where = browser(evening, evening.lead), f"/desk/seats/{evening.otter.public_id}/held/"
    assert "How did they ask?" in jo.get(where).content.decode()
    asked = own.ask(evening.otter, Wanted.COPY, now)
    assert [*OwnWish.objects.unanswered()] == [asked], "so that it comes to the desk again"
    own.begin(evening.lead, evening.otter, Wanted.COPY, now)
    assert own.show(evening.otter, now + A_DAY) is not None
    begun = Act.objects.filter(verb="copy_begun")
    assert begun.count() == 2

    own.begin(evening.lead, evening.heron, Wanted.COPY, now - 15 * A_DAY)
    where = f"/desk/seats/{evening.heron.public_id}/held/begin/"
    assert submit(jo, where, {"what": "copy"}, on=where.removesuffix("begin/")).status_code == 422, "how did they ask?"
    assert submit(jo, where, {"what": "copy", "heard": "letter"}, on=where.removesuffix("begin/")).status_code == 303
    assert (begun.count(), own.show(evening.heron, now) is not None) == (4, True)
