"""Looking at a screen of the console: nothing complains, nothing sticks out, everybody can use it."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page, TimeoutError
from tests.browser.visitor import Visitor, judged

SIZES = {"laptop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
IN_THE_DARK = (
    "/",
    "/orders/{order}",
    "/payments/{payment}",
    "/books",
    "/books/statements/{statement}",
    "/products/{product}",
    "/inventory",
    "/settings/general",
    "/analytics",
    "/settings/plan",
    "/tenants/{tenant}",
    "/health",
    "/insights",
    "/flags",
)
READY = """() => document.querySelector('main h1, main h2') !== null && document.title !== 'Duka'
  && !document.querySelector('[aria-busy=true], .mantine-Skeleton-root, .mantine-Loader-root')
  && document.fonts.status === 'loaded'"""
NAMED = {
    "button", "checkbox", "combobox", "link", "listbox", "menuitem", "option", "radio", "searchbox",
    "slider", "spinbutton", "switch", "tab", "textbox", "treeitem",
}  # fmt: skip
AFTER_SKIPPING = """() => document.activeElement === document.body ? 'nothing'
  : document.activeElement.closest('main') !== null ? 'main' : document.activeElement.outerHTML.slice(0, 120)"""
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"


def examine(who: Visitor, tree: CDPSession, screen: str, things: dict[str, str]) -> None:
    """Adds to the complaints. A tablet's pages are made of the same parts: there, only what is wide and what has no name."""
    page = who.page
    name = screen.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "home"
    who.go(screen.format(**things))
    try:
        page.wait_for_function(READY)
    except TimeoutError as error:
        who.complaints.append(f"never ready: {error.message[:80]}")
    who.picture(name)
    who.check_width("too wide")
    who.complaints.extend(nameless(tree))
    if who.is_medium:
        return
    who.complaints.extend(violations(page))
    who.complaints.extend(behind_the_skip_link(page))
    if screen in IN_THE_DARK:
        page.emulate_media(color_scheme="dark")
        page.reload()
        page.wait_for_function(READY)
        page.wait_for_timeout(200)  # what was disabled while it loaded takes its colour
        who.complaints.extend(f"in the dark: {line}" for line in violations(page))
        who.picture(f"{name}-dark")
        page.emulate_media(color_scheme="light")


def violations(page: Page) -> list[str]:
    """What axe finds: each with its first places."""
    return [
        f"axe {one['impact']} {one['id']}: {node['html'][:200]} | {node['failureSummary'][:260]}"
        for one in judged(page)
        for node in one["nodes"][:5]
    ]


def nameless(tree: CDPSession) -> list[str]:
    """What can be operated and has no name, as the browser tells screen readers."""
    nodes = tree.send("Accessibility.getFullAXTree")["nodes"]
    lines = []
    for node in nodes:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in NAMED or node.get("name", {}).get("value", "").strip():
            continue
        told = tree.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})["node"]
        lines.append(
            f"a {role} without a name: {told['localName']} {' '.join(told.get('attributes', []))[:160]}"
        )
    return lines


def behind_the_skip_link(page: Page) -> list[str]:
    """The skip link is the first that Tab reaches, and from it one comes to what the page is about."""
    if page.get_by_role("dialog").count() > 0:
        return []  # a drawer holds the keyboard
    if page.locator(f"main :is({FOCUSABLE})").count() == 0:
        return []  # there is nothing to reach
    link, lines = page.locator("a[href='#content']"), []
    if page.evaluate("document.activeElement === document.body"):
        page.keyboard.press("Tab")
        if not link.evaluate("(e) => e === document.activeElement"):
            lines.append("the first Tab does not reach the skip link")
    link.focus()  # where a field was ready to type in, one goes back to it
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    reached = page.evaluate(AFTER_SKIPPING)
    return lines if reached == "main" else [*lines, f"Tab after the skip link reaches {reached}"]
