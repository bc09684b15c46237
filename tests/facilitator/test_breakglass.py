"""Opening a contact given only for fear of a life: all of it written down before anything is seen, or nothing is."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from cohorts.actions.drop_contact import drop_contact
from cohorts.actions.move_seat import move_seat
from cohorts.models import Act, ContactPurpose, Role, Session, Shift, Staff
from cohorts.on_call import OnCall
from cohorts.seal import Ring, new_data_key
from facilitator.closing.models import SignOff
from facilitator.safeguarding import breakglass, duties, held, opening_walk, record, who_asks
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Opening, Part, Reason, RecordEntry, State
from facilitator.safeguarding.who_opens import WhyNot
from tests import cast
from tests.facilitator.sealed import PIECES, SHOWN_AS, WHY, Sealed, sealed

pytestmark = pytest.mark.django_db


def on_call(monkeypatch: pytest.MonkeyPatch, **posts: Staff) -> None:
    """Have a rota say this."""
    found = OnCall(**{"lead": None, "deputy": None, "on_call": None, **posts})
    monkeypatch.setattr(who_asks, "on_call", lambda _at: found)


def refused(it: Sealed, by: Staff, **passed: float) -> WhyNot:
    """Why somebody may not, after this time."""
    with pytest.raises(breakglass.MayNot) as no:
        it.opened(by, it.after(**passed))
    return no.value.why


def test_an_opening_is_an_act_an_entry_of_the_record_and_an_alarm_and_holds_no_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    it, deputy = sealed(), cast.staff("Dee", Role.COUNSELLOR)
    on_call(monkeypatch, lead=it.evening.lead, deputy=deputy)
    opening = it.opened(now=it.after(seconds=1))
    assert (opening.by, opening.kind, opening.second) == (it.evening.lead, "phone", deputy)
    assert opening.closes_at - opening.opened_at == timedelta(minutes=10)
    act = Act.objects.get(verb="contact_opened")
    assert (act.by, act.session) == (it.evening.lead, it.evening.session)
    assert act.about == breakglass.about(opening)
    *_, last = record.read(it.concern)
    assert (last.part, last.by, last.number) == (Part.OPENED, it.evening.lead, opening.entry)
    assert all(each in last.text for each in (WHY, "they have taken something", "phone", "Dee"))
    duty = Duty.objects.get(kind=Kind.OPENED)
    assert (duty.level, duty.due_at, duty.about_staff) == (Level.NOW, opening.opened_at, opening.by)
    assert not any(piece in f"{act.about} {opening!r} {duty!r} {last.text}" for piece in PIECES)
    assert WHY not in str(act.about)
    assert held.say(opening) == SHOWN_AS


def test_whoever_opened_it_neither_hears_of_the_alarm_nor_can_silence_it() -> None:
    it = sealed()
    opening = it.opened()
    duty = Duty.objects.get(ref=breakglass.duty_ref(opening))
    assert duty not in duties.standing_for(it.evening.lead, it.after(minutes=1))
    assert not duties.answer(duty, it.evening.lead, it.after(minutes=1))


@pytest.mark.parametrize("step", ["raise_duty", "act"])
def test_what_cannot_be_written_down_is_not_opened(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    it = sealed()
    before = RecordEntry.objects.count()

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(breakglass, step, fails)
    with pytest.raises(RuntimeError):
        it.opened()
    assert not Opening.objects.exists()
    assert not Duty.objects.filter(kind=Kind.OPENED).exists()
    assert RecordEntry.objects.count() == before
    assert breakglass.open_for(it.concern, it.evening.lead, it.raised) is None


def test_it_shows_to_the_last_moment_of_its_ten_minutes_and_a_clock_put_back_shows_nothing() -> None:
    it = sealed()
    opening, by = it.opened(), it.evening.lead
    end, step = it.after(minutes=10), timedelta(microseconds=1)
    assert breakglass.open_for(it.concern, by, it.raised) == opening
    assert breakglass.open_for(it.concern, by, end - step) == opening
    assert breakglass.open_for(it.concern, by, end) is None
    assert breakglass.open_for(it.concern, by, it.raised - step) is None
    lengthened = replace_times(opening, hours=5)
    assert lengthened.shows(end - step)
    assert not lengthened.shows(end)


def replace_times(opening: Opening, **longer: float) -> Opening:
    opening.closes_at += timedelta(**longer)
    return opening


def test_pressed_twice_it_is_one_opening_and_after_its_end_it_takes_a_new_one_that_is_told_as_well() -> None:
    it = sealed()
    first, again = it.opened(), it.opened(now=it.after(minutes=9))
    assert first == again
    later = it.opened(now=it.after(minutes=10))
    assert later != first
    assert Duty.objects.filter(kind=Kind.OPENED).count() == 2


def test_whoever_is_done_hides_it_and_nobody_else_does() -> None:
    it, other = sealed(), cast.staff("Noor", Role.LEAD)
    opening, theirs = it.opened(), it.opened(other)
    breakglass.close(opening, other, it.after(minutes=1))
    assert breakglass.open_for(it.concern, it.evening.lead, it.after(minutes=1)) == opening
    for minutes in (1, 2):
        breakglass.close(opening, it.evening.lead, it.after(minutes=minutes))
    assert breakglass.open_for(it.concern, it.evening.lead, it.after(minutes=2)) is None
    assert breakglass.open_for(it.concern, other, it.after(minutes=2)) == theirs
    assert Act.objects.get(verb="contact_closed").about["entry"] == record.read(it.concern)[-1].number
    assert "Hidden again" in record.read(it.concern)[-1].text
    assert [one.wrong for one in opening_walk.verify()] == [None, None]


def test_the_counsellor_on_duty_waits_two_minutes_and_then_need_not() -> None:
    it = sealed()
    assert refused(it, it.evening.counsellor, seconds=119.999) == WhyNot.WAIT
    opening = it.opened(it.evening.counsellor, it.after(minutes=2))
    assert opening.second == it.evening.lead
    told = duties.standing_for(it.evening.lead, opening.opened_at)
    assert breakglass.duty_ref(opening) in [duty.ref for duty in told], "at once"


def test_her_own_answer_is_no_leads_answer_but_a_leads_or_a_deputys_is(monkeypatch: pytest.MonkeyPatch) -> None:
    it, deputy = sealed(), cast.staff("Dee", Role.COUNSELLOR)
    concern = it.concern
    Duty.objects.filter(concern=concern).delete()
    Duty.objects.create(
        kind=Kind.CONCERN, level=Level.NOW, session=concern.session, concern=concern, ref="x", raised_at=it.raised,
        due_at=it.raised, answered_at=it.raised, answered_by=it.evening.counsellor,
    )  # fmt: skip
    it.opened(it.evening.counsellor, it.after(minutes=2))
    assert concern.acknowledged_by is None
    for answered_by in (it.evening.lead, deputy):
        Duty.objects.filter(kind=Kind.CONCERN).update(answered_by=answered_by)
        on_call(monkeypatch, deputy=deputy)
        assert refused(it, it.evening.counsellor, minutes=20) == WhyNot.ANSWERED


def test_a_lead_who_took_the_concern_over_has_answered_too() -> None:
    it = sealed()
    Concern.objects.update(acknowledged_by=it.evening.counsellor, acknowledged_at=it.raised)
    assert it.opened(it.evening.counsellor, it.after(minutes=2)).by == it.evening.counsellor
    Concern.objects.update(acknowledged_by=it.evening.lead)
    assert refused(it, it.evening.counsellor, minutes=20) == WhyNot.ANSWERED


def test_a_closed_concern_opens_nothing_not_even_for_the_lead() -> None:
    it = sealed()
    Concern.objects.update(state=State.CLOSED)
    for who in (it.evening.lead, it.evening.counsellor):
        assert refused(it, who, minutes=3) == WhyNot.CLOSED


def test_on_duty_is_who_holds_that_evening_while_it_lasts_and_is_not_signed() -> None:
    it = sealed()
    sam, session, late = it.evening.counsellor, it.evening.session, {"minutes": 3.0}
    elsewhere = cast.staff("Noor", Role.COUNSELLOR)
    cast.shift(it.evening.elsewhere, elsewhere)
    assert refused(it, elsewhere, **late) == WhyNot.NEVER
    watching = Shift.objects.create(session=session, staff=elsewhere, watching=True)
    assert refused(it, elsewhere, **late) == WhyNot.NEVER
    Shift.objects.filter(pk=watching.pk).update(watching=False)
    assert it.opened(elsewhere, it.after(**late)).by == elsewhere
    assert refused(it, it.evening.volunteer, **late) == WhyNot.NEVER
    Session.objects.filter(pk=session.pk).update(
        closes_at=it.raised - timedelta(hours=12),
        opens_at=it.raised - timedelta(hours=14),
        starts_at=it.raised - timedelta(hours=14),
        ends_at=it.raised - timedelta(hours=13),
    )
    assert refused(it, sam, **late) == WhyNot.NEVER
    Session.objects.filter(pk=session.pk).update(closes_at=it.raised + timedelta(minutes=1))
    SignOff.objects.create(session=session, staff=sam, by=sam, at=it.raised)
    assert refused(it, sam, **late) == WhyNot.NEVER
    SignOff.objects.all().delete()
    assert it.opened(sam, it.after(**late)).by == sam, "the private word may be kept open after the end"


def test_whoever_stands_in_by_the_rota_may_and_a_volunteer_there_by_mistake_may_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    it, deputy = sealed(Level.CONCERN), cast.staff("Dee", Role.COUNSELLOR)
    assert refused(it, deputy) == WhyNot.NEVER
    on_call(monkeypatch, on_call=deputy)
    assert refused(it, deputy) == WhyNot.NEVER, "to be on call is not to stand in for the lead"
    on_call(monkeypatch, deputy=deputy)
    assert it.opened(deputy).second == it.evening.lead, "another lead where the rota names nobody else"
    for mistaken in (it.evening.volunteer, it.evening.coordinator):
        on_call(monkeypatch, lead=mistaken, deputy=mistaken)
        assert refused(it, mistaken) == WhyNot.NEVER


def test_where_nobody_else_is_there_to_be_told_it_opens_all_the_same() -> None:
    it = sealed()
    opening = it.opened()
    assert opening.second is None
    assert "nobody else on call" in record.read(it.concern)[-1].text


def test_what_was_given_for_reminders_is_never_opened_and_what_was_taken_back_is_gone() -> None:
    none = sealed(given="")
    with pytest.raises(breakglass.NothingHeld):
        none.opened()
    assert not Opening.objects.exists()
    it = sealed()
    opening = it.opened()
    drop_contact(it.evening.hare, ContactPurpose.LIFE)
    assert held.say(opening) is None


def test_a_contact_that_followed_its_owner_to_another_group_is_found_there() -> None:
    it = sealed()
    Session.objects.filter(pk=it.evening.session.pk).update(
        opens_at=it.raised - timedelta(hours=3), starts_at=it.raised - timedelta(hours=2),
        ends_at=it.raised - timedelta(hours=1), closes_at=it.raised - timedelta(minutes=1),
    )  # fmt: skip
    move_seat(it.evening.coordinator, it.evening.hare, it.evening.elsewhere.cohort, it.raised)
    assert held.say(it.opened()) == SHOWN_AS


@pytest.mark.parametrize("whose", ["contact", "record"])
def test_without_its_key_nothing_is_opened_and_an_act_says_that_it_was_tried(whose: str, settings: Settings) -> None:
    it = sealed()
    ring = settings.KEYS.ring
    newer = ring.with_coming().moved_on()
    kept = it.concern if whose == "contact" else held.held(it.evening.hare)
    assert kept is not None
    kept.data_key = newer.rewrap(bytes(kept.data_key), kept.row)
    kept.save()
    settings.KEYS = replace(settings.KEYS, ring=newer.without(ring.current))
    with pytest.raises(breakglass.KeyMissing):
        it.opened()
    settings.KEYS = replace(settings.KEYS, ring=Ring((("other", new_data_key()),)))
    with pytest.raises(breakglass.KeyMissing):
        it.opened()
    assert not Opening.objects.exists()
    assert not Duty.objects.filter(kind=Kind.OPENED).exists()
    assert Act.objects.filter(verb="contact_unreadable", by=it.evening.lead).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_open_two_and_one_who_presses_four_times_opens_one() -> None:
    it, noor = sealed(), cast.staff("Noor", Role.LEAD)
    racers = [it.evening.lead] * 4 + [noor] * 4
    together = threading.Barrier(len(racers))

    def race(by: Staff) -> Opening:
        try:
            together.wait(30)
            return breakglass.open_contact(it.concern, by, Reason.DONE, WHY, it.raised)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(racers)) as pool:
        opened = list(pool.map(race, racers))
    assert {(one.by, one.second) for one in opened} == {(it.evening.lead, noor), (noor, it.evening.lead)}
    assert Opening.objects.count() == len({one.pk for one in opened}) == 2
    assert Duty.objects.filter(kind=Kind.OPENED).count() == Act.objects.filter(verb="contact_opened").count() == 2
    assert [one.wrong for one in (*record.verify(), *opening_walk.verify())] == [None] * 3
    assert timezone.now() >= it.raised
