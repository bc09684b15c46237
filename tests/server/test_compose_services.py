"""docker-compose.yml as it would run: every service's own command and environment, behind a real nginx."""

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import psutil
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.ground import Ground
from tests.server.services import Answer, Services
from tests.server.talker import FALSE_CLAIMS, Talker
from tests.stores.ports import free_port

pytestmark = pytest.mark.grown

PEOPLE = """
import django, json
django.setup()
from tests.cast import evening
e = evening()
print(json.dumps({"session": e.session.public_id, "people": [e.cookie(one) for one in (*e.facilitators, *e.seats)]}))
"""
SECRET = "sixteen-otters-in-a-lamp"


@pytest.fixture(scope="module")
def services(ground: Ground) -> Iterator[Services]:
    house = Services(ground)
    try:
        for copy in ("", "-again"):
            house.start("migrate", copy)
        assert [one.wait(60) for one in house.running.values()] == [0, 0], house.log("migrate").read_text()
        for service, copy in (("web-1", ""), ("web-2", ""), ("duties", ""), ("duties", "-2")):
            house.start(service, copy)
        house.start_nginx()
        house.wait("web-1", "web-2", "duties")
        yield house
    finally:
        house.stop()


@pytest.fixture(scope="module")
def evening(services: Services) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(services.run("-c", PEOPLE).splitlines()[-1])
    return found


def lines_of(services: Services, web: str) -> int:
    """How many connections a worker has from nginx."""
    found = psutil.Process(services.running[web].pid).net_connections("tcp")
    return sum(one.status == "ESTABLISHED" and one.laddr.port == services.ports[web] for one in found)


def everybody(services: Services, evening: dict[str, Any]) -> list[Talker]:
    return [Talker(services.url, evening["session"], cookie, services.trust) for cookie in evening["people"]]


async def speak(talkers: list[Talker], when: str) -> None:
    await asyncio.gather(
        *(one.say(*(f"{number} {when} {word}" for word in "ab")) for number, one in enumerate(talkers))
    )


@asynccontextmanager
async def there(talkers: list[Talker]) -> AsyncIterator[None]:
    """All of them in the room, and out of it again."""
    staying = [asyncio.create_task(one.stay()) for one in talkers]
    try:
        await arrived(talkers, 1)
        yield
    finally:
        for one in staying:
            one.cancel()
        await asyncio.gather(*staying, return_exceptions=True)


async def arrived(talkers: list[Talker], times: int) -> None:
    await asyncio.gather(*(one.until(lambda one=one: one.arrivals >= times) for one in talkers))


async def test_a_worker_is_killed_and_nobody_loses_a_word(services: Services, evening: dict[str, Any]) -> None:
    talkers = everybody(services, evening)
    async with there(talkers):
        await speak(talkers, "before")
        here, other = sorted(("web-1", "web-2"), key=lambda web: -lines_of(services, web))
        assert (lines_of(services, here), lines_of(services, other)) == (10, 0), (
            "a room has all its people in one place"
        )
        during = asyncio.create_task(speak(talkers, "during"))
        services.kill(here)
        await during
        await arrived(talkers, 2)
        await speak(talkers, "after")
        said = {words for one in talkers for words in one.answered}
        assert len(said) == 60
        await asyncio.gather(*(one.until(lambda one=one: said <= set(one.heard.values())) for one in talkers))
    services.start(here)
    services.wait(here)

    late = everybody(services, evening)[0]
    async with there([late]):
        stored = sorted(late.heard.items())
    assert [pos for pos, _ in stored] == list(range(1, len(stored) + 1)), "no gap"
    assert sorted(words for _, words in stored if words in said) == sorted(said), "every word once"
    for one in talkers:
        assert sorted(one.heard.items()) == stored[: max(one.heard)]
    services.run("manage.py", "verify")


async def test_a_frame_that_is_too_big_is_refused_through_nginx_too(
    services: Services, evening: dict[str, Any]
) -> None:
    one = everybody(services, evening)[2]
    async with connect(one.place, **one.options) as socket:
        await socket.send("x" * (16 * 1024 + 1))
        with suppress(ConnectionClosed):
            async for _ in socket:
                pass
    assert socket.close_code == 1009


def test_the_duties_are_well_as_long_as_they_reach_the_database(services: Services) -> None:
    assert services.is_healthy("duties")
    away = f"postgres://alcove@127.0.0.1:{free_port()}/alcove"
    assert not services.is_healthy("duties", DATABASE_URL=away)


def guessed(form: Answer, **claims: str) -> dict[str, Any]:
    """A guess at somebody's words, from somebody who says they are somewhere else each time."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)
    assert token
    cookies = "; ".join(one.partition(";")[0] for one in form.headers.get_all("Set-Cookie") or [])
    kind = "application/x-www-form-urlencoded"
    return {"body": f"csrfmiddlewaretoken={token[1]}&code=a+b+c+d", "Cookie": cookies, "Content_Type": kind, **claims}


def test_nobody_chooses_their_own_address(services: Services) -> None:
    form = services.ask("/in/")
    told = [
        services.ask(
            "/in/",
            "POST",
            **guessed(form, Origin=services.url, X_Forwarded_For=f"203.0.113.{number}", X_Real_IP="203.0.113.9"),
        ).status
        for number in range(22)
    ]
    assert (told[0], told[-1]) == (422, 429)


def test_behind_another_proxy_of_ours_its_word_counts(services: Services) -> None:
    run, conf = (str(services.front / "behind" / name) for name in ("run", "conf"))
    elsewhere = {"NGINX_RUN": run, "NGINX_CONF": conf}
    services.start_nginx("behind", NGINX_MODE="behind", HTTP_PORT=str(services.ports["behind"]), **elsewhere)
    services.wait_for_answer("behind")
    form = services.ask_plainly("behind", "/in/", Host="localhost")
    told = [
        services.ask_plainly("behind", "/in/", "POST", **guess, Host="localhost").status
        for number in range(12)
        if (guess := guessed(form, Origin=services.url, X_Forwarded_For=f"203.0.113.{number}"))
    ]
    assert told == [422] * 12
    assert "203.0.113" not in services.log("behind").read_text()


def test_what_is_for_inside_stays_inside_and_headers_are_said_once(services: Services) -> None:
    for path in ("/metrics", "/readyz", "//metrics", "/%6detrics", "/readyz/", "/metrics?x=1"):
        assert services.ask(path).status == 404, path
    assert services.ask_plainly("web-2", "/readyz").status != 404
    page = services.ask("/help/")
    assert page.status == 200
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security", "Cache-Control"):
        assert len(page.headers.get_all(header) or []) == 1, header
    assert page.headers["Server"] == "nginx"
    led = services.ask_plainly("http", "/help/", Host="localhost")
    assert (led.status, led.headers["Location"]) == (308, "https://localhost/help/")


def test_a_body_that_is_too_large_is_refused_and_the_files_of_a_course_are_not(services: Services) -> None:
    assert services.ask("/in/", "POST", "x" * 70_000).status == 413
    assert services.ask("/desk/courses/", "POST", "x" * 300_000).status == 403, "for want of a form's token"
    assert services.ask("/desk/courses/", "POST", "x" * 1_100_000).status == 413


def test_nothing_is_written_down_of_anybody_even_when_nobody_answers(
    services: Services, evening: dict[str, Any]
) -> None:
    static = re.search(r'"(/static/[^"]+\.css)"', services.ask("/help/").body)
    assert static
    kept = services.ask(static[1])
    assert (kept.status, "immutable" in kept.headers["Cache-Control"]) == (200, True)
    for path in (f"/in/{SECRET}/", f"/{SECRET}", f"/?code={SECRET}", f"/ws/sessions/{SECRET}/"):
        services.ask(path, Cookie=f"alcove_{SECRET}={SECRET}", Referer=f"https://{SECRET}/", **_dashed(FALSE_CLAIMS))

    for web in ("web-1", "web-2"):
        services.running[web].send_signal(signal.SIGTERM)
        assert services.running[web].wait(20) == 0
    away = services.ask(f"/in/{SECRET}/")
    assert away.status in {502, 503, 504}
    assert "It isn't anything you did" in away.body
    assert away.headers["Cache-Control"] == "no-store"
    assert services.ask(static[1]).body == kept.body, "what everybody shares is still there"

    for log in services.log("").iterdir():
        written = log.read_text() if log.is_file() else ""
        for private in ("127.0.0.1", "203.0.113", SECRET, "/in/", evening["session"]):
            assert private not in written, (log.name, private)
    outcomes = services.log("nginx").read_text().splitlines()
    assert all(re.fullmatch(r"\S+T\S+ \d{3} \d+ \d+\.\d{3}", line) for line in outcomes), outcomes
    assert any(f" {away.status} " in line for line in outcomes), "the log is being read"


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in headers.items()}
