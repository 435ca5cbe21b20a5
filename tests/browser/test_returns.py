"""A buyer asks for an exchange and thinks again, then sends goods back with a photo; staff approve, receive and give the money
back; the buyer sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser import journey
from tests.browser.conftest import Arrive
from tests.browser.console.asking import ask
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation
from tests.media.pictures import drawn, saved

pytestmark = pytest.mark.browser


@pytest.fixture
def moussa(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[Colleague]:
    made = Colleague(chromium, installation, boutique, "Moussa Fall", artefacts / "returns")
    yield made
    complaints = made.complaints
    made.context.close()
    assert not complaints, "\n".join(complaints)


def test_from_the_door_and_back(
    moussa: Colleague, arrive: Arrive, boutique: FurnishedShop, tmp_path: Path
) -> None:
    awa = arrive(boutique)
    journey.put_in_cart(awa, journey.BOUTIQUE)
    journey.to_the_last_step(awa, journey.BOUTIQUE)
    journey.place(awa, "cash_on_delivery")
    number = journey.expect_thanks(awa).lstrip("#").strip(".")

    moussa.go(f"/orders?q={number}")
    page = moussa.page
    page.get_by_role("link", name=number, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    order = page.url.rpartition("/")[2].partition("?")[0]
    found = ask(page, moussa.company, "GET", f"/orders/{order}").body
    payment = found["payments"][0]["id"]
    for step in ("prepare", "ship", "deliver"):
        body = {"carrier": "", "tracking_number": ""} if step == "ship" else None
        assert ask(page, moussa.company, "POST", f"/orders/{order}/{step}", body).status == 200
    paid = ask(page, moussa.company, "POST", f"/payments/{payment}/mark-paid", {"reason": "cash"})
    assert paid.status == 200

    follow = awa.page.get_by_role("link", name=re.compile("Follow this order|Suivre cette commande"))
    follow.first.click()
    submit = awa.page.get_by_role("button", name=re.compile("Ask to send it back|Demander le retour"))
    awa.page.get_by_role("link", name=re.compile("Send something back|Renvoyer un article")).click()
    asking = awa.page.url
    awa.page.locator("input[name^=quantity-]").first.fill("1")
    exchange = awa.page.get_by_label(re.compile("Exchange for|Échanger contre")).first
    exchange.select_option(exchange.locator("option[value^=var_]:enabled").first.get_attribute("value"))
    awa.page.locator("#reason").select_option("does_not_fit")
    awa.look("asking-for-an-exchange")
    submit.click()
    expect(awa.page.get_by_role("heading", level=1)).to_contain_text(f"R-{number}-1")
    expect(awa.page.locator("main")).to_contain_text(re.compile("Something else|Autre chose"))
    awa.look("exchange-requested")
    awa.page.get_by_role("button", name=re.compile("I keep it after all|je le garde")).click()
    expect(awa.page.locator("main")).to_contain_text(re.compile("Nothing is exchanged|Rien n’est échangé"))

    awa.page.goto(asking)
    awa.page.locator("input[name^=quantity-]").first.fill("1")
    awa.page.locator("#reason").select_option("damaged")
    photo = tmp_path / "broken.png"
    photo.write_bytes(saved(drawn(120, 90)))
    awa.page.locator("#photos").set_input_files(str(photo))
    awa.look("asking-for-a-return")
    submit.click()
    expect(awa.page.get_by_role("heading", level=1)).to_contain_text(f"R-{number}-2")
    awa.look("return-requested")
    status = awa.page.url

    moussa.go("/returns?need=to_judge")
    page.get_by_role("link", name=f"R-{number}-2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"R-{number}-2")
    moussa.look("return")
    page.get_by_role("button", name=re.compile("^(Approve|Accepter)$")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Approve|Accepter)$")).click()
    page.get_by_role("link", name=re.compile("^(Receive|Réceptionner)$")).click()
    page.get_by_role("button", name=re.compile("All can be sold|Tout est revendable")).click()
    moussa.look("receive")
    page.get_by_role("button", name=re.compile("^(Receive|Réceptionner)$")).click()
    page.get_by_role("button", name=re.compile("^(Settle|Régler)$")).click()
    moussa.look("settle")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^(Settle|Régler)$")).click()
    expect(page.locator("main")).to_contain_text(re.compile("Completed|Terminé"))
    moussa.look("settled")

    awa.page.goto(status)
    expect(awa.page.locator("main")).to_contain_text(re.compile("Done|Terminé"))
    awa.look("return-done")
