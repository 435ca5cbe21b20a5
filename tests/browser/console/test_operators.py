"""An operator logs in with a code, acts as somebody of a merchant, and the merchant sees who was there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.operating import OperatorAtWork
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

from duka.kernel.ids import public

pytestmark = pytest.mark.browser
REASON = "Their shipping rates do not add up"


def test_an_operator_visits_a_merchant(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path
) -> None:
    olive = OperatorAtWork(chromium, installation, farm, artefacts)
    page = olive.page
    expect(page).to_have_title(re.compile("Center Control"))
    navigation = page.get_by_role("navigation", name="Main")
    expect(navigation.get_by_role("link", name="Staff")).to_be_visible()
    expect(navigation.get_by_role("link", name="Orders", exact=True)).to_have_count(0)

    olive.go(f"/tenants/{public('ten', farm.tenant)}")
    page.get_by_role("button", name="Act as…").click()
    page.get_by_label("Why").fill(REASON)
    page.get_by_role("button", name="Begin the visit").click()
    banner = page.get_by_role("region", name="Support visit")
    expect(banner).to_contain_text("Olive Baker")
    expect(banner).to_contain_text(REASON)
    expect(banner.get_by_role("timer")).to_contain_text(re.compile(r"2\d:\d\d left"))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Orders", exact=True).click()
    expect(page.get_by_role("heading", name="Orders", level=1)).to_be_visible()
    expect(banner).to_be_visible()

    owner = Colleague(chromium, installation, farm, "Nell Farmer", artefacts)
    owner.go("/settings/support-visits")
    row = owner.page.get_by_role("row").filter(has_text=REASON)
    expect(row).to_contain_text("Olive Baker")
    expect(row).to_contain_text("Under way")

    olive.expects(401)
    banner.get_by_role("button", name="End visit").click()
    page.wait_for_url("**/console/control")
    owner.page.reload()
    expect(row).to_contain_text("Ended by the operator")
    olive.go("/visits")
    expect(page.get_by_role("row").filter(has_text=REASON)).to_contain_text("Olive Baker")
    assert olive.complaints == []
    assert owner.complaints == []
