"""What operators and merchants find in the demo beside goods: visits, and further merchants in every state."""

from pathlib import Path
from typing import cast

from tests.api.conftest import services_on
from tests.people import Shop

from duka.demo import catalogue, neighbours, planning, visiting
from duka.demo.planting import Planted
from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.tenants import queries as tenants


def test_visits_are_counted_by_day(work: Work, shop: Shop, database: Database, tmp_path: Path) -> None:
    services = services_on(database, tmp_path)
    counted = visiting.visit(services, catalogue.farm(), Planted(shop.tenant.id, shop.store, {}))
    rows = work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            """select day, sum(visits) as visits, sum(product_visits) as products, sum(order_visits) as orders
               from funnel_days where tenant_id = %(tenant)s group by day"""
        ),
    )
    assert len(rows) == visiting.DAYS and sum(cast("int", row.visits) for row in rows) == counted
    assert counted > sum(row.products for row in rows) > sum(row.orders for row in rows) > 0


def test_merchants_in_every_state(work: Work, database: Database, tmp_path: Path) -> None:
    services = services_on(database, tmp_path)
    planning.plan(services, [])
    for _ in range(2):
        assert neighbours.settle(services, "http://shop.example") == len(neighbours.NEIGHBOURS)
    found = [tenants.find(work, new.slug) for new in neighbours.NEIGHBOURS]
    assert [one.status for one in found if one] == ["active", "active", "suspended"]
