"""verify over every chain of the house: after two hundred wrote at once, whatever is done to one is named."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core import mail
from django.db import transaction
from django.db.models import QuerySet

from chat.models import EntryRow, Head
from cohorts import anchor, anchoring, chains, post
from cohorts.actions import acts
from cohorts.clock import database_now
from cohorts.duties import Loop
from cohorts.models import Act, ActHead
from facilitator.actions.raising import add_to_record
from facilitator.safeguarding.models import Concern, Part, RecordEntry
from tests.cast import Evening
from tests.chat.house import running
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.facilitator import writers
from tests.verified import verify

pytestmark = pytest.mark.django_db(transaction=True)
SEEN = "canary-words-of-a-record"
KEY = bytes(range(32))


@pytest.mark.usefixtures("unpaced")
async def test_after_two_hundred_wrote_at_once_whatever_is_done_to_any_chain_is_named(evening: Evening) -> None:
    async with running(evening, workers=2) as house:
        await writers.write(house)

    def look() -> None:
        fine, said = verify()
        assert fine, said
        for name, chain in writers.chains(evening).items():
            assert chain.last() >= 8, name
            for tamper in writers.TAMPERING:
                with transaction.atomic():
                    number = tamper(chain)
                    fine, said = verify()
                    transaction.set_rollback(True)
                assert not fine, (name, tamper.__name__)
                assert chain.named.format(number) in said, (name, tamper.__name__, said)
                assert f" {number}" in said, (name, tamper.__name__, said)
        assert verify()[0]

    await in_database(look)


@pytest.fixture
async def chained(company: Company) -> Company:
    """A house with a chain of every kind."""
    await company.counsellor.ask("concern", seat=3, level="urgent", body=SEEN)

    def act() -> None:
        with transaction.atomic():
            acts.record(None, "words_all_restored")

    await in_database(act)
    return company


async def _more(company: Company) -> None:
    """Life goes on in every chain."""
    await company.counsellor.ask("say", body=SEEN)

    def act() -> None:
        concern, by = Concern.objects.get(), company.house.evening.volunteer
        add_to_record(by, concern, Part.DONE, SEEN, database_now())
        with transaction.atomic():
            acts.record(None, "words_all_restored")

    await in_database(act)


async def test_an_anchor_holds_every_head_and_no_word(chained: Company, tmp_path: Path) -> None:
    file = tmp_path / "heads.anchor"
    assert (await in_database(lambda: verify("--anchor", file)))[0]
    read = anchor.read(file.read_text(), settings.KEYS.head)
    assert {kind for kind, _ in read.standings} == {"acts", "session", "record"} == {*chains.kinds()}
    concern = await in_database(Concern.objects.get)
    assert read.standings["record", concern.public_id].number == concern.entries
    assert not [word for word in (SEEN, "Otter", "Sam", "Steady") if word in file.read_text()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_an_anchor_that_cannot_be_kept_says_why(chained: Company, tmp_path: Path) -> None:
    done, said = await in_database(lambda: verify("--anchor", tmp_path / "nowhere" / "heads.anchor"))
    assert not done
    assert "The anchor could not be kept: No such file or directory" in said


async def test_what_goes_on_after_an_anchor_continues_it(chained: Company, tmp_path: Path) -> None:
    file = tmp_path / "heads.anchor"
    await in_database(lambda: verify("--anchor", file))
    await _more(chained)
    fine, said = await in_database(lambda: verify("--against", file))
    assert fine, said
    assert "chains continue the anchor of" in said


async def test_an_anchor_that_came_by_email_is_read_out_of_the_letter(chained: Company, tmp_path: Path) -> None:
    assert (await in_database(lambda: verify("--anchor-mail", "anchors@charity.example")))[0]
    (letter,) = mail.outbox
    assert letter.subject == "Where the records stand"
    saved = tmp_path / "letter.eml"
    saved.write_bytes(letter.message().as_bytes())
    assert (await in_database(lambda: verify("--against", saved)))[0]


CHAINED: list[Any] = [Concern, Act, ActHead, RecordEntry, EntryRow, Head]
Rows = list[tuple[Any, list[dict[str, Any]]]]


def _as_it_is() -> Rows:
    return [(model, list(QuerySet(model).values())) for model in CHAINED]


def _older_day(before: Rows) -> None:
    """Put every row of the chains back as it was, as a restored backup would."""
    for model, rows in before:
        if model is Concern:
            for row in rows:
                QuerySet(model).filter(pk=row["id"]).update(**row)
            continue
        QuerySet(model).all().delete()
        QuerySet(model).bulk_create([model(**row) for row in rows])


async def test_a_house_put_back_to_an_older_day_verifies_and_yet_does_not_continue_the_anchor(
    chained: Company, tmp_path: Path
) -> None:
    before = await in_database(_as_it_is)
    await _more(chained)
    file = tmp_path / "heads.anchor"
    await in_database(lambda: verify("--anchor", file))
    await in_database(lambda: _older_day(before))
    assert (await in_database(verify))[0]
    fine, said = await in_database(lambda: verify("--against", file))
    assert not fine
    session = chained.house.evening.session.public_id
    for named in ("acts house: stands at 1, and the anchor saw it at 2", f"session {session}: stands at ", "record "):
        assert named in said, said


def _whole_session(company: Company) -> str:
    session = company.house.evening.session
    EntryRow.objects.filter(session=session).delete()
    Head.objects.filter(session=session).delete()
    return f"session {session.public_id}: is gone whole"


def _whole_chain_of_acts(company: Company) -> str:
    QuerySet(Act).filter(chain="house").delete()
    ActHead.objects.filter(chain="house").delete()
    return "acts house: is gone whole; the anchor saw it at 1"


@pytest.mark.parametrize("take", [_whole_session, _whole_chain_of_acts])
async def test_a_chain_taken_away_whole_is_named(
    chained: Company, tmp_path: Path, take: Callable[[Company], str]
) -> None:
    file = tmp_path / "heads.anchor"
    await in_database(lambda: verify("--anchor", file))
    named = await in_database(lambda: take(chained))
    fine, said = await in_database(lambda: verify("--against", file))
    assert not fine
    assert named in said


async def test_what_is_broken_is_not_anchored(chained: Company, tmp_path: Path) -> None:
    file = tmp_path / "heads.anchor"
    await in_database(lambda: QuerySet(Act).filter(chain="house").update(verb="another"))
    assert not (await in_database(lambda: verify("--anchor", file)))[0]
    assert not file.exists()


async def test_an_anchor_that_was_changed_or_cut_is_refused(chained: Company, tmp_path: Path) -> None:
    file = tmp_path / "heads.anchor"
    await in_database(lambda: verify("--anchor", file))
    words = file.read_text()
    lines = words.splitlines()
    for spoiled in (words.replace("acts house 1", "acts house 2"), "\n".join([lines[0], *lines[2:]]), lines[0], ""):
        file.write_text(spoiled)
        fine, said = await in_database(lambda: verify("--against", file))
        assert not fine
        assert "anchor" in said
    assert not (await in_database(lambda: verify("--against", tmp_path / "none")))[0]


@pytest.mark.parametrize("where", ["folder", "email", "nowhere"])
async def test_once_a_day_the_heads_are_kept_where_the_settings_say(
    chained: Company, tmp_path: Path, settings: LazySettings, where: str
) -> None:
    settings.ANCHOR_FOLDER = tmp_path if where == "folder" else None
    settings.ANCHOR_EMAIL = "anchors@charity.example" if where == "email" else ""

    def keep() -> tuple[int, int, int]:
        done = anchoring.keep(database_now()) + anchoring.send(database_now())
        assert anchoring.errands.settled(10)
        post.settled()
        written = [*tmp_path.iterdir()]
        assert all(verify("--against", file)[0] for file in written)
        return done, len(mail.outbox), len(written)

    assert await in_database(keep) == {"folder": (1, 0, 1), "email": (1, 1, 0), "nowhere": (0, 0, 0)}[where]


async def test_a_folder_that_is_away_keeps_no_letter_back_and_is_told_of(
    chained: Company, tmp_path: Path, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ANCHOR_FOLDER, settings.ANCHOR_EMAIL = tmp_path / "away", "anchors@charity.example"

    def two_rounds() -> int:
        now = database_now()
        for later in (0, 2):
            # Whatever failed is tried again by then, and what went is not sent twice.
            Loop(partial(now.__add__, timedelta(minutes=later))).round()
            assert anchoring.errands.settled(10)
        post.settled()
        return sum(letter.to == ["anchors@charity.example"] for letter in mail.outbox)

    assert await in_database(two_rounds) == 1
    assert caplog.messages.count("the heads were not kept in the folder: No such file or directory") == 2


async def test_a_folder_that_hangs_holds_up_neither_loop_nor_rooms(
    chained: Company, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ANCHOR_FOLDER, answers = tmp_path, threading.Event()
    monkeypatch.setattr(anchoring, "write", lambda *_: answers.wait(30))
    try:
        await in_database(lambda: Loop(database_now).round())
        assert not anchoring.errands.free, "it is being written"
        assert (await chained.otter.ask("say", body="is anybody there?"))["type"] == "ok"
    finally:
        answers.set()
    assert await in_database(lambda: anchoring.errands.settled(10))


async def test_heads_are_not_said_to_be_kept_where_no_letter_leaves(chained: Company, settings: LazySettings) -> None:
    settings.PRODUCTION, settings.POST_IS_SET_UP = True, False
    fine, said = await in_database(lambda: verify("--anchor-mail", "anchors@charity.example"))
    assert not fine
    assert said == "No letter leaves this house: EMAIL_URL does not say how. Use --anchor FILE, or set it."
    settings.POST_IS_SET_UP = True
    assert (await in_database(lambda: verify("--anchor-mail", "anchors@charity.example")))[0]


def test_as_many_as_went_by_rule_may_be_gone_and_not_one_more() -> None:
    now = database_now()
    then = anchor.Anchor(now, {("record", name): chains.Standing(name, 3, now, bytes(32)) for name in ("a", "b")})
    assert anchor.departures(then, {}, {}, {"record": 2}) == []
    assert len(anchor.departures(then, {}, {}, {"record": 1})) == 2


def test_an_anchor_reads_back_as_it_was_written() -> None:
    now = database_now()
    then = [("acts", chains.Standing("house", 3, now - timedelta(days=1), bytes(range(32))))]
    read = anchor.read(f"To: x\n\n{anchor.written(then, now, KEY)}\n-- \nbye", KEY)
    assert (read.at, [((kind, one.chain), one) for kind, one in then]) == (now, [*read.standings.items()])
    with pytest.raises(anchor.Unreadable):
        anchor.read(anchor.written(then, now, KEY), bytes(32))
