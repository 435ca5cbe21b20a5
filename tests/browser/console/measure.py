"""Measures the console in a real Chromium, against an installation that runs. Timings are read by people, and fail nothing.

    python -m tests.browser.console.measure http://127.0.0.1:8000 linden-hill owner@linden-hill.example PASSWORD

1. The first visit with an empty cache, with a processor four times slower and a slow 4G line (1.6 Mbit/s, 150 ms): when the
   navigation answers, and when the start page says what waits.
2. A list of 100,000 orders, all of them loaded: how many frames a second it keeps while it is scrolled for five seconds.
"""

import json
import os
import shutil
import sys
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

RUNS = 5
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
ROWS, A_PAGE = 100_000, 5_000
SCROLL = """async () => {
  const box = document.querySelector('.mantine-datatable .mantine-ScrollArea-viewport');
  const times = []; const until = performance.now() + 5000;
  await new Promise((done) => {
    const step = (now) => { times.push(now); box.scrollTop += 90; now < until ? requestAnimationFrame(step) : done(); };
    requestAnimationFrame(step);
  });
  return times.slice(1).map((time, place) => time - times[place]);
}"""


def logged_in(browser: Browser, base: str, email: str, password: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    answer = context.request.post(f"{base}/api/session", data={"email": email, "password": password})
    assert answer.ok, answer.text()
    return context


def first_visit(context: BrowserContext, address: str) -> tuple[float, float]:
    """(milliseconds until the navigation is there, until the start page says what waits)."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="commit")
    page.wait_for_selector("nav a[aria-current=page]")
    shell: float = page.evaluate("performance.now()")
    page.wait_for_selector("#waiting + *")
    content: float = page.evaluate("performance.now()")
    page.close()
    return shell, content


def many_rows(page: Page, address: str) -> list[float]:
    """The time of each frame while 100,000 rows are scrolled."""
    kept: dict[str, Any] = {}

    def answer(route: Route) -> None:
        query = route.request.url.partition("?")[2]
        after = int(query.partition("cursor=")[2].split("&")[0] or 0)
        if not kept:
            kept.update(route.fetch().json())
        pattern = kept["items"][0]
        items = [
            {**pattern, "id": f"ord_{number}", "number": str(number)}
            for number in range(after, min(after + A_PAGE, ROWS))
        ]
        following = str(after + A_PAGE) if after + A_PAGE < ROWS else None
        route.fulfill(
            body=json.dumps({**kept, "items": items, "next": following}), content_type="application/json"
        )

    page.route("**/admin/orders?*", answer)
    page.goto(f"{address}/orders")
    page.wait_for_selector("tbody tr a")
    for loaded in range(A_PAGE, ROWS + 1, A_PAGE):
        page.wait_for_selector(f"[aria-rowcount='{loaded}']", timeout=60_000)
        page.evaluate(
            "document.querySelector('.mantine-datatable .mantine-ScrollArea-viewport').scrollTop = 1e9"
        )
    page.evaluate("document.querySelector('.mantine-datatable .mantine-ScrollArea-viewport').scrollTop = 1e6")
    page.wait_for_timeout(500)
    frames: list[float] = page.evaluate(SCROLL)
    return frames


def main(base: str, company: str, email: str, password: str) -> None:
    address = f"{base}/console/{company}"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        visits = []
        for _ in range(RUNS):
            context = logged_in(browser, base, email, password)
            visits.append(first_visit(context, address))
            context.close()
        shell, content = (median(times) for times in zip(*visits, strict=True))
        print(
            f"first visit, {SLOWER}x slower, slow 4G: navigation {shell:.0f} ms, start page {content:.0f} ms"
        )
        frames = sorted(many_rows(logged_in(browser, base, email, password).new_page(), address))
        slow = sum(frame > 20 for frame in frames)
        print(
            f"{ROWS} rows: {1000 / median(frames):.0f} frames a second, 95 of 100 within "
            f"{frames[int(len(frames) * 0.95)]:.1f} ms, {slow} of {len(frames)} later than 20 ms"
        )
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:5])
