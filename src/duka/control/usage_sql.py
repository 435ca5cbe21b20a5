"""One statement that counts what every merchant has. It counts as `plan_meter` does (`0014/05_plans.sql`; a test holds the two
together), but each table once for all merchants."""

from typing import LiteralString

COUNT_ALL: LiteralString = """
with products as (select p.tenant_id, count(*) as n from products p where p.status <> 'archived' group by 1),
  people as (select s.tenant_id, count(*) as n from staff s where s.dismissed_at is null group by 1),
  shops as (select s.tenant_id, count(*) as n from stores s where s.status <> 'closed' group by 1),
  places as (select l.tenant_id, count(*) as n from locations l where l.is_active group by 1),
  wired as (
    select w.tenant_id, count(*) as n from (
      select k.tenant_id from api_keys k where k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      union all select e.tenant_id from webhook_endpoints e where e.status <> 'deleted'
      union all select a.tenant_id from payment_accounts a where length(a.sealed) > 0
      union all select a.tenant_id from carrier_accounts a where a.status <> 'disconnected'
      union all select a.tenant_id from tax_accounts a) w group by 1),
  ordered as (
    select o.tenant_id, count(*) as n from orders o where o.created_at >= %(month)s and not o.is_given_up
      and o.sales_channel <> 'import'
      and not exists (select from returns r where r.tenant_id = o.tenant_id and r.exchange_order_id = o.id) group by 1),
  pictures as (select m.tenant_id, (sum(m.bytes)::bigint + 999999) / 1000000 as n from media m group by 1)
insert into usage_days (tenant_id, day, used, counted_at)
select t.id, %(day)s, jsonb_build_object('products', coalesce(products.n, 0), 'staff', coalesce(people.n, 0),
    'stores', coalesce(shops.n, 0), 'locations', coalesce(places.n, 0), 'integrations', coalesce(wired.n, 0),
    'orders_per_month', coalesce(ordered.n, 0), 'media_mb', coalesce(pictures.n, 0)), %(now)s
from tenants t
left join products on products.tenant_id = t.id left join people on people.tenant_id = t.id
left join shops on shops.tenant_id = t.id left join places on places.tenant_id = t.id
left join wired on wired.tenant_id = t.id left join ordered on ordered.tenant_id = t.id
left join pictures on pictures.tenant_id = t.id
where t.kind <> 'platform'
on conflict (tenant_id, day) do update set used = excluded.used, counted_at = excluded.counted_at"""
