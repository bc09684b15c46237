"""A real browser, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# Root cannot use the browser's sandbox; the rest keeps it from talking to anybody but us.
OPTIONS = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

#: The first has no windows of its own, and takes half the work of the others for the same pages.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """One while the block runs."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    options = [*OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()
