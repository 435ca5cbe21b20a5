"""Every screen of the console by its address, on a laptop, a tablet and a phone: nothing complains, nothing sticks out,
everybody can use it. All that is found is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.browser.card_till import CardTill
from tests.browser.console.asking import ask
from tests.browser.console.examining import SIZES, examine
from tests.browser.console.signing_in import Colleague
from tests.browser.console.test_service import buy
from tests.browser.installation import FurnishedShop, Installation

from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.payments.statements import importing

pytestmark = pytest.mark.browser
SCREENS = {
    "selling": (
        "/",
        "/orders",
        "/orders/{order}",
        "/fulfillment",
        "/orders/{order}/edit",
        "/drafts",
        "/drafts/{draft}",
        "/returns",
        "/returns/{back}",
        "/returns/{back}/receive",
        "/customers",
        "/customers/new",
        "/customers/groups",
        "/customers/{customer}",
        "/customers/{customer}/edit",
        "/service",
    ),
    "payments": (
        "/payments",
        "/payments/{payment}",
        "/payments/health",
        "/payments/messages",
    ),
    "books": (
        "/books",
        "/books/entries",
        "/books/entries/{posted}",
        "/books/entries/new",
        "/books/statements",
        "/books/statements/{statement}",
        "/settings/payments/stripe",
        "/settings/payments/mtn_momo",
    ),
    "goods": (
        "/products",
        "/products/new",
        "/products/{product}",
        "/products/attributes",
        "/categories",
        "/categories/{category}",
        "/collections",
        "/collections/{collection}",
        "/imports",
    ),
    "search": (
        "/search",
        "/search/synonyms",
        "/search/synonyms/new?word=sofa",
        "/search/pins",
        "/search/pins/new",
        "/settings/search",
    ),
    "markets": (
        "/markets",
        "/markets/{market}",
        "/exchange-rates",
        "/price-lists",
        "/price-lists/{price_list}",
        "/price-lists/{price_list}?tab=terms",
    ),
    "stock": (
        "/inventory",
        "/inventory/items/{sku}",
        "/inventory/transfers",
        "/inventory/transfers/new",
        "/inventory/transfers/{transfer}",
        "/inventory/counts",
        "/inventory/counts/{sheet}",
        "/inventory/ledger",
    ),
    "people": (
        "/staff",
        "/staff/invite",
        "/staff/{person}",
        "/staff/roles",
        "/staff/roles/fulfilment",
        "/keys",
        "/audit",
        "/audit/{entry}",
        "/inbox",
        "/inbox/settings",
        "/profile",
    ),
    "messages": (
        "/messages",
        "/messages/templates",
        "/messages/templates/email/order_placed/fr",
        "/messages/templates/sms/order_shipped/en",
        "/messages/suppressed",
        "/settings/messages",
    ),
    "languages": (
        "/languages",
        "/languages/fr?only=missing",
        "/languages/fr/product/{product}",
        "/languages/files",
        "/pages",
        "/pages/new",
    ),
    "webhooks": (
        "/webhooks",
        "/webhooks/new",
        "/webhooks/{webhook}",
        "/webhooks/log",
        "/webhooks/log/{delivery}",
    ),
    "feeds": (
        "/feeds",
        "/feeds/new",
        "/feeds/{feed}",
        "/feeds/categories",
    ),
    "recommendations": (
        "/recommendations",
        "/recommendations?tab=runs",
        "/recommendations?tab=tuning",
        "/recommendations?tab=excluded",
        "/recommendations/products/{product}",
    ),
    "analytics": (
        "/analytics",
        "/analytics?tab=products&period=last_month",
        "/analytics?tab=customers",
        "/analytics?tab=visits",
        "/analytics?tab=operations&period=custom&from=2026-01-01&to=2026-02-28",
    ),
    "experiments": (
        "/experiments",
        "/experiments/new",
        "/experiments/{experiment}",
        "/experiments/{plan}",
        "/experiments/{plan}/edit",
    ),
    "settings of the shop": (
        "/settings",
        "/settings/everything",
        "/settings/general",
        "/settings/appearance",
        "/settings/policies",
        "/settings/returns",
        "/settings/payments",
        "/settings/shipping",
        "/settings/shipping/carriers/new/own",
        "/settings/shipping/carriers/new/generic",
        "/settings/shipping/carriers/new/easypost",
        "/settings/taxes",
        "/settings/tax_rules",
        "/settings/tax_rules/service",
        "/settings/selling",
    ),
    "settings of the company": (
        "/settings/company",
        "/settings/security",
        "/settings/notifications",
        "/settings/platform",
        "/settings/plan",
        "/settings/support-visits",
        "/orders?need=held",
        "/settings/stores",
        "/settings/stores/{store}",
        "/settings/locations",
        "/settings/locations/{location}",
    ),
}


def _returned(asked: Any, installation: Installation, boutique: FurnishedShop) -> str:
    """A return that waits for its goods."""
    number = buy(installation, boutique)
    order = asked("GET", f"/orders/{asked('GET', f'/orders?q={number}')['items'][0]['id']}")
    for step in ("prepare", "ship", "deliver"):
        body = {"carrier": "", "tracking_number": ""} if step == "ship" else None
        asked("POST", f"/orders/{order['id']}/{step}", body)
    line = {"line_id": order["lines"][0]["id"], "quantity": 1, "reason": "changed_mind"}
    back = asked("POST", f"/orders/{order['id']}/returns", {"lines": [line]})["item"]["id"]
    asked("POST", f"/returns/{back}/approve", {})
    return str(back)


def _tried(asked: Any, store: str, *steps: str) -> str:
    """An experiment after these steps."""
    banner = {"name": "B", "share": 5000, "shown": {"announcement": {"fr": "Deux jours seulement"}}}
    plan = {
        "name": f"Mots {new_id().hex[-8:]}",
        "store_id": store,
        "kind": "banner",
        "measure": "revenue",
        "variants": [{"name": "A", "share": 5000}, banner],
    }
    made = asked("POST", "/experiments", plan)["id"]
    for step in steps:
        asked("POST", f"/experiments/{made}/{step}")
    return str(made)


def _feed(store: str) -> dict[str, str]:
    return {"name": "Google", "store_id": store, "channel": "google", "format": "xml"}


@pytest.fixture(scope="module")
def things(chromium: Browser, installation: Installation, boutique: FurnishedShop) -> dict[str, str]:
    """One of each that has a screen of its own: what stands in the braces of `SCREENS`."""
    buy(installation, boutique)
    khady = Colleague(chromium, installation, boutique, "Khady Ndao", Path())
    mark = new_id().hex[-8:]

    def asked(method: str, path: str, body: object = None) -> Any:
        answer = ask(khady.page, khady.company, method, path, body)
        assert answer.status < 300, f"{method} {path}: {answer}"
        return answer.body

    def first(path: str) -> dict[str, Any]:
        body = asked("GET", path)
        row: dict[str, Any] = (body if isinstance(body, list) else body["items"])[0]
        return row

    product = asked("GET", f"/products/{first('/products?status=active')['id']}")
    sku = product["variants"][0]["sku"]
    here = first("/locations")["id"]
    there = asked("POST", "/locations", {"code": f"b-{mark}", "name": f"Dépôt {mark}"})["id"]
    transfer = {"from_location_id": here, "to_location_id": there, "lines": [{"sku": sku, "quantity": 1}]}
    listening = {"url": "http://127.0.0.1:9/hooks", "events": ["order.*", "stock.low"]}
    webhook = asked("POST", "/webhook-endpoints", listening)["endpoint"]["id"]
    market = {"store_id": first("/stores")["id"], "name": "Mali", "handle": f"m-{mark}", "currency": "XOF"}
    found = {
        "market": asked("POST", "/markets", market)["id"],
        "price_list": asked("POST", "/price-lists", {"name": f"Gros {mark}", "currency": "XOF"})["id"],
        "webhook": webhook,
        "delivery": asked("POST", f"/webhook-endpoints/{webhook}/test")["id"],
        "order": first("/orders")["id"],
        "draft": asked("POST", f"/orders/{first('/orders')['id']}/draft", {})["id"],
        "back": _returned(asked, installation, boutique),
        "payment": CardTill(installation, boutique).held().payment,
        "product": product["id"],
        "sku": sku,
        "category": first("/categories")["id"],
        "collection": asked("POST", "/collections", {"title": f"Été {mark}"})["id"],
        "transfer": asked("POST", "/transfers", transfer)["transfer"]["id"],
        "sheet": asked("POST", "/count-sheets", {"location_id": here})["sheet"]["id"],
        "customer": asked("POST", "/customers", {"email": f"awa-{mark}@people.example", "name": "Awa Sow"})[
            "id"
        ],
        "store": first("/stores")["id"],
        "location": here,
        "person": first("/staff")["id"],
        "entry": first("/audit")["id"],
        "posted": first("/ledger/entries")["id"],
        "statement": statement(installation, boutique),
        "feed": asked("POST", "/feeds", _feed(first("/stores")["id"]))["id"],
        "experiment": _tried(asked, first("/stores")["id"], "start", "stop"),
        "plan": _tried(asked, first("/stores")["id"]),
    }
    khady.context.close()
    return found


def statement(installation: Installation, shop: FurnishedShop) -> str:
    """One of the sandbox with a payment that nobody here knows."""

    def act(ctx: Context) -> str:
        store = ctx.db.value("select s.id from stores s where s.tenant_id = %(tenant)s limit 1")
        text = f"reference,kind,gross,currency,at\nsbx_{new_id().hex},charge,7000,XOF,2026-11-20T10:00:00Z\n"
        made = importing.import_statement(
            ctx, store_id=store, provider="sandbox", file_name="november.csv", data=text.encode()
        )
        return made.id

    return installation.services.work.perform(Caller(shop.tenant, SYSTEM), act)


@pytest.fixture(scope="module", params=SIZES)
def khady(
    chromium: Browser,
    installation: Installation,
    boutique: FurnishedShop,
    artefacts: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Colleague]:
    """The owner, at each size once."""
    width, height = SIZES[request.param]
    khady = Colleague(
        chromium, installation, boutique, "Khady Ndao", artefacts / "screens", width=width, height=height
    )
    khady.page.emulate_media(reduced_motion="reduce")
    yield khady
    khady.context.close()


@pytest.mark.parametrize("part", SCREENS)
def test_every_screen(khady: Colleague, things: dict[str, str], part: str) -> None:
    found: dict[str, list[str]] = {}
    tree = khady.context.new_cdp_session(khady.page)
    khady.complaints.clear()
    for screen in SCREENS[part]:
        examine(khady, tree, screen, things)
        for line in khady.complaints:
            found.setdefault(line, []).append(screen)
        khady.complaints.clear()
    told = [f"{line}\n    on {' '.join(screens)}" for line, screens in found.items()]
    assert not told, f"{len(told)} findings\n" + "\n".join(told)
