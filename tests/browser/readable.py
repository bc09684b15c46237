"""What would keep somebody out of a page, found by axe."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def anybody_can_use(page: Page) -> None:
    """Nothing is found that would keep anybody out of the page as it stands.

    Words are in a page before its styles are: without the wait, axe now and then measures bare links.
    """
    page.wait_for_load_state("load")
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
