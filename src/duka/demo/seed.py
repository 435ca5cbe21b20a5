"""What `duka demo` starts with: two merchants with their people, keys and past orders; made once, from a fixed seed."""

from collections.abc import Callable
from typing import Any

import msgspec

from duka.customers import service as customers
from duka.demo import accounts as customer_accounts
from duka.demo import (
    bookkeeping,
    carrying,
    catalogue,
    colleagues,
    deciding,
    feeding,
    history,
    markets,
    neighbours,
    online,
    operating,
    planning,
    promoting,
    recommending,
    regulars,
    returning,
    rules_of_selling,
    sale_events,
    speaking,
    trying,
    visiting,
)
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted, plant
from duka.identity import accounts, keys
from duka.kernel import ids
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.staff import service as staff_members
from duka.tenants import queries as tenants
from duka.wiring import Services

Say = Callable[[str], None]
PASSWORD = "market-day-basket"  # noqa: S105 - it is printed for whoever tries the demo
KEPT = "demo-merchants.json"


def is_planted(services: Services) -> bool:
    """Whether an earlier start has planted the merchants."""
    return (services.config.data / KEPT).exists()


def seed(services: Services, base_url: str, say: Say) -> dict[str, Any]:
    """The summary that `demo.json` holds. What is there already is left as it is."""
    kept = services.config.data / KEPT
    stores: dict[str, Any] = msgspec.json.decode(kept.read_bytes()) if kept.exists() else {}
    for demo, rules in (
        (catalogue.boutique(), rules_of_selling.boutique),
        (catalogue.farm(), rules_of_selling.farm),
    ):
        if tenants.find(services.work, demo.store.code) is None:
            say(f"Planting {demo.store.name} …")
            planted = plant(services, demo, rules, say)
            deciding.decide(services, demo, planted)
            say(f"  {speaking.speak(services, demo, planted)} pages of its own")
            carrying.connect(services, demo, planted)
            stores[demo.store.code] = _people(services, demo, planted)
            kept.write_bytes(msgspec.json.encode(stores))
            kept.chmod(0o600)
            say(f"  {history.sell(services, demo, planted)} past orders")
            say(f"  {online.pay(services, demo, planted)} payments at the test gateway")
            say(f"  {visiting.visit(services, demo, planted)} visits")
            say(f"  {bookkeeping.reconcile(services, planted)} lines of a gateway's statement")
            say(f"  {returning.send_back(services, planted)} returns")
            say(f"  {feeding.offer(services, demo, planted)} feeds")
            say(f"  {recommending.recommend(services, demo, planted)} recommended pairs")
            regulars.remember(services, demo, planted)
            say(f"  {sale_events.plan(services, planted, demo.store.locales[0])} sale events")
            say(f"  {promoting.offer(services, planted, demo.store.currency)} promotions")
            say(f"  {trying.plan(services, planted, demo.store.locales[0])} experiments")
            who = stores[demo.store.code]["customer"]
            opened = markets.open_them(services, planted, demo.store.currency, who["email"])
            say(f"  {opened} market or price list")
            say(
                f"  {customer_accounts.furnish(services, demo, planted, who['email'])} orders of {who['email']}"
            )
    say(f"{planning.plan(services, list(stores))} plans")
    say(f"{neighbours.settle(services, base_url)} further merchants")
    listed = [
        {**store, "url": f"{base_url}/s/{store['tenant']}/{store['store']}"} for store in stores.values()
    ]
    return {"base_url": base_url, "stores": listed, "operator": operating.hire(services, PASSWORD)}


def _people(services: Services, demo: DemoCatalogue, planted: Planted) -> dict[str, Any]:
    """Somebody who works there, somebody who buys there, and a key for each kind of program."""
    work, shop = services.work, demo.store
    system = Caller(planted.tenant, SYSTEM)
    staff = f"owner@{shop.code}.example"
    customer = f"customer@{shop.code}.example"
    owner = work.perform(
        system, lambda ctx: staff_members.create_staff(ctx, staff, f"Owner of {shop.name}", PASSWORD, "owner")
    )
    work.perform(system, lambda ctx: accounts.mark_verified(ctx, owner))
    team = colleagues.hire(services, demo, planted, owner, PASSWORD)
    customers.admit(work, system, customer, PASSWORD, "Sam Diop", "", shop.locales[0])
    publishable = work.perform(
        system, lambda ctx: keys.create_api_key(ctx, "publishable", "Demo", None, planted.store)
    )
    secret = work.perform(system, lambda ctx: keys.create_api_key(ctx, "secret", "Demo", None, planted.store))
    return {
        "name": shop.name,
        "tenant": shop.code,
        "tenant_id": ids.public("ten", planted.tenant),
        "store": shop.code,
        "store_id": ids.public("store", planted.store),
        "currency": shop.currency,
        "staff": {"email": staff, "password": PASSWORD},
        "team": team,
        "customer": {"email": customer, "password": PASSWORD},
        "publishable_key": publishable,
        "secret_key": secret,
    }
