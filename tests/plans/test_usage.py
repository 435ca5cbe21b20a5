"""What every merchant uses: counted at once as it is counted one by one, and told before it is too late."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests import make
from tests.conftest import Clock
from tests.people import Shop
from tests.plans.subscribing import on_plan

from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct
from duka.control import usage
from duka.identity import keys
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.notifications import handlers as notices
from duka.notifications import plan_letters
from duka.plans import meters
from duka.webhooks import naming


def fill(work: Work, shop: Shop, products: int) -> None:
    def make_them(ctx: Any) -> None:
        for n in range(products):
            catalog.create_product(ctx, NewProduct(f"Pot {n}"))

    work.perform(shop.caller, make_them)


def events(work: Work, tenant: UUID) -> list[Any]:
    rows: list[Any] = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.all(
            """select id, type, version, aggregate_id, payload, actor, occurred_at from events
               where tenant_id = %(tenant)s and type = 'plan.limit_near' order by occurred_at, id"""
        ),
    )
    return rows


def test_all_at_once_are_counted_as_one_by_one(work: Work, shop: Shop, other_shop: Shop) -> None:
    fill(work, shop, 2)
    make.location(work, shop.tenant)
    make.staff(work, shop.tenant)
    work.perform(
        Caller(shop.tenant.id), lambda ctx: keys.create_api_key(ctx, "secret", "K", ["products:read"])
    )
    usage.count_all(work)
    usage.count_all(work)  # twice is one row
    with work.database.platform() as tx:
        found = usage.latest(tx, [shop.tenant.id, other_shop.tenant.id])
        for one in (shop, other_shop):
            assert found[one.tenant.id] == meters.read(tx, one.tenant.id, work.clock())
        rows = tx.value("select count(*) from usage_days where tenant_id = %(whose)s", whose=shop.tenant.id)
    assert rows == 1
    assert found[shop.tenant.id]["products"] == 2
    assert found[shop.tenant.id]["integrations"] == 1


def test_owners_hear_at_80_and_at_100_per_cent_once_a_month(work: Work, shop: Shop, clock: Clock) -> None:
    owner = make.staff(work, shop.tenant, name="Olga")
    on_plan(work, shop.tenant.id, {"products": 5, "stores": 50})
    fill(work, shop, 3)
    usage.look_around(work)
    assert events(work, shop.tenant.id) == [], "60 %"
    fill(work, shop, 1)
    usage.look_around(work)
    usage.look_around(work)
    (near,) = events(work, shop.tenant.id)
    told = {name: near.payload[name] for name in ("limit", "used", "most", "level", "plan_name")}
    assert told == {"limit": "products", "used": 4, "most": 5, "level": 80, "plan_name": "Market stall"}
    fill(work, shop, 1)
    usage.look_around(work)
    assert [event.payload["level"] for event in events(work, shop.tenant.id)] == [80, 100]
    clock.now = work.clock() + timedelta(days=40)
    usage.look_around(work)
    usage.look_around(work)
    assert [event.payload["level"] for event in events(work, shop.tenant.id)] == [80, 100, 100]
    clock.now = None
    heard = delivered(shop.tenant.id, near)
    work.perform(Caller(shop.tenant.id), lambda ctx: notices.plan_limit_near(ctx, heard))
    work.perform(Caller(shop.tenant.id), lambda ctx: plan_letters.limit_near(ctx, heard))
    row: Any = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.one(
            "select staff_id, kind, data from notifications where tenant_id = %(tenant)s and kind = 'plan_limit'"
        ),
    )
    assert (row.staff_id, row.data["level"]) == (owner.actor.id, 80)
    letter: Any = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.one("select kind, subject, text from mails where tenant_id = %(tenant)s"),
    )
    assert letter.kind == "staff_plan_limit"
    assert letter.subject == "4 of 5 products are used"
    assert "“Market stall” has room for 5 products, and you have 4" in letter.text


def test_a_receiver_of_webhooks_reads_of_it_in_public_ids(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"stores": 1})
    usage.look_around(work)
    (event,) = events(work, shop.tenant.id)
    assert f'"id":"plan_{event.aggregate_id.hex}"' in naming.body(delivered(shop.tenant.id, event))


def delivered(tenant: UUID, row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        tenant=tenant,
        type=row.type,
        version=row.version,
        aggregate_id=row.aggregate_id,
        payload=row.payload,
        actor=row.actor,
        request_id="",
        occurred_at=row.occurred_at,
    )
