"""A merchant reaches a limit, is told which plan has room and asks for it; an operator gives it, and it works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.operating import OperatorAtWork
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation
from tests.plans.subscribing import a_plan, leave, on_plan

from duka.plans import meters

pytestmark = pytest.mark.browser
LARGER = "Room for everybody"


@pytest.fixture
def full(installation: Installation, farm: FurnishedShop) -> Iterator[UUID]:
    """The farm has a plan whose locations are all there; a larger one is on offer."""
    work = installation.services.work
    with work.database.platform() as tx:
        used = meters.read(tx, farm.tenant, work.clock())["locations"]
    on_plan(work, farm.tenant, {"locations": used, "products": 1000}, name="Market stall")
    larger = a_plan(work, {"locations": used + 2}, name=LARGER, price_minor=4900)
    yield larger
    leave(work, farm.tenant)
    with work.database.platform() as tx:
        tx.run("update plans set archived_at = now() where id = %(id)s", id=larger)
        tx.run(
            "update plan_requests set status = 'withdrawn' where tenant_id = %(id)s and status = 'open'",
            id=farm.tenant,
        )


def test_a_full_plan_is_told_asked_for_and_given(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path, full: UUID
) -> None:
    ada = Colleague(chromium, installation, farm, "Ada Byrne", artefacts / "plans")
    page = ada.page
    ada.go("/settings/locations/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("The second barn")
    ada.expects(403)
    page.get_by_role("button", name="Save").click()
    said = page.get_by_role("status").get_by_text("Your plan “Market stall” is full")
    expect(said).to_contain_text(f"The plan “{LARGER}” has more room")
    ada.look("refused", whole=False)
    page.get_by_role("button", name="Plan and usage").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Plan and usage")).to_be_visible()
    expect(page.get_by_text("Full", exact=True)).to_be_visible()
    ada.look("usage")
    page.get_by_role("button", name=f"Ask for this plan: {LARGER}").click()
    page.get_by_label("A word to who runs the platform").fill("Another barn")
    ada.look("asking", whole=False)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text(f"You asked for “{LARGER}”")).to_be_visible()

    olive = OperatorAtWork(chromium, installation, farm, artefacts / "plans")
    olive.go("/plans")
    expect(olive.page.get_by_text("Another barn")).to_be_visible()
    olive.look("plans")
    olive.page.get_by_role("button", name=f"Approve: {farm.name}").click()
    expect(olive.page.get_by_text("has the plan now")).to_be_visible()

    ada.go("/settings/locations/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("The second barn")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="The second barn")).to_be_visible()
    complaints = [*ada.complaints, *olive.complaints]
    for who in (ada, olive):
        who.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_operator_makes_a_plan_and_publishes_a_version(
    chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path, width: int
) -> None:
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "plans", width=width)
    page, handle = olive.page, f"tried-{width}"
    olive.go("/plans/new")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Name in English").fill("Tried out")
    page.get_by_label("Products").fill("40")
    page.get_by_label("All features, also those that come later").click()
    page.get_by_label("Collections", exact=True).check()
    olive.look("new-plan")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", level=1, name="Tried out")).to_be_visible()
    expect(page.get_by_text("Products: 40")).to_be_visible()
    olive.look("plan")
    page.get_by_role("link", name="Publish a new version").click()
    page.get_by_label("Products").fill("60")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Products: 60")).to_be_visible()
    page.get_by_label("Archived").click()
    expect(page.get_by_label("Archived")).to_be_checked()
    olive.context.close()
    assert not olive.complaints, "\n".join(olive.complaints)
