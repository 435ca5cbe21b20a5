"""How far every merchant has come: when they registered, had their first product and their first order, what they use. A job
writes it down every half hour, of all merchants anew; figures by month come from `duka.analytics.merchant_months`.

Sees all tenants: it is one statement of the platform's.
"""

from typing import LiteralString

from duka.kernel.work import Work

USES: dict[str, LiteralString] = {
    "promotions": "select from promotions x where x.tenant_id = t.id and x.status <> 'draft'",
    "sale_events": "select from sale_events x where x.tenant_id = t.id",
    "price_lists": "select from price_lists x where x.tenant_id = t.id",
    "markets": "select from markets x where x.tenant_id = t.id",
    "collections": "select from collections x where x.tenant_id = t.id",
    "experiments": "select from experiments x where x.tenant_id = t.id and x.status <> 'draft'",
    "feeds": "select from feeds x where x.tenant_id = t.id",
    "webhooks": "select from webhook_endpoints x where x.tenant_id = t.id",
    "secret_keys": "select from api_keys x where x.tenant_id = t.id and x.kind = 'secret' and x.revoked_at is null",
    "online_payments": "select from payment_accounts x where x.tenant_id = t.id and x.is_active and x.mode = 'live'",
    "drafts": "select from draft_orders x where x.tenant_id = t.id",
    "returns": "select from returns x where x.tenant_id = t.id",
    "own_domain": "select from domains x where x.tenant_id = t.id",
    "several_stores": "select from stores x where x.tenant_id = t.id offset 1",
    "several_locations": "select from locations x where x.tenant_id = t.id offset 1",
}
"""What a merchant can take up, and how it shows that they did."""

_USED: LiteralString = ", ".join(
    f"case when exists ({query}) then '{name}' end" for name, query in USES.items()
)

_COUNT: LiteralString = f"""
insert into merchant_milestones as m (tenant_id, registered_at, first_product_at, first_order_at, last_order_at, features,
       counted_at)
select t.id, t.created_at,
       coalesce(k.first_product_at, (select min(p.created_at) from products p where p.tenant_id = t.id)),
       (select min(x.at) from stores s cross join lateral (
            select o.placed_at as at from orders o
             where o.tenant_id = t.id and o.store_id = s.id and o.placed_at is not null and o.sales_channel <> 'import'
             order by o.placed_at limit 1) x
         where s.tenant_id = t.id),
       (select max(x.at) from stores s cross join lateral (
            select o.placed_at as at from orders o
             where o.tenant_id = t.id and o.store_id = s.id and o.placed_at is not null and o.sales_channel <> 'import'
             order by o.placed_at desc limit 1) x
         where s.tenant_id = t.id),
       array_remove(array[{_USED}], null), now()
  from tenants t
  left join merchant_milestones k on k.tenant_id = t.id
 where t.kind = 'merchant'
on conflict (tenant_id) do update set
       first_product_at = excluded.first_product_at, first_order_at = excluded.first_order_at,
       last_order_at = excluded.last_order_at, features = excluded.features, counted_at = excluded.counted_at"""


def count(work: Work) -> None:
    """All merchants anew."""
    with work.database.platform() as tx:
        tx.run(_COUNT)
