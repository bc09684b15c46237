"""`manage.py restored`: what had ended before a backup was brought back does not begin again with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session as Browser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from cohorts import actions, turnout
from cohorts.actions.mark import mark_attendance
from cohorts.lost_evenings import lost
from cohorts.models import (
    Act,
    Came,
    ContactPurpose,
    Heartbeat,
    Kind,
    LostLink,
    Role,
    Seat,
    Session,
    SignIn,
    Telling,
    Why,
    WhyMarked,
)
from cohorts.telling import missing
from cohorts.telling.outbox import tell
from cohorts.telling.reminding import plan_reminders
from tests import cast
from tests.cohorts import attended, planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.newcomer import HOME, Member

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def restored() -> str:
    printed = StringIO()
    call_command("restored", stdout=printed)
    return printed.getvalue()


def test_nobody_is_in_by_a_sign_in_of_the_backup_and_no_invitation_in_it_opens() -> None:
    evening, robin, now = cast.evening(), Member(), timezone.now()
    staff, half_way, otter = robin.signed_in(), robin.with_password(), browser(evening, evening.otter)
    noor = actions.invite("noor@charity.example", Role.VOLUNTEER, now, by=None)
    LostLink.objects.create(lookup="d" * 64, asked_at=now)
    standing = SignIn.objects.standing(now).count()
    assert (otter.get("/mine/").status_code, staff.get(HOME).status_code) == (200, 200)
    restored()
    assert not SignIn.objects.standing(now).exists()
    assert not Browser.objects.exists()
    assert not LostLink.objects.exists()
    assert [one.get(HOME).headers["Location"].partition("?")[0] for one in (staff, half_way)] == ["/staff/sign-in/"] * 2
    assert otter.get("/mine/").headers["Location"] == "/in/"
    assert actions.find_invitation(noor.token, timezone.now()) is None
    again = actions.invite_again(noor.invitation, timezone.now(), by=None)
    assert actions.find_invitation(again.token, timezone.now()) is not None
    act = Act.objects.get(verb="backup_restored")
    assert (act.by, act.about) == (None, {"sign_ins": standing, "invitations": 1, "links": 0, "messages": 0})
    assert robin.signed_in().get(HOME).status_code == 200, "by their password and second step, as ever"


def test_no_personal_link_of_the_backup_opens_as_it_may_have_been_used_since_and_the_words_still_do() -> None:
    evening, now = cast.evening(), timezone.now()
    spent, unspent = actions.issue_link(evening.otter), actions.issue_link(evening.heron)
    actions.spend_link(spent, now)
    before = Seat.objects.get(pk=evening.otter.pk).link_spent_at
    assert "personal links that open nothing any more: 1\n" in restored()
    assert actions.spend_link(unspent, timezone.now()) is None
    assert Seat.objects.get(pk=evening.otter.pk).link_spent_at == before
    assert Act.objects.get(verb="backup_restored").about["links"] == 1
    assert submit(browser(), "/in/", {"code": evening.code(evening.heron)}).status_code == 303
    fresh = actions.issue_link(evening.heron)
    assert actions.spend_link(fresh, timezone.now()) is not None, "another one opens as ever"


def test_the_list_of_what_was_done_since_names_words_and_what_has_to_be_kept() -> None:
    said = restored()
    assert "legal hold" in said
    assert said.index("legal hold") < said.index("got new words") < said.index("by `staff invite")


def test_what_may_have_gone_before_is_told_to_nobody_twice_and_what_comes_later_is_told() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    with transaction.atomic():
        for seat, due_at in ((evening.otter, now - HOUR), (evening.heron, now + HOUR)):
            tell(Kind.FOLLOWUP, seat, due_at=due_at, not_after=due_at + 2 * HOUR)
    restored()
    skipped = {
        one.kind: one.skipped_why for one in Telling.objects.filter(seat=evening.otter, skipped_at__isnull=False)
    }
    assert skipped == {Kind.FOLLOWUP: Why.UNSURE, Kind.CONFIRM: Why.UNSURE}
    waits = Telling.objects.waiting().filter(seat=evening.heron).values_list("kind", flat=True)
    assert set(waits) == {Kind.FOLLOWUP, Kind.START}
    with transaction.atomic():
        assert plan_reminders(timezone.now()) == 0, "what was planned only since the backup is not planned anew"


def test_a_person_reads_who_is_here_again_and_how_many_are_written_to_and_no_address() -> None:
    evening, robin, now = cast.evening(), Member(), timezone.now()
    actions.keep_contact(evening.otter, ContactPurpose.REMINDERS, "kim@example.org", now, "1")
    Heartbeat.objects.create(loop="before", beat_at=now - 3 * HOUR)
    said = restored()
    assert f"{robin.staff.public_id}  Robin" in said
    assert "Contacts that are written to: 1." in said
    assert f"{now - 3 * HOUR:%F %H:%M} UTC" in said
    assert "@" not in said
    assert evening.otter.name not in said


def fallen_after(minutes: int, of: Session) -> datetime:
    """The last sign of life in the backup: so many minutes after this evening began."""
    last = of.starts_at + timedelta(minutes=minutes)
    Heartbeat.objects.create(loop="before", beat_at=last)
    return last


def test_a_person_reads_which_evenings_were_on_since_and_no_other() -> None:
    evening = cast.evening("over", now=timezone.now() - 4 * HOUR)
    before, to_come = cast.session(evening.cohort, "over", timezone.now() - 30 * HOUR), cast.evening("waiting").session
    off = cast.session(cast.cohort(), "over", timezone.now() - 4 * HOUR)
    Session.objects.filter(pk=off.pk).update(cancelled_at=timezone.now() - 9 * HOUR)
    fallen_after(-60, evening.session)
    said = restored()
    for one, is_named in ((evening.session, True), (before, False), (to_come, False), (off, False)):
        assert (one.public_id in said) == is_named
        assert (one.pk in lost([one.pk])) == is_named
    assert f"- {evening.session.starts_at:%F %H:%M} UTC" in said
    assert "does not know if they were held" in said
    again = restored()
    assert evening.session.public_id not in again
    assert Act.objects.filter(verb="evening_lost", session=evening.session).count() == 1


def test_of_an_evening_that_was_on_since_nobody_hears_that_it_was_not_held_or_that_they_missed_it() -> None:
    evening = cast.evening("over", now=timezone.now() - 4 * HOUR)
    session = evening.session
    desk, who_came = f"/desk/cohorts/{evening.cohort.public_id}/", f"/desk/evenings/{session.public_id}/came/"
    attended.doors(session, ("open", session.starts_at))
    last = fallen_after(20, session)
    attended.there(session, 1, session.opens_at, last)
    cast.session(evening.cohort, "waiting", timezone.now() + 72 * HOUR)
    restored()
    with transaction.atomic():
        assert missing.plan_missed(session.closes_at + missing.AFTER) == 1
    assert not Telling.objects.filter(kind=Kind.MISSED).exists()
    found = turnout.read([session])
    assert [one and one.came for one in (found.of(session, evening.otter), found.of(session, evening.heron))] == [
        Came.CAME, None,
    ]  # fmt: skip
    kit = planned.Visitor(evening.coordinator)
    page = kit.sees(desk).content.decode()
    assert "not known: a backup was brought back" in page
    assert ">not held<" not in page
    page = kit.sees(who_came).content.decode()
    assert "does not know who came to this evening" in page
    assert evening.otter.name in page
    assert evening.heron.name not in page
    mark_attendance(evening.counsellor, session, evening.heron, Came.MISSED, WhyMarked.DEVICE, timezone.now())
    judged = turnout.read([session]).of(session, evening.heron)
    assert judged is not None
    assert judged.came == Came.MISSED, "somebody who was there says so"


def test_the_desk_makes_up_for_an_evening_that_was_on_since_once_somebody_was_asked() -> None:
    evening = cast.evening("over", now=timezone.now() - 4 * HOUR)
    fallen_after(-60, evening.session)
    restored()
    page = planned.Visitor(evening.coordinator).sees(f"/desk/evenings/{evening.session.public_id}/make-up/")
    assert "does not know if this evening was held" in page.content.decode()


def test_it_is_refused_while_anybody_may_be_in() -> None:
    evening, now = cast.evening(), timezone.now()
    Heartbeat.objects.create(loop="awake", beat_at=now)
    with pytest.raises(CommandError, match="is running"):
        restored()
    assert SignIn.objects.standing(now).filter(seat=evening.otter).exists()
    assert not Act.objects.exists()
