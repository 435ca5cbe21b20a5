"""An operator bounds a merchant, the merchant sees it, and an order waits until somebody has looked at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.operating import OperatorAtWork
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

from duka.kernel.ids import public

pytestmark = pytest.mark.browser
POLICY = "payment_methods_allowed"


@pytest.fixture(autouse=True)
def _as_it_was(installation: Installation, farm: FurnishedShop) -> Iterator[None]:
    yield
    with installation.services.work.database.platform() as tx:
        tx.run("delete from tenant_policies where tenant_id = %(tenant)s", tenant=farm.tenant)


def test_a_way_to_pay_is_not_allowed(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path
) -> None:
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "policies")
    page = olive.page
    olive.go(f"/policies/{POLICY}?tenant={public('ten', farm.tenant)}")
    expect(page.get_by_role("heading", level=1, name="Ways to pay")).to_be_visible()
    page.get_by_label("Allowed", exact=True).first.check()
    page.get_by_label("All are allowed").uncheck()
    page.get_by_label("Note").fill("While we look at your papers")
    page.get_by_role("button", name="Whom would it touch?").click()
    expect(page.get_by_role("dialog").get_by_text("It would bind 1 of", exact=False)).to_be_visible()
    olive.look("preview")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Version 1")).to_be_visible()
    olive.look("decided")

    ada = Colleague(chromium, installation, farm, "Ada Byrne", artefacts / "policies")
    ada.go("/settings/platform")
    expect(ada.page.get_by_text("The platform says: While we look at your papers")).to_be_visible()
    ada.look("merchant")
    complaints = [*ada.complaints, *olive.complaints]
    for who in (ada, olive):
        who.context.close()
    assert not complaints, "\n".join(complaints)
