"""The door in a real browser: what it sends with a form and a beacon is what the server believes."""

from playwright.sync_api import Browser, BrowserContext

from tests.running import Alcove

PATIENCE = 5000


def badges(context: BrowserContext) -> list[str]:
    return [cookie["name"] for cookie in context.cookies() if cookie["name"].startswith("alcove_")]


def test_words_let_in_and_a_plain_form_lets_out(live_server_process: Alcove, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page, demo = context.new_page(), live_server_process.demo
    session = demo["sessions"][0]
    page.goto(f"{live_server_process.url}/in/")
    page.fill("[name=code]", session["seats"][0]["code"].upper())
    page.click("main form button")
    page.wait_for_url(f"**/rooms/{session['id']}/?as=*", timeout=PATIENCE)
    assert len(badges(context)) == 1
    page.goto(page.url.replace(f"/rooms/{session['id']}/", "/mine/"))
    page.click("main form[action^='/leave/'] button")
    page.wait_for_url("**/today/", timeout=PATIENCE)
    assert badges(context) == []
    context.close()


def test_a_beacon_lets_out(live_server_process: Alcove, chromium: Browser) -> None:
    context = chromium.new_context()
    page, seat = context.new_page(), live_server_process.demo["sessions"][0]["seats"][1]
    page.goto(seat["link"])
    assert len(badges(context)) == 1
    with page.expect_response("**/leave/*", timeout=PATIENCE) as answer:
        page.evaluate("navigator.sendBeacon('/leave/' + location.search)")
    assert answer.value.status == 204
    assert badges(context) == []
    context.close()
