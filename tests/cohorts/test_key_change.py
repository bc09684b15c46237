"""`manage.py keys`: what an operator is told, what is refused, and what a wrong key does to everybody else."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.actions import key_ring
from cohorts.keyring import Place, places, register
from cohorts.keyring.holders import ALIVE
from cohorts.models import Act, Contact, ContactPurpose, Heartbeat
from cohorts.seal import Ring, new_data_key
from tests import cast
from tests.cohorts.newcomer import HOME, SECOND, Member, send
from tests.running import ROOT

AFTER = ("words of evenings", "how staff are")
PLACES = ("contacts", "second factors", "keys of sessions", "reasons of word lists", "keys of records", *AFTER)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path: Path, settings: Settings) -> Path:
    """The ring's file, of this test alone."""
    settings.RING_FILE = tmp_path / "ring"
    settings.RING_FILE.write_text(settings.KEYS.ring.text())
    return tmp_path / "ring"


def keys(*words: str) -> str:
    said = StringIO()
    call_command("keys", *words, stdout=said)
    return said.getvalue()


def kept(count: int = 2) -> list[Contact]:
    evening = cast.evening()
    return [
        actions.keep_contact(seat, ContactPurpose.LIFE, "otter@example.org", timezone.now(), "1")
        for seat in evening.seats[:count]
    ]


def test_it_says_what_each_key_closed_and_what_comes_next(file: Path) -> None:
    first = Ring.parse(file.read_text()).current
    kept()
    Member()
    Heartbeat.objects.create(loop="now", beat_at=timezone.now(), ring=f"{first} another")
    told = keys("status")
    counts = told.splitlines()[0].removeprefix(f"{first}  in use   ").split(", ")
    assert set(counts) == {f"{count} {place}" for count, place in zip((2, 2, 0, 0, 0, 0, 0), PLACES, strict=True)}
    assert f"1 duty loop(s) running close with {first}" in told
    assert "Next: nothing." in told
    Heartbeat.objects.all().delete()
    keys("add")
    assert "Next: start every process anew if that is still to be done, then `keys use`." in keys("status")
    keys("use")
    assert "then `keys rewrap`" in keys("status")
    assert f"then `keys retire {first}`." in keys("rewrap")
    assert "0 closed anew" in keys("rewrap"), "twice does no harm"
    assert "as long as you keep a backup" in keys("retire", first)
    secret = file.read_text().split(":")[1].strip()
    assert secret not in keys("status") + str(list(Act.objects.values_list("about", flat=True))), "no key is shown"


def test_what_was_moved_to_another_row_or_spoiled_is_refused_said_and_kept_from_nobody_else(file: Path) -> None:
    first = Ring.parse(file.read_text()).current
    mine, other = kept()
    Contact.objects.filter(pk=mine.pk).update(sealed=other.sealed, data_key=other.data_key)
    assert f"{first}  no key opens 1 contacts: spoiled, or moved from another row" in keys("status")
    keys("add")
    keys("use")
    assert "contacts: 1 closed anew" in keys("rewrap")
    keys("retire", first)
    assert f"{first}  no key opens 1 contacts: closed by a key that is not here" in keys("status")


@pytest.mark.parametrize("known", [False, True])
def test_nobody_who_runs_may_be_left_without_a_key(file: Path, known: bool) -> None:
    first = Ring.parse(file.read_text()).current
    coming = keys("add").split()[2].rstrip(",")
    Heartbeat.objects.create(loop="old", beat_at=timezone.now(), ring=first if known else "")
    with pytest.raises(CommandError, match=f"do not know key {coming} yet: 1"):
        keys("use")
    Heartbeat.objects.create(loop="killed", beat_at=timezone.now() - 2 * ALIVE, ring=first)
    Heartbeat.objects.filter(loop="old").update(stopped=True)
    keys("use")
    Heartbeat.objects.filter(loop="old").update(stopped=False)
    with pytest.raises(CommandError, match="do not know"):
        keys("rewrap")
    with pytest.raises(CommandError, match="still close with it: 1"):
        keys("retire", first)
    assert Ring.parse(file.read_text()).ids == (coming, first)


def test_what_cannot_be_is_said_and_changes_nothing(file: Path) -> None:
    was = file.read_text()
    current = Ring.parse(was).current
    for words, said in ((["use"], "Add one"), (["retire", "unknown"], "no old key"), (["retire", current], "in use")):
        with pytest.raises(CommandError, match=said):
            keys(*words)
    assert file.read_text() == was
    assert not Act.objects.filter(verb__contains="key").exists()


def test_a_file_that_cannot_be_written_leaves_no_act(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cohorts.actions.key_ring.write_ring", full)
    with pytest.raises(CommandError, match="cannot be written from here"):
        keys("add")
    assert not Act.objects.filter(verb="key_added").exists()


@pytest.mark.grown
def test_what_somebody_changes_at_this_moment_is_waited_for_by_nobody(file: Path) -> None:
    mine, _ = kept()
    keys("add")
    keys("use")
    other = connections.create_connection("default")
    try:
        with transaction.atomic(), other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("SELECT 1 FROM cohorts_contact WHERE id = %s FOR UPDATE", [mine.pk])
        assert key_ring.close_anew(file)["contacts"] == 1
    finally:
        other.close()
    assert key_ring.close_anew(file)["contacts"] == 1


def test_two_places_of_one_name_would_hide_one_another() -> None:
    with pytest.raises(ValueError, match="contacts"):
        register(Place("contacts", Contact.objects.all, "data_key", lambda _: [], lambda *_: None))
    assert {place.name for place in places()} == {*PLACES}


def test_whoever_closes_something_with_the_ring_has_a_place_for_it() -> None:
    rooms = [file for room in ("cohorts", "chat", "facilitator", "server") for file in (ROOT / room).rglob("*.py")]
    closing = {str(file.relative_to(ROOT)) for file in rooms if "ring.wrap(" in file.read_text()}
    # One more here needs one more in `cohorts.keyring.places`, or it is lost when an old key is retired.
    facilitators = {"facilitator/safeguarding/record.py", "facilitator/closing/sealed.py"}
    rooms_own = {"chat/chain.py", "chat/wordlists/reasons.py"}
    assert closing == {"cohorts/actions/contacts.py", "cohorts/staff/adapter.py", *rooms_own, *facilitators}


def test_with_a_wrong_key_nobody_comes_in_and_everybody_reads_why(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    robin = Member()
    there = robin.signed_in()
    settings.KEYS = replace(settings.KEYS, ring=Ring(((settings.KEYS.ring.current, new_data_key()),)))
    answer = send(robin.with_password(), SECOND, {"code": robin.code()})
    assert answer.status_code == 200
    assert "a key of this house is missing" in answer.content.decode()
    assert "second factor does not open with this key ring" in caplog.text
    assert robin.secret not in caplog.text
    assert there.get(HOME).status_code == 200, "whoever is in goes on"
