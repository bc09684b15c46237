"""A keyboard at somebody's page, with which one always sees where one is."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_TABS = 60
_IS_ON = "(one) => one === document.activeElement"
_FOCUS_SHOWS = """() => {
  const shows = ({ outlineStyle, outlineWidth, boxShadow }) =>
    (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  const one = document.activeElement;
  const { top, bottom, left, right } = one.getBoundingClientRect();
  const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return one === document.body || (inView && [one, one.parentElement].some((each) => shows(getComputedStyle(each))));
}"""


@dataclass(frozen=True)
class Hands:
    """A keyboard at somebody's page."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go_to(self, where: Locator, *, back: bool = False) -> None:
        """Press Tab until this has the focus; at every stop it must be seen where one is."""
        for _ in range(MOST_TABS):
            if where.evaluate(_IS_ON):
                return
            self.press("Shift+Tab" if back else "Tab")
            assert self.page.evaluate(_FOCUS_SHOWS), self.page.evaluate("document.activeElement.outerHTML")
        raise AssertionError(f"no way to {where} by keyboard")

    def press_on(self, where: Locator, *, back: bool = False) -> None:
        self.go_to(where, back=back)
        self.press("Enter")
