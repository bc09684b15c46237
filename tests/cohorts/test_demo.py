"""The demo: one object on stdout, the same evening again, and never in production."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions, demo, schedule, turnout
from cohorts.join.way.groups import open_groups
from cohorts.models import Cohort, OnCallSpan, Role, Seat, Session, Shift, Staff
from cohorts.on_call import Post, on_call, read
from tests import cast
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def demo_is_on(settings: Settings) -> None:
    settings.DEMO = True


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def listed(*arguments: str) -> dict[str, Any]:
    found = json.loads(printed("--json", *arguments))
    assert isinstance(found, dict)
    return found


def test_the_object_has_exactly_the_shape_that_tools_read() -> None:
    found = listed("--sessions", "2")
    assert set(found) == {"base_url", "sessions", "coordinator", "lead"}
    assert found["base_url"] == given.BASE_URL
    assert len(found["sessions"]) == 2
    for session in found["sessions"]:
        assert set(session) == {"id", "title", "seats", "staff"}
        assert [seat["seat"] for seat in session["seats"]] == list(range(1, 9))
        assert all(set(seat) == {"seat", "name", "link", "code"} for seat in session["seats"])
        assert all(set(one) == {"name", "role", "link"} for one in session["staff"])
        assert [one["role"] for one in session["staff"]] == ["counsellor", "volunteer"]
    assert set(found["coordinator"]) == set(found["lead"]) == {"name", "link"}


def test_everybody_who_has_a_seat_is_expected_in_the_evening_that_is_on() -> None:
    session = Session.objects.get(public_id=listed()["sessions"][0]["id"])
    seats = list(session.cohort.seats.all())
    assert session.starts_at < timezone.now(), "the evening began before anybody tried the demo"
    assert len(seats) == 8
    assert all(turnout.expected(session, seat) for seat in seats)


def test_its_sessions_are_on_now() -> None:
    for session in listed("--sessions", "3")["sessions"]:
        row = Session.objects.get(public_id=session["id"])
        assert schedule.phase(row.times, "open", timezone.now()) == "open"
        assert row.ends_at - timezone.now() > timedelta(hours=11)
        assert row.title == session["title"]


def test_every_link_and_every_code_is_somebodys() -> None:
    found = listed("--sessions", "2")
    people = [found["coordinator"], found["lead"]]
    for session in found["sessions"]:
        people += [*session["seats"], *session["staff"]]
    assert len({one["link"] for one in people}) == 2 + 2 * 10
    for one in people:
        response = browser().get(one["link"].removeprefix(found["base_url"]))
        assert response.status_code == 303
    for session in found["sessions"]:
        for seat in session["seats"]:
            response = submit(browser(), "/in/", {"code": seat["code"]})
            assert response["Location"].startswith(f"/rooms/{session['id']}/")


def test_again_it_prints_the_same_and_makes_nothing() -> None:
    first = printed("--json", "--sessions", "2")
    before = [model.objects.count() for model in (Cohort, Session, Seat, Staff, Shift)]
    assert printed("--json", "--sessions", "2") == first
    assert [model.objects.count() for model in (Cohort, Session, Seat, Staff, Shift)] == before
    assert listed()["sessions"] == json.loads(first)["sessions"][:1]
    assert listed("--sessions", "3")["sessions"][:2] == json.loads(first)["sessions"]


def end(session_id: str, at: datetime) -> None:
    """Move an evening on the clock, as if it had been made earlier."""
    started, closes = at - timedelta(hours=12), at + timedelta(minutes=15)
    moved = Session.objects.filter(public_id=session_id)
    moved.update(opens_at=started, starts_at=started, ends_at=at, closes_at=closes)


@pytest.mark.parametrize("left", [timedelta(minutes=29), timedelta(minutes=-1), timedelta(hours=-1)])
def test_when_an_evening_ends_the_same_people_get_the_next(left: timedelta) -> None:
    first = listed()
    [old] = first["sessions"]
    end(old["id"], timezone.now() + left)
    [new] = listed()["sessions"]
    assert old["id"] != new["id"]
    assert (old["seats"], old["staff"]) == (new["seats"], new["staff"])
    assert Session.objects.get(public_id=new["id"]).week.number == 2
    for one in (*new["seats"], *new["staff"]):
        assert new["id"] in browser().get(one["link"].removeprefix(first["base_url"]))["Location"]


def led_to(link: str) -> str:
    return browser().get(link.removeprefix(given.BASE_URL))["Location"]


@pytest.mark.parametrize("who", ["seats", "staff"])
def test_a_link_of_yesterday_opens_the_next_evening_of_its_group_alone(who: str) -> None:
    [ours, theirs] = listed("--sessions", "2")["sessions"]
    for one in (ours, theirs):
        end(one["id"], timezone.now() - timedelta(hours=1))
    [new] = {led_to(one["link"]).split("/")[2] for one in (*ours[who], *ours["seats"], *ours["staff"])}
    assert new not in {ours["id"], theirs["id"]}
    assert Session.objects.get(public_id=new).week.number == 2
    assert Session.objects.exclude(opens_at__gt=timezone.now()).count() == 3, "the other's waits for its own links"
    again = listed("--sessions", "2")["sessions"]
    assert (again[0]["id"], again[0]["seats"], again[0]["staff"]) == (new, ours["seats"], ours["staff"])


def test_a_link_leads_to_what_comes_after_an_evening_that_has_only_just_closed() -> None:
    [session] = listed()["sessions"]
    end(session["id"], timezone.now() - timedelta(minutes=30))
    assert led_to(session["seats"][0]["link"]).startswith("/mine/")
    assert led_to(session["staff"][0]["link"]).startswith("/staff/")


def test_an_evening_with_half_an_hour_left_is_kept() -> None:
    first = listed()
    end(first["sessions"][0]["id"], timezone.now() + timedelta(minutes=31))
    assert listed() == first


def test_after_the_seventh_week_it_begins_again() -> None:
    for days in range(8, 0, -1):
        end(listed()["sessions"][0]["id"], timezone.now() - timedelta(days=days))
    assert [session.week.number for session in Session.objects.exclude(opens_at__gt=timezone.now()).order_by("pk")] == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        1,
    ]


def test_a_seat_given_up_mid_session_leaves_that_evening_and_another_is_made() -> None:
    first = listed()
    actions.withdraw(Seat.objects.held()[0], timezone.now())
    [session] = listed()["sessions"]
    assert session["id"] != first["sessions"][0]["id"]
    assert len(session["seats"]) == 8


def test_whoever_of_the_staff_left_is_replaced() -> None:
    first = listed()
    holding = Staff.objects.get(role=Role.COUNSELLOR, shifts__isnull=False)
    for one in (holding, *Staff.objects.filter(role__in=[Role.COORDINATOR, Role.LEAD])):
        actions.leave_staff(one, timezone.now())
    second = listed()
    [old], [new] = first["sessions"], second["sessions"]
    assert [one["role"] for one in new["staff"]] == ["counsellor", "volunteer"]
    assert old["staff"][0]["link"] != new["staff"][0]["link"]
    assert old["staff"][1] == new["staff"][1]
    assert first["lead"]["link"] != second["lead"]["link"]


def test_codes_follow_a_changed_key(settings: Settings) -> None:
    first = listed()
    _, keys = given.SECRET_KEY, given.KEYS
    settings.KEYS = type(keys)(b"n" * 32, keys.chain, keys.head, keys.ring)
    [session] = listed()["sessions"]
    assert session["seats"][0]["code"] != first["sessions"][0]["seats"][0]["code"]
    assert submit(browser(), "/in/", {"code": session["seats"][0]["code"]}).status_code == 303


def test_it_touches_nobody_real() -> None:
    evening = cast.evening()
    found = listed()
    assert evening.session.public_id not in json.dumps(found)
    for who in (evening.coordinator, evening.lead):
        assert demo.token(who) not in json.dumps(found)


def test_the_table_begins_with_a_facilitator() -> None:
    found, text = listed(), printed()
    links = re.findall(r"http://\S+/demo/\S+", text)
    session = found["sessions"][0]
    expected = [one["link"] for one in (*session["staff"], *session["seats"], found["coordinator"], found["lead"])]
    assert links == expected
    assert all(seat["code"] in text for seat in session["seats"])
    assert text.index("facilitator's link first") < text.index(links[0])


@pytest.mark.parametrize("count", ["0", "501", "-1"])
def test_a_number_nobody_means_is_refused(count: str) -> None:
    with pytest.raises(CommandError):
        printed("--sessions", count)


def test_without_demo_it_prints_links_and_says_what_they_need(settings: Settings) -> None:
    settings.DEMO = False
    said = StringIO()
    call_command("demo", "--json", stdout=StringIO(), stderr=said)
    assert "DEMO=1" in said.getvalue()


def test_in_production_it_is_refused(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        printed()
    assert Cohort.objects.count() == 0


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "ENV_FILE"}}
    return subprocess.run(
        command, cwd=REPOSITORY, env=clean | env, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.embedded
def test_no_env_file_of_the_folder_is_read_by_a_command_that_a_test_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours").write_text("PORT=eighty\n")
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "ours"))
    assert "'eighty'" in manage({"DATA_DIR": str(tmp_path)}, "check").stderr, "it is told which one to read"


@pytest.mark.embedded
def test_production_does_not_even_start_with_it(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "PRODUCTION": "1", "DEMO": "1", "BASE_URL": "https://alcove.example.org"}
    refused = manage(env, "demo", "--json")
    assert refused.returncode != 0
    assert refused.stdout == ""
    assert "DEMO=1" in refused.stderr


@pytest.mark.embedded
def test_a_real_run_puts_one_object_and_nothing_else_on_stdout(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "DEMO": "1", "PORT": "8999"}
    assert manage(env, "migrate", "--verbosity", "0").returncode == 0
    first = manage(env, "demo", "--json", "--sessions", "2")
    assert (first.returncode, first.stderr) == (0, "")
    assert json.loads(first.stdout)["base_url"] == "http://127.0.0.1:8999"
    assert first.stdout.count("\n") == 1
    assert manage(env, "demo", "--json", "--sessions", "2").stdout == first.stdout


def test_there_is_a_group_to_join_and_it_is_made_once(settings: Settings) -> None:
    settings.DEMO = True
    for _ in range(2):
        listed()
    [group] = open_groups(timezone.now())
    assert (group.left, group.first.week.number) == (3, 1)
    settings.DEMO = False
    assert open_groups(timezone.now()) == [], "and it is there for the demo alone"


def test_it_has_a_rota_that_answers_for_its_evenings_and_keeps_what_was_changed_by_hand() -> None:
    listed()
    now, theo = timezone.now(), Staff.objects.get(name="Theo")
    at = on_call(now)
    assert [one.name if one else "" for one in (at.lead, at.deputy, at.on_call)] == ["Maya", "Ines", "Theo"]
    weeks = read(now, now + timedelta(days=14))
    assert not weeks.nobody(now, now + timedelta(days=14))
    assert {post for *_, post in weeks.gaps(now, now + timedelta(days=14))} == {Post.ON_CALL}
    OnCallSpan.objects.filter(post=Post.DEPUTY).update(staff=theo)
    listed()
    assert on_call(now).deputy == theo
