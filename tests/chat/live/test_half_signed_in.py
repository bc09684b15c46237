"""Staff at a socket: with a password alone they hear nothing and it is written down; off a shift their name stays."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cohorts.actions import remove_from_shift
from cohorts.models import Act, Session
from tests.chat.house import House
from tests.chat.live.doors import knock
from tests.chat.live.rows import in_database
from tests.cohorts.newcomer import Member


async def test_a_password_alone_opens_no_socket_and_is_written_down(house: House) -> None:
    def given() -> tuple[Member, str]:
        robin = Member(factor=False)
        pending, unfinished = Member(name="Noor"), robin
        cookies = [one.with_password().cookies["staff"].value for one in (pending, unfinished)]
        return pending, "; ".join(cookies)

    pending, cookies = await in_database(given)
    for key in cookies.split("; "):
        for _ in range(2):
            socket = await knock(house, f"staff={key}")
            assert (socket.close_code, socket.frames) == (4401, [])
    acts = await in_database(lambda: list(Act.objects.filter(verb="entry_refused").values_list("by__name", "about")))
    assert sorted(acts, key=str) == [("Noor", {"where": "socket"}), ("Robin", {"where": "socket"})]
    assert pending.staff.pk


async def test_a_made_up_session_is_nobody(house: House) -> None:
    before = await in_database(Act.objects.count)
    for key in ("", "x", "made-up-key-0123456789abcdefghijkl", "\x00"):
        socket = await knock(house, f"staff={key}")
        assert socket.close_code == 4401
    assert await in_database(Act.objects.count) == before


async def test_the_name_of_who_was_taken_off_stays_beside_what_they_said(two: House) -> None:
    evening = two.evening
    ali = await two.enter(evening.volunteer)
    assert (await ali.ask("say", body="good evening"))["type"] == "ok"
    assert await in_database(lambda: remove_from_shift(evening.session, evening.volunteer))
    assert await ali.closed() == 4403
    otter = await two.enter(evening.otter)
    assert "Ali" in {line["name"] for line in otter.welcome["people"]}
    sam = await two.enter(evening.counsellor, worker=1)
    assert [line["name"] for line in sam.welcome["people"] if line.get("left")] == ["Ali"]


async def test_who_was_taken_off_before_the_doors_opened_is_not_in_the_list(house: House) -> None:
    evening = house.evening
    before = evening.session.opens_at - timedelta(days=1)
    assert await in_database(lambda: remove_from_shift(evening.session, evening.volunteer, now=before))
    assert await in_database(lambda: Session.objects.get(pk=evening.session.pk).opens_at < timezone.now())
    otter = await house.enter(evening.otter)
    assert "Ali" not in {line["name"] for line in otter.welcome["people"]}
