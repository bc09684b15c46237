"""What would keep somebody out of a page, found by axe."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

_WIDER = """() => [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
    .map((one) => one.outerHTML.slice(0, 120))"""
_FAULTS = "async (options) => ({ violations: (await axe.run(options)).violations })"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def anybody_can_use(page: Page) -> None:
    """Nothing is found that would keep anybody out of the page as it stands."""
    _no_faults(page, WCAG)


def its_colours_are_told_apart(page: Page) -> None:
    """For a page that anybody can use in other colours: nothing else depends on them."""
    _no_faults(page, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]})


def _no_faults(page: Page, rules: object) -> None:
    """Words are in a page before its styles are: without the wait, axe now and then measures bare links."""
    page.wait_for_load_state("load")
    # It stays in a page, and what it finds no fault with is a long list that nobody reads.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(_FAULTS, {"runOnly": rules, "resultTypes": ["violations"]}))
    assert found.violations_count == 0, found.generate_report()


def nothing_sticks_out(page: Page) -> None:
    """No page moves sideways on a small screen; says what would make it. Waits for the styles, as above."""
    page.wait_for_load_state("load")
    sticks_out = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not sticks_out, page.evaluate(_WIDER)
