"""Somebody with a browser in one of the shops: what they do, and what their browser complains of."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect
from tests.browser.installation import FurnishedShop

from duka.storefront.language import translate

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    "iframes": False,
}
PATIENCE = 10_000
"""Milliseconds that an expectation waits."""
WATCH_SHIFTS = """
window.shifts = []
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts.push({
    value: entry.value, typed: entry.hadRecentInput,
    what: entry.sources.map((s) => s.node?.outerHTML?.slice(0, 120) || s.node?.textContent) }) })
  .observe({ type: "layout-shift", buffered: true })
"""
SETTLED = """() => Promise.race([
    Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
        .map((a) => a.finished.catch(() => null))).then(() => null),
    new Promise((done) => setTimeout(done, 2000))])"""
"""What fades in is there: its colours are judged as they stay."""
expect.set_options(timeout=PATIENCE)
_axe = Axe()


def judged(page: Page) -> list[dict[str, Any]]:
    """What axe finds. A second look where it finds something: what began to fade after it had settled is not judged."""
    for wait in (0, 600):
        page.wait_for_timeout(wait)
        page.evaluate(SETTLED)
        found: list[dict[str, Any]] = _axe.run(page, options=AXE).response["violations"]
        if not found:
            break
    return found


class Visitor:
    """`how` as for a browser's context: `java_script_enabled`, `reduced_motion`, `device_scale_factor` …"""

    def __init__(
        self, browser: Browser, shop: FurnishedShop, width: int, height: int, artefacts: Path, **how: Any
    ) -> None:
        self.shop = shop
        self.say = partial(translate, shop.locale)
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale={"fr": "fr-FR", "en": "en-IE"}[shop.locale],
            timezone_id="Africa/Dakar",
            has_touch=width < 800,
            **how,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(WATCH_SHIFTS)
        self.complaints: list[str] = []
        self.is_medium = 800 <= width < 1200
        self._expected: set[int] = set()
        self._pictures = artefacts
        self._folder = f"{shop.name.split()[0].lower()}-{width}x{height}"
        self._number = 0
        self.page = self.open_tab()

    def open_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        return page

    def expects(self, *statuses: int) -> None:
        """Answers with these statuses are part of the story."""
        self._expected.update(statuses)

    def go(self, path: str = "/") -> None:
        self.page.goto(self.shop.url + path)

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(text))

    def link(self, text: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(text))

    def heading(self, text: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=self.say(text))

    def pay_at_the_gateway(self, choice: str) -> None:
        expect(self.page).to_have_url(re.compile(r"/sandbox/"))
        self.page.get_by_role("button", name=choice, exact=True).click()

    def look(self, name: str, *, whole: bool = True) -> None:
        """Keeps a picture of the page as it is, and lets axe look for what shuts people out; not on a tablet,
        whose pages are made of the same parts."""
        self.picture(name, whole=whole)
        self.check_width(name)
        if self.is_medium:
            return
        for violation in judged(self.page):
            nodes = "\n    ".join(
                node["html"][:160] + " | " + node["failureSummary"] for node in violation["nodes"][:4]
            )
            self.complaints.append(f"{name}: axe {violation['id']}: {violation['help']}\n    {nodes}")

    def picture(self, name: str, *, whole: bool = True) -> None:
        """`whole`: all of the page, and not only what the window shows."""
        self._number += 1
        folder = self._pictures / self._folder
        folder.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")  # what sticks to the top would be drawn over the middle
        is_over_it = self.page.locator("dialog[open]").count() > 0
        self.page.screenshot(
            path=folder / f"{self._number:02}-{name}.jpg", full_page=whole and not is_over_it, quality=85
        )

    def check_width(self, name: str) -> None:
        """Nothing sticks out to the right."""
        wide, there = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > there:
            self.complaints.append(
                f"{name}: {wide} pixels wide in a window of {there}: {self._sticking_out()}"
            )

    def shift(self) -> float:
        """The sum of unexpected layout shifts of this page so far."""
        total: float = self.page.evaluate(
            "window.shifts.filter((s) => !s.typed).reduce((sum, s) => sum + s.value, 0)"
        )
        return total

    def _sticking_out(self) -> list[str]:
        found: list[str] = self.page.evaluate(
            """[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
               .map((e) => e.tagName + "." + e.className).slice(0, 6)"""
        )
        return found

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        address = str(message.location.get("url"))
        if address.endswith("/favicon.ico") and not self.shop.url.startswith(
            address.removesuffix("favicon.ico")
        ):
            return  # somebody else's page, and its lack of an icon
        status = re.search(r"responded with a status of (\d+)", message.text)
        if status is None or int(status[1]) not in self._expected:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _failed(self, request: Request) -> None:
        # a request that a click made pointless is given up by the browser itself
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")
