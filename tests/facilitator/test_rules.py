"""How the guard's rules fare, in numbers: who may see them, that they are right, and that no word is among them."""

from __future__ import annotations

import pytest

from chat import guard
from chat.guard import Verdict
from cohorts.models import Staff
from facilitator.rules.counting import WIDTH, Rule
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.chat.verdicts import judged
from tests.cohorts.doors import browser

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/staff/rules/"
VERDICTS = {
    "home": judged("hold", "disclosure: home", kind="disclosure", level="now"),
    "blade": judged("swap", "tool: blades", kind="tool", level="note", suggestion="a thing"),
    "sad": judged("pass", "low: sad", kind="low", level="soon"),
}


@pytest.fixture(autouse=True)
def judging(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first word says what the guard makes of the rest."""

    def read(words: str) -> Verdict:
        return VERDICTS.get(words.split(maxsplit=1)[0], guard.PASS)

    monkeypatch.setattr(guard, "read", read)


async def _seen(company: Company, who: Staff, query: str = "", *, home: str = PAGE) -> tuple[int, str]:
    def look() -> tuple[int, str]:
        answer = browser(company.house.evening, who).get(home + query)
        return answer.status_code, answer.content.decode()

    return await in_database(look)


def _row(page: str, rule: str) -> list[str]:
    row = page[page.index(f'<th scope="row">{rule}</th>') :]
    return [cell.split("</td>")[0] for cell in row.split("<td>")[1:7]]


async def test_each_rule_is_counted_once_for_each_message_by_what_became_of_it(company: Company) -> None:
    evening = company.house.evening
    first, second, _ = [await company.otter.ask("say", body=f"home secretly {n}") for n in range(3)]
    await company.counsellor.ask("release", stream="seat:1", pos=first["pos"])
    await company.counsellor.ask("return", stream="seat:1", pos=second["pos"], body="let us talk")
    await company.heron.ask("say", body="blade secretly")
    await company.heron.ask("say", body="sad secretly")
    await company.hare.ask("whisper", body="sad secretly")
    await company.hare.ask("say", body="a plain word")
    for query in ("", f"?cohort={evening.cohort.public_id}", f"?cohort={evening.cohort.public_id}&evening=x"):
        status, page = await _seen(company, evening.lead, query)
        assert status == 200
        assert _row(page, "disclosure: home") == ["3", "1", "1", "1", "0", "0"]
        assert _row(page, "tool: blades") == ["1", "0", "0", "0", "1", "0"]
        assert _row(page, "low: sad") == ["2", "0", "0", "0", "0", "2"]
        assert "secretly" not in page
        assert not any(seat.name in page for seat in evening.seats)


async def test_what_a_mode_held_is_counted_for_the_rule_that_pointed_there_too(company: Company) -> None:
    evening = company.house.evening
    await company.counsellor.ask("mode", mode="hold_all")
    await company.otter.ask("say", body="sad today")
    await company.otter.ask("say", body="nothing in it")
    _, page = await _seen(company, evening.coordinator)
    assert _row(page, "low: sad") == ["1", "0", "0", "1", "0", "0"]
    assert "holding everything" not in page


async def test_only_those_see_it_who_answer_for_the_rules(company: Company) -> None:
    evening = company.house.evening
    people = (evening.lead, evening.coordinator, evening.counsellor, evening.volunteer)
    assert [(await _seen(company, who))[0] for who in people] == [200, 200, 404, 404]
    for who, is_linked in zip(people, (True, True, False, False), strict=True):
        assert (PAGE in (await _seen(company, who, home="/staff/"))[1]) is is_linked


def test_a_bar_is_as_wide_as_the_most_frequent_rule_allows_and_leaves_out_what_never_was() -> None:
    rule = Rule("x", released=1, kept=2, marked=1)
    assert rule.shown == 4
    assert rule.bar(8) == [("released", 0.0, WIDTH / 8), ("kept", WIDTH / 8, WIDTH / 4), ("marked", 60.0, WIDTH / 8)]
    assert Rule("never").bar(0) == []
