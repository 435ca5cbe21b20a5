"""Somebody calls: found by the end of a number or a name written wrongly, helped, and remembered for the next person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation

from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.types import CartChange, NewLine
from duka.checkout import service as checkout
from duka.customers.types import Address
from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import parse
from duka.kernel.work import Caller

NOTE = "Wants a call before the courier comes"


def buy(installation: Installation, shop: FurnishedShop) -> str:
    """Aïssatou buys as a guest; the number of her order."""

    def act(ctx: Context) -> str:
        found = ctx.db.one(
            """select r.store_id, r.variant_id from prices r
               join stores s on s.tenant_id = r.tenant_id and s.id = r.store_id
               join variants v on v.tenant_id = r.tenant_id and v.id = r.variant_id
               where r.tenant_id = %(tenant)s and v.is_active order by v.sku limit 1"""
        )
        assert found is not None
        address = Address(
            name="Aïssatou Ndiaye",
            line1="12 rue Carnot",
            city="Dakar",
            country="SN",
            phone="+221 77 654 32 10",
        )
        contact = CartChange(
            email="aissatou@people.example", phone="+221 77 654 32 10", shipping_address=address
        )
        cart = carts.create(ctx, found.store_id, [NewLine(found.variant_id, 1)], contact)
        cart_id = parse("cart", cart.id)
        rate = parse("rate", cart_queries.shipping_options(ctx, cart_id, cart.token)[0].id)
        choice = CartChange(shipping_rate_id=rate, payment_method="cash_on_delivery")
        carts.update(ctx, cart_id, cart.token, choice)
        return checkout.place(ctx, cart_id, cart.token).number

    caller = Caller(shop.tenant, SYSTEM, locale=shop.locale)
    number: str = installation.services.work.perform(caller, act)
    return number


@pytest.fixture
def people(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[dict[str, Colleague]]:
    """Khady answers on a laptop, Ousmane on his phone."""
    folder = artefacts / "service"
    khady = Colleague(chromium, installation, boutique, "Khady Sy", folder, role="support")
    ousmane = Colleague(
        chromium, installation, boutique, "Ousmane Ba", folder, role="support", width=390, height=844
    )
    yield {"khady": khady, "ousmane": ousmane}
    complaints = [line for who in (khady, ousmane) for line in who.complaints]
    for who in (khady, ousmane):
        who.context.close()
    assert not complaints, "\n".join(complaints)


def box(page: Page) -> None:
    expect(page.get_by_role("combobox").first).to_be_focused()


def test_a_caller_is_found_helped_and_remembered(
    people: dict[str, Colleague], installation: Installation, boutique: FurnishedShop
) -> None:
    number = buy(installation, boutique)
    khady, ousmane = people["khady"], people["ousmane"]

    page = khady.page
    khady.go("/service")
    box(page)  # one types at once
    page.keyboard.type("zzqqxx")
    expect(page.get_by_text(re.compile("derniers chiffres du téléphone|last four digits"))).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("aisatou ndaye")
    hit = page.get_by_role("option").filter(has_text="Aïssatou Ndiaye")
    expect(hit.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Aïssatou Ndiaye")).to_be_visible()
    expect(page).to_have_url(re.compile(r"person=cus_"))
    order = page.locator(f"[data-order='{number}']")
    expect(order).to_be_visible()
    expect(
        order.get_by_role("button").filter(has_text=re.compile("Annuler la commande|Cancel order"))
    ).to_be_visible()
    page.get_by_role("textbox", name=re.compile("personne suivante|next person")).fill(NOTE)
    page.get_by_role("button", name=re.compile("Ajouter la note|Add note")).click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.wait_for_timeout(600)  # the message in the corner slides in
    khady.look("found")

    page = ousmane.page
    ousmane.go("/service")
    box(page)
    page.keyboard.type("654 32 10")
    page.get_by_role("option").filter(has_text="Aïssatou Ndiaye").first.click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.get_by_text("Khady Sy").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"\+221 77 654 32 10")).first).to_have_attribute(
        "href", "tel:+221776543210"
    )
    ousmane.look("phone")
    page.get_by_role("button", name=re.compile("Retour aux résultats|Back to the results")).click()
    expect(page.get_by_role("option").first).to_be_visible()

    # by the number, from the search on top, and the order is cancelled with a reason
    page = khady.page
    khady.go(f"/service?q={number}")
    page.get_by_role("option").filter(has_text=f"#{number}").first.click()
    page.locator(f"[data-order='{number}']").get_by_role("button").filter(
        has_text=re.compile("Annuler la commande|Cancel order")
    ).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Changed her mind on the phone")
    dialog.get_by_role("button", name=re.compile("Annuler la commande|Cancel order")).click()
    expect(page.locator(f"[data-order='{number}']")).to_contain_text("Changed her mind on the phone")
