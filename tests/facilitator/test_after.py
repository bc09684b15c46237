"""After an evening: who came is looked at, concerns have their least, notes go on, and nobody goes home alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cohorts.models import Act, Came, Cause, Session, Shift, Staff, Stop, SupportCall
from facilitator.closing import notes
from facilitator.closing.models import Afterword, HowIAm, SignOff
from facilitator.safeguarding.models import Concern
from tests import cast
from tests.cohorts.attended import held, there
from tests.cohorts.doors import browser, submit
from tests.retention import let_go

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
CANARY = "canary words of an evening"


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is over, to which otter came."""
    made = cast.evening("over")
    held(made.session)
    there(made.session, 1)
    return made


def _page(evening: cast.Evening) -> str:
    return f"/staff/evenings/{evening.session.public_id}/after/"


def _sign(client: Client, evening: cast.Evening, **more: str) -> int:
    return submit(client, _page(evening), {"attendance": "on", **more}).status_code


def _raise(client: Client, evening: cast.Evening, level: str = "urgent") -> Concern:
    raised = {"seat": evening.hare.public_id, "level": level, "seen": CANARY}
    assert submit(client, f"{_page(evening)}concern/", raised, on=_page(evening)).status_code == 303
    return Concern.objects.latest("pk")


def _add(client: Client, evening: cast.Evening, concern: Concern, part: str) -> int:
    said = {"concern": concern.public_id, "part": part, "text": f"{CANARY} {part}"}
    return submit(client, f"{_page(evening)}record/", said, on=_page(evening)).status_code


@pytest.mark.both
def test_it_is_signed_once_everything_a_signature_needs_is_there(evening: cast.Evening) -> None:
    sam = browser(evening, evening.counsellor)
    concern = _raise(sam, evening)
    refused = submit(sam, _page(evening), {"debrief": CANARY})
    words = refused.content.decode()
    assert refused.status_code == 422
    assert "tick that it is right" in words
    assert "lacks what was done, or who was told" in words
    assert CANARY in words
    assert not SignOff.objects.exists()
    assert not Afterword.objects.exists()
    assert _add(sam, evening, concern, "done") == 303
    assert _sign(sam, evening) == 422
    assert _add(sam, evening, concern, "told") == 303
    assert "Sign off “Feelings”" in sam.get("/staff/").content.decode()
    assert _sign(sam, evening, debrief=CANARY, handover="ask hare about the exam") == 303
    assert _sign(sam, evening) == 303
    assert "Sign off “Feelings”" not in sam.get("/staff/").content.decode()
    (signed,) = SignOff.objects.all()
    assert (signed.staff, signed.by, signed.why) == (evening.counsellor, evening.counsellor, "")
    acts = list(Act.objects.order_by("pk").values_list("verb", flat=True))
    assert acts[-6:] == ["concern_raised", "record_added", "record_added", "signed_off", "note_left", "note_left"]
    assert CANARY not in str(list(Act.objects.values_list("about", flat=True)))


def test_what_keeps_a_form_from_being_written_twice_is_in_nobodys_way(evening: cast.Evening) -> None:
    sam = browser(evening, evening.counsellor)
    _raise(sam, evening)
    page = sam.get(_page(evening)).content.decode()
    assert page.count('type="hidden" name="token"') == 2, "one to raise a concern, one to add to what was raised"
    assert "Token" not in page


def test_what_does_not_fit_is_still_there_on_its_own_card_and_says_why(evening: cast.Evening) -> None:
    sam = browser(evening, evening.counsellor)
    other, concern = _raise(sam, evening), _raise(sam, evening)
    said = {"concern": concern.public_id, "part": "told", "text": f"{CANARY} {'so ' * 1400}long", "token": "once"}
    refused = submit(sam, f"{_page(evening)}record/", said, on=_page(evening))
    drawn = refused.content.decode()
    assert refused.status_code == 422
    card = drawn[drawn.index(f'id="c-{concern.public_id}"') :].partition("</article>")[0]
    assert "What you typed is still here" in card
    assert f"{CANARY} so so" in card
    assert "at most 4000 characters" in card
    assert '<option value="told" selected>' in card
    assert 'value="once"' in card
    assert drawn.count(CANARY) == drawn.count("What you typed is still here") == 1
    assert other.public_id in drawn
    assert submit(sam, f"{_page(evening)}record/", {**said, "text": "I rang Jo"}, on=_page(evening)).status_code == 303


@pytest.mark.parametrize(("lines", "status"), [(1000, 303), (1001, 422)])
def test_the_end_of_a_line_counts_once_as_in_the_browser(evening: cast.Evening, lines: int, status: int) -> None:
    sam = browser(evening, evening.counsellor)
    concern = _raise(sam, evening)
    said = {"concern": concern.public_id, "part": "done", "text": "\r\n".join(["I r"] * lines) + "!"}
    for address, fields in (
        (f"{_page(evening)}record/", said),
        (f"/staff/concerns/{concern.public_id}/", {"part": "done", "text": said["text"]}),
        (f"{_page(evening)}notes/", {"debrief": said["text"]}),
    ):
        assert submit(sam, address, fields, on=_page(evening)).status_code == status


def test_an_evening_that_is_not_over_is_not_signed(evening: cast.Evening) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    later = tomorrow + timedelta(hours=1)
    Session.objects.update(opens_at=tomorrow, starts_at=tomorrow, ends_at=later, closes_at=later)
    evening.session.entries.all().delete()
    answer = submit(browser(evening, evening.counsellor), _page(evening), {"attendance": "on"})
    assert answer.status_code == 422
    assert "The evening is not over." in answer.content.decode()


def test_a_concern_of_the_partners_stands_in_nobody_elses_way_and_its_words_are_theirs(evening: cast.Evening) -> None:
    sam, ali = browser(evening, evening.counsellor), browser(evening, evening.volunteer)
    concern = _raise(ali, evening, "now")
    stop = Stop.objects.standing().get()
    assert (stop.seat, stop.cause, stop.by) == (evening.hare, Cause.CONCERN, None)
    assert _sign(sam, evening) == 303
    assert _sign(ali, evening) == 422
    page = sam.get(_page(evening)).content.decode()
    assert "Indigo Hare" in page
    assert CANARY not in page
    record = f"/staff/concerns/{concern.public_id}/"
    assert sam.get(record).status_code == 404
    assert _add(sam, evening, concern, "done") == 303
    for who in (evening.volunteer, evening.lead):
        assert CANARY in browser(evening, who).get(record).content.decode()
    assert [act.by for act in Act.objects.filter(verb="record_read").order_by("pk")] == [
        evening.volunteer,
        evening.lead,
    ]
    coordinator = browser(evening, evening.coordinator)
    known_of = coordinator.get("/staff/concerns/").content.decode()
    assert "Indigo Hare" in known_of
    assert record not in known_of
    assert coordinator.get(record).status_code == 404
    Staff.objects.filter(pk=evening.volunteer.pk).update(role="administrator")
    for page in (record, "/staff/concerns/"):
        assert ali.get(page).status_code == 404, "who looks after machines reads no record, also one they raised before"


def test_partner_or_lead_sign_for_somebody_who_cannot_and_say_why(evening: cast.Evening) -> None:
    ali, jo = browser(evening, evening.volunteer), browser(evening, evening.lead)
    instead = {"instead-whose": evening.counsellor.public_id, "instead-attendance": "on"}
    address = f"{_page(evening)}instead/"
    assert submit(ali, address, instead, on=_page(evening)).status_code == 422
    assert not SignOff.objects.exists()
    assert submit(ali, address, {**instead, "instead-why": "ill"}, on=_page(evening)).status_code == 303
    theirs = {**instead, "instead-whose": evening.volunteer.public_id, "instead-why": "away"}
    assert submit(ali, address, theirs, on=_page(evening)).status_code == 422
    assert submit(jo, address, theirs, on=_page(evening)).status_code == 303
    signed = SignOff.objects.order_by("pk").values_list("staff__name", "by__name", "why")
    assert list(signed) == [("Sam", "Ali", "ill"), ("Ali", "Jo", "away")]
    assert Act.objects.filter(verb="signed_off").latest("pk").about["why"] == "away"


def test_whoever_was_taken_off_in_the_middle_of_the_evening_finishes_it_as_well_and_is_not_in_its_room(
    evening: cast.Evening,
) -> None:
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    concern = _raise(sam, evening)
    Shift.objects.filter(staff=evening.counsellor).update(ended_at=evening.session.starts_at + timedelta(minutes=10))
    assert sam.get(f"/console/{evening.session.public_id}/").status_code == 404
    assert "Sign off “Feelings”" in sam.get("/staff/").content.decode()
    assert _sign(sam, evening) == 422, "what they raised has still to be finished"
    assert _add(sam, evening, concern, "done") == _add(sam, evening, concern, "told") == 303
    assert submit(sam, f"{_page(evening)}support/", on=_page(evening)).status_code == 303
    assert SupportCall.objects.get().staff == evening.counsellor
    cast.shift(evening.session, evening.counsellor)
    assert [one.name for one, _ in jo.get(_page(evening)).context["signatures"]] == ["Ali", "Sam"], "each once"
    assert _sign(sam, evening) == 303


def test_names_lead_to_what_was_said_in_weeks_before_only_for_whoever_works_with_the_group(
    evening: cast.Evening,
) -> None:
    sam, history = browser(evening, evening.counsellor), f"/staff/seats/{evening.otter.public_id}/"
    assert f'href="{history}' in sam.get(_page(evening)).content.decode()
    Shift.objects.filter(staff=evening.counsellor).update(ended_at=evening.session.starts_at + timedelta(minutes=10))
    page = sam.get(_page(evening)).content.decode()
    assert ("Teal Otter" in page, history in page) == (True, False)
    assert sam.get(history).status_code == 404


def test_whoever_was_taken_off_before_the_lobby_opened_had_no_part_in_it(evening: cast.Evening) -> None:
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    Shift.objects.filter(staff=evening.counsellor).update(ended_at=evening.session.opens_at - timedelta(hours=1))
    assert sam.get(_page(evening)).status_code == 404
    assert "Sign off" not in sam.get("/staff/").content.decode()
    assert [one.name for one, _ in jo.get(_page(evening)).context["signatures"]] == ["Ali"]


def test_how_somebody_was_there_is_put_right_with_a_reason(evening: cast.Evening) -> None:
    ali = browser(evening, evening.volunteer)
    assert "did not come" in ali.get(_page(evening)).content.decode()
    said = {"seat": evening.hare.public_id, "came": "came", "why": "device"}
    assert submit(ali, f"{_page(evening)}attendance/", said, on=_page(evening)).status_code == 303
    mark = evening.session.marks.get()
    assert (mark.seat, mark.came, mark.by) == (evening.hare, Came.CAME, evening.volunteer)
    assert "put right by Ali" in ali.get(_page(evening)).content.decode()
    elsewhere = {**said, "seat": evening.stranger.public_id}
    assert submit(ali, f"{_page(evening)}attendance/", elsewhere, on=_page(evening)).status_code == 404


@pytest.mark.both
def test_notes_are_sealed_and_wait_for_whoever_holds_the_next_evening(evening: cast.Evening) -> None:
    sam = browser(evening, evening.counsellor)
    assert _sign(sam, evening, debrief="calm", handover=CANARY) == 303
    for said in ({"handover": "and one more"}, {"handover": "and one more"}, {"debrief": "calm"}):
        assert submit(sam, f"{_page(evening)}notes/", said, on=_page(evening)).status_code == 303
    coming = cast.session(evening.cohort, "waiting", timezone.now())
    assert notes.before(evening.session) is None
    found = notes.before(coming)
    assert found is not None
    assert found[0] == evening.session
    assert [note.text for note in found[1]] == ["calm", CANARY, "and one more"]
    assert CANARY not in repr(found[1])
    assert CANARY.encode() not in b"".join(bytes(one.sealed) for one in Afterword.objects.all())
    long_after = timezone.now() + timedelta(days=60)
    assert let_go("afterwords", long_after) == 3


def test_a_note_whose_key_is_lost_says_so_and_shuts_no_page(evening: cast.Evening) -> None:
    sam = browser(evening, evening.counsellor)
    Staff.objects.filter(pk=evening.counsellor.pk).update(supervisor=evening.volunteer)
    assert _sign(sam, evening, debrief="calm", how=CANARY) == 303
    Afterword.objects.update(data_key=b"\x00" * 60)
    HowIAm.objects.update(data_key=b"\x00" * 60)
    cast.shift(cast.session(evening.cohort, "waiting", timezone.now()), evening.volunteer)
    pages = ((evening.counsellor, _page(evening)), (evening.volunteer, "/staff/how/"), (evening.volunteer, "/staff/"))
    for who, where in pages:
        answer = browser(evening, who).get(where)
        assert answer.status_code == 200
        assert "This cannot be read any more" in answer.content.decode()
    lost = {"debrief": "This cannot be read any more: its key is not here."}
    assert submit(sam, f"{_page(evening)}notes/", lost, on=_page(evening)).status_code == 303
    assert Afterword.objects.count() == 2


@pytest.mark.both
def test_how_i_am_is_for_ones_supervisor_and_stands_nowhere_else(evening: cast.Evening) -> None:
    sam = browser(evening, evening.counsellor)
    assert "How am I?" not in sam.get(_page(evening)).content.decode()
    Staff.objects.filter(pk=evening.counsellor.pk).update(supervisor=evening.volunteer)
    assert "How the people you supervise are" in browser(evening, evening.volunteer).get("/staff/").content.decode()
    assert "Ali reads it and nobody else" in sam.get(_page(evening)).content.decode()
    before = Act.objects.count()
    assert _sign(sam, evening, how=CANARY) == 303
    assert list(Act.objects.order_by("pk").values_list("verb", flat=True))[before:] == ["signed_off"]
    assert _sign(sam, evening, how=CANARY) == 303, "sent once more, as after a line that was away"
    for who in (evening.counsellor, evening.lead, evening.coordinator):
        assert browser(evening, who).get("/staff/how/").status_code == 404
        assert CANARY not in browser(evening, who).get(_page(evening)).content.decode()
    ali = browser(evening, evening.volunteer)
    assert CANARY in ali.get("/staff/how/").content.decode()
    said = HowIAm.objects.get()
    assert let_go("how_i_am", said.at + timedelta(days=29)) == 0
    assert submit(ali, "/staff/how/", {"which": said.public_id}).status_code == 303
    assert not HowIAm.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "stranger", "otter"])
def test_for_whoever_had_no_part_in_the_evening_the_page_is_not_there(evening: cast.Evening, who: str) -> None:
    one = browser(evening, getattr(evening, who))
    unknown = one.get("/staff/evenings/not-there/after/")
    assert one.get(_page(evening)).status_code == unknown.status_code
    assert unknown.status_code in {302, 404}
    for way in ("instead", "notes", "support", "attendance", "concern", "record"):
        assert submit(one, f"{_page(evening)}{way}/", on="/in/").status_code in {302, 404}
    assert not SupportCall.objects.exists()
