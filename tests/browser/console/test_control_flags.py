"""A feature becomes a pilot, one merchant takes part, and the others are told why it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.console.operating import OperatorAtWork
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

from duka.control import rollouts
from duka.kernel.work import Caller
from duka.tenants.types import PLATFORM

pytestmark = pytest.mark.browser
FLAG = "experiments"


@pytest.fixture(autouse=True)
def _as_it_was(installation: Installation, farm: FurnishedShop) -> Iterator[None]:
    yield
    work = installation.services.work
    with work.database.platform() as tx:
        tx.run("delete from flag_rules where name = %(name)s", name=FLAG)
    rollouts.switch(work, Caller(PLATFORM), farm.tenant, FLAG, None)


def test_a_pilot(chromium: Browser, installation: Installation, farm: FurnishedShop, artefacts: Path) -> None:
    olive = OperatorAtWork(chromium, installation, farm, artefacts / "flags")
    page = olive.page
    olive.go("/flags")
    expect(page.get_by_role("link", name="Experiments")).to_be_visible()
    olive.look("flags")
    page.get_by_role("link", name="Experiments").click()
    page.get_by_label("Pilot: only for companies with a switch of their own").check()
    page.get_by_label("Why (the history shows it)").fill("Trying it with three farms")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Trying it with three farms").first).to_be_visible()
    expect(page.get_by_text("Being tried with a few companies", exact=False)).to_be_visible()
    olive.look("flag")

    ada = Colleague(chromium, installation, farm, "Ada Byrne", artefacts / "flags")
    ada.go("/experiments")
    expect(ada.page.get_by_role("heading", level=1, name="“Experiments” is not on here")).to_be_visible()
    expect(ada.page.get_by_text("Ask who runs this installation to take part.")).to_be_visible()
    ada.look("off")

    page.get_by_role("combobox", name="Find a company").fill(farm.name[:8])
    page.get_by_role("option", name=farm.name).click()
    page.get_by_role("button", name="Switch on").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Why (the history shows it)").fill("They asked")
    asked.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("They asked").first).to_be_visible()
    heading = ada.page.get_by_role("heading", level=1)
    for _ in range(10):  # what is on is remembered for a moment
        ada.go("/experiments")
        expect(heading).to_be_visible()
        if "not on" not in heading.inner_text():
            break
    expect(heading).to_have_text("Experiments")
    complaints = [*ada.complaints, *olive.complaints]
    for who in (ada, olive):
        who.context.close()
    assert not complaints, "\n".join(complaints)
