"""Every screen of Center Control by its address, on a laptop, a tablet and a phone, as `test_screens` does for merchants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.console.examining import SIZES, examine
from tests.browser.console.operating import OperatorAtWork
from tests.browser.installation import FurnishedShop, Installation
from tests.plans.subscribing import a_plan

from duka.kernel.ids import public

pytestmark = pytest.mark.browser
SCREENS = {
    "merchants": (
        "/",
        "/tenants",
        "/tenants/new",
        "/tenants/{tenant}",
        "/tenants/{tenant}?tab=stores",
        "/tenants/{tenant}?tab=history",
        "/tenants/{tenant}/archives",
        "/deletions",
        "/insights",
    ),
    "bounds": (
        "/plans",
        "/plans/new",
        "/plans/{plan}",
        "/plans/{plan}/publish",
        "/flags",
        "/flags/experiments",
        "/phases",
        "/policies",
        "/policies/retention",
        "/policies/risk_holds",
        "/risk",
        "/retention",
    ),
    "service": (
        "/health",
        "/health/objectives/availability",
        "/health/alerts",
        "/health/letters",
        "/health/database",
    ),
    "people": (
        "/visits",
        "/staff",
        "/staff/invite",
        "/staff/roles",
        "/staff/roles/support",
        "/audit",
        "/profile",
        "/inbox",
    ),
}


@pytest.fixture(scope="module")
def things(installation: Installation, farm: FurnishedShop) -> dict[str, str]:
    work = installation.services.work
    made = a_plan(work, {"products": 100}, name="Corner shop", is_public=False)
    with work.database.platform() as tx:
        handle = tx.value("select handle from plans where id = %(id)s", id=made)
    return {"tenant": public("ten", farm.tenant), "plan": handle}


@pytest.fixture(scope="module", params=SIZES)
def olive(
    chromium: Browser,
    installation: Installation,
    farm: FurnishedShop,
    artefacts: Path,
    request: pytest.FixtureRequest,
) -> Iterator[OperatorAtWork]:
    """An owner of the installation, at each size once."""
    width, height = SIZES[request.param]
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "control", width=width, height=height)
    olive.page.emulate_media(reduced_motion="reduce")
    yield olive
    olive.context.close()


def is_expected(screen: str, complaint: str) -> bool:
    """Nobody asked for the deletion of this merchant: the page asks for it and hears so."""
    return screen.endswith("/archives") and "/deletion: " in complaint and "404" in complaint


@pytest.mark.parametrize("part", SCREENS)
def test_every_screen(olive: OperatorAtWork, things: dict[str, str], part: str) -> None:
    tree = olive.context.new_cdp_session(olive.page)
    told = []
    for screen in SCREENS[part]:
        olive.complaints.clear()
        examine(olive, tree, screen, things)
        told += [f"{screen}: {line}" for line in olive.complaints if not is_expected(screen, line)]
    assert not told, f"{len(told)} findings\n" + "\n".join(told)
