"""What stands around the chains: nobody hides a row from verify, has the house destroy it, or brings back what went."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from chat import deeds as in_rooms
from chat.erasing import erase
from chat.models import EntryRow, Head
from cohorts import anchoring, deeds
from cohorts.actions import acts
from cohorts.models import Act, ActHead, Seat, Session
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import close
from facilitator.safeguarding import afterwards
from facilitator.safeguarding.models import Concern, Duty, How, Level, Opening, OpeningStep, RecordEntry, State
from tests.chat.evenings_past import cohort_of_words
from tests.facilitator.sealed import Sealed, sealed
from tests.retention import let_go
from tests.verified import verify

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365)
NOWHERE = 999_999


@dataclass(frozen=True)
class Written:
    """A house with every kind of chain: a concern with an opened contact, and two evenings of words."""

    now: datetime
    it: Sealed
    opening: Opening
    words: list[Session]

    @property
    def said(self) -> Session:
        return self.words[0]


@pytest.fixture
def house() -> Written:
    now = timezone.now()
    words = cohort_of_words(now, evenings=2, lines=12, says="x")
    it = sealed()
    opening = it.opened()
    afterwards.tell(opening, it.evening.lead, How.SPOKEN, "told", it.after(hours=1))
    assert verify()[0]
    return Written(now, it, opening, words)


@pytest.fixture
def anchored(house: Written, tmp_path: Path) -> Path:
    file = tmp_path / "heads.anchor"
    assert verify("--anchor", file)[0]
    return file


def an_act(house: Written) -> Act:
    with transaction.atomic():
        return acts.record(house.it.evening.lead, "words_all_restored", number=1)


def a_going(house: Written, what: str) -> Act:
    with transaction.atomic():
        return acts.record(house.it.evening.lead, "purged", what=what, count=7, digest="ab")


POINTING: list[tuple[type[Concern | RecordEntry | Opening | OpeningStep | EntryRow], str, str]] = [
    (Concern, "session_id", "rows of facilitator_concern: 1 whose session is not there"),
    (RecordEntry, "concern_id", "1 whose concern is not there"),
    (Opening, "by_id", "rows of facilitator_opening: 1 whose by is not there"),
    (OpeningStep, "opening_id", "1 whose opening is not there"),
    (EntryRow, "session_id", "1 whose session is not there"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "field", "named"), POINTING, ids=[rows.__name__ for rows, _, _ in POINTING])
def test_a_row_that_belongs_to_nothing_is_told_of(house: Written, rows: type[Concern], field: str, named: str) -> None:
    first = QuerySet(rows).order_by("pk").values_list("pk", flat=True)[0]
    with transaction.atomic():
        QuerySet(rows).filter(pk=first).update(**{field: NOWHERE})
        fine, said = verify()
        transaction.set_rollback(True)
    assert not fine
    assert named in said


def forget_about(concern: Concern) -> None:
    for table in (OpeningStep.objects.filter(opening__concern=concern), Opening.objects.filter(concern=concern)):
        QuerySet.delete(QuerySet(table.model).filter(pk__in=[one.pk for one in table]))
    Duty.objects.filter(concern=concern).delete()
    QuerySet(RecordEntry).filter(concern=concern).delete()
    QuerySet(Concern).filter(pk=concern.pk).delete()


@pytest.mark.embedded
def test_a_record_does_not_seem_gone_by_rule_because_an_act_says_two_things(house: Written, anchored: Path) -> None:
    honest = a_going(house, "sign_ins")
    forget_about(house.it.concern)
    twice = '{"what": "records", ' + json.dumps(honest.about)[1:]
    with connection.cursor() as cursor:
        cursor.execute("update cohorts_act set about = %s where id = %s", [twice, honest.pk])
    assert not verify("--against", anchored)[0]
    fine, said = verify()
    assert not fine
    assert f"act {honest.number} was changed" in said


@pytest.mark.embedded
def test_what_went_before_an_anchor_does_not_count_as_later_by_another_way_to_write_the_time(
    house: Written, tmp_path: Path
) -> None:
    early = a_going(house, "records")
    anchor = tmp_path / "heads.anchor"
    assert verify("--anchor", anchor)[0]
    forget_about(house.it.concern)
    same = f"{early.at + timedelta(hours=23):%Y-%m-%d %H:%M:%S.%f}+23:00"
    with connection.cursor() as cursor:
        cursor.execute("update cohorts_act set at = %s where id = %s", [same, early.pk])
    assert Act.objects.get(pk=early.pk).at == early.at
    assert not verify("--against", anchor)[0]


def years_back(house: Written, years: int, *, record: bool) -> None:
    """Everything unchained says that the course was so long ago, and what is chained if its record is changed too."""
    passed = years * YEAR
    times = {name: F(name) - passed for name in ("opens_at", "starts_at", "ends_at", "closes_at")}
    Session.objects.update(**times)
    if record:
        QuerySet(Concern).update(state=State.CLOSED, raised_at=F("raised_at") - passed)
        QuerySet(RecordEntry).update(at=F("at") - passed)


def test_the_house_does_not_let_an_open_record_go_that_was_made_to_look_old(house: Written) -> None:
    years_back(house, 12, record=True)
    let_go("records", timezone.now())
    assert Concern.every.exists()
    assert RecordEntry.objects.exists()
    assert let_go("records", timezone.now()) == 0, "it is not tried again and again"


def test_a_record_that_is_as_it_was_written_goes_though_another_is_not(house: Written) -> None:
    evening, late = house.it.evening, house.now + 12 * YEAR
    other = sealed_beside(house)
    close(evening.lead, other, "done", house.now, why_not="no need")
    close(evening.lead, house.it.concern, "done", house.now, why_not="no need")
    QuerySet(RecordEntry).filter(concern=house.it.concern, number=1).update(part="think")
    let_go("records", late)
    assert [one.pk for one in Concern.every.all()] == [house.it.concern.pk]


def sealed_beside(house: Written) -> Concern:
    evening = house.it.evening
    return raise_afterwards(evening.counsellor, evening.session, evening.otter, Level.URGENT, "x", house.now)


def test_words_do_not_go_early_because_the_evening_was_given_another_date(house: Written) -> None:
    years_back(house, 1, record=False)
    assert let_go("words", timezone.now()) == 0
    assert Head.objects.exclude(data_key=b"").count() == 2


def test_a_clock_that_ran_ahead_keeps_no_words(house: Written) -> None:
    EntryRow.objects.filter(session=house.said, turn=12).update(at=house.now + 10 * YEAR)
    let_go("words", house.now + 100 * DAY)
    assert not EntryRow.objects.filter(session=house.said).exists()


def test_what_the_software_wrote_later_keeps_no_words(house: Written) -> None:
    seat = Seat.objects.get(cohort=house.said.cohort, number=1)
    assert erase([seat], house.now + 2 * DAY)
    last = EntryRow.objects.filter(session=house.said).latest("turn")
    assert last.kind == "erased"
    EntryRow.objects.filter(pk=last.pk).update(at=house.now + 80 * DAY)
    let_go("words", house.now + 100 * DAY)
    assert not EntryRow.objects.filter(session=house.said).exists()


def test_words_that_went_and_are_back_with_their_key_are_told_of(house: Written) -> None:
    rows, key = list(EntryRow.objects.filter(session=house.said)), Head.objects.get(session=house.said).data_key
    let_go("words", house.now + 100 * DAY)
    assert verify()[0]
    EntryRow.objects.bulk_create(rows)
    Head.objects.filter(session=house.said).update(data_key=key)
    fine, said = verify()
    assert not fine
    assert "an act says that its words were let go of, and its key is there" in said


def test_erased_words_that_are_back_are_told_of(house: Written) -> None:
    before = {row.turn: bytes(row.sealed) for row in EntryRow.objects.filter(session=house.said)}
    assert erase([Seat.objects.get(cohort=house.said.cohort, number=1)], house.now + 2 * DAY)
    assert verify()[0]
    turn = EntryRow.objects.filter(session=house.said, sealed=b"").latest("turn").turn
    EntryRow.objects.filter(session=house.said, turn=turn).update(sealed=before[turn])
    fine, said = verify()
    assert not fine
    assert f"it says that the words of turn {turn} were erased, and they are there" in said


def half_gone(house: Written) -> list[EntryRow]:
    """An evening whose words were on their way out when the loop was stopped: what is left of its entries."""
    rows = list(EntryRow.objects.filter(session=house.said).order_by("turn"))
    let_go("words", house.now + 100 * DAY)
    EntryRow.objects.bulk_create(rows[6:])
    fine, said = verify()
    assert fine, said
    return rows[6:]


def a_deed(left: list[EntryRow], house: Written) -> None:
    by = f"staff:{house.it.evening.counsellor.public_id}"
    EntryRow.objects.filter(pk=left[2].pk).update(author=by, kind="mute")


def gone_from_within(left: list[EntryRow], house: Written) -> None:
    EntryRow.objects.filter(pk=left[2].pk).delete()


def gone_from_the_end(left: list[EntryRow], house: Written) -> None:
    EntryRow.objects.filter(pk=left[-1].pk).delete()


@pytest.mark.parametrize("done", [a_deed, gone_from_within, gone_from_the_end])
def test_what_is_left_of_an_evening_on_its_way_out_is_walked_as_well(
    house: Written, done: Callable[[list[EntryRow], Written], None]
) -> None:
    done(half_gone(house), house)
    fine, said = verify()
    assert not fine
    assert "of what is left" in said


def test_an_evening_on_its_way_out_has_no_deeds(house: Written) -> None:
    a_deed(half_gone(house), house)
    assert in_rooms.read(deeds.Sought(10), house.it.evening.lead, deeds.Hidden()) == []


def test_what_came_of_an_opening_is_missed_where_its_act_says_so(house: Written) -> None:
    assert QuerySet(OpeningStep).filter(opening=house.opening).delete()[0] == 1
    fine, said = verify()
    assert not fine
    assert f"{house.opening.public_id}: an act says what came of it, and that is not there" in said


def test_nobody_has_the_next_act_dated_by_a_head(house: Written) -> None:
    an_act(house)
    ActHead.objects.filter(chain="house").update(at=house.now + 400 * DAY)
    assert an_act(house).at < house.now + DAY


def test_nobody_has_what_erasing_writes_dated_by_a_head(house: Written) -> None:
    Head.objects.filter(session=house.said).update(at=house.now + 400 * DAY)
    assert erase([Seat.objects.get(cohort=house.said.cohort, number=1)], house.now + 2 * DAY)
    assert EntryRow.objects.filter(session=house.said).latest("turn").at < house.now + DAY


def test_an_anchor_that_a_chore_keeps_is_never_written_over_and_misses_what_was_put_back(
    house: Written,
    tmp_path: Path,
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.ANCHOR_FOLDER, settings.ANCHOR_EMAIL = str(tmp_path), ""
    monkeypatch.setattr(anchoring.errands, "run", lambda errand: errand())
    an_act(house)
    before = ActHead.objects.filter(chain="house").values("number", "at", "digest", "seal").get()
    late = an_act(house)
    anchoring.keep(house.now)
    (first,) = tmp_path.glob("*.anchor")
    kept = first.read_text()
    assert not caplog.messages
    QuerySet(Act).filter(pk=late.pk).delete()
    ActHead.objects.filter(chain="house").update(**before)
    assert verify()[0], "no chain knows that there was more of it"
    anchoring.keep(house.now + timedelta(hours=1))
    assert first.read_text() == kept
    assert len([*tmp_path.glob("*.anchor")]) == 2
    assert caplog.messages == [
        "of the chains of the anchor before this one 1 do not go on; `verify --against` names them"
    ]
