"""One merchant whole, for operators: one statement of the platform's for what is there, one for what was done to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.control.deeds import require
from duka.control.directory import READ
from duka.kernel.work import Caller, Work
from duka.tenants import states
from duka.tenants.errors import TenantNotFound

MOST_HISTORY = 100


class TenantStore(msgspec.Struct, frozen=True, kw_only=True):
    """`address`: where it is found without a host name of its own."""

    id: str
    slug: str
    name: str
    status: str
    currency: str
    country: str
    address: str
    created_at: datetime


class TenantDomain(msgspec.Struct, frozen=True, kw_only=True):
    """As in the merchant's own list; `store_id` is the store that it leads to."""

    host: str
    store_id: str
    status: str
    is_primary: bool
    failure: str
    method: str
    created_at: datetime
    checked_at: datetime | None
    verified_at: datetime | None


class TenantPerson(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    email: str
    has_joined: bool
    seen_at: datetime | None


class PlanHeld(msgspec.Struct, frozen=True, kw_only=True):
    """The version that they have since then."""

    handle: str
    version: int
    names: dict[str, str]
    since: datetime


class TenantFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is. `orders`: placed in the last 30 days; counted up to 100,000."""

    products: int
    staff: int
    stores: int
    locations: int
    orders: int
    last_order_at: datetime | None
    last_seen_at: datetime | None


class TenantSandbox(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    slug: str
    name: str
    status: str


class TenantProblems(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each wait for somebody."""

    dead_events: int
    failed_jobs: int
    callbacks_waiting: int
    webhooks_off: int
    failed_mails: int


class TenantDetails(msgspec.Struct, frozen=True, kw_only=True):
    """`status` trial: active, on trial until `trial_until`. `reason` and `why` of its state; `keep_until`: when a closed one
    may be deleted. `sandbox_of`: the merchant whose place to try things this is."""

    id: str
    slug: str
    name: str
    kind: str
    status: str
    reason: str
    why: str
    since: datetime | None
    created_at: datetime
    trial_until: datetime | None
    keep_until: datetime | None
    version: int
    sandbox_of: TenantSandbox | None
    sandboxes: list[TenantSandbox]
    plan: PlanHeld | None
    owners: list[TenantPerson]
    stores: list[TenantStore]
    domains: list[TenantDomain]
    figures: TenantFigures
    problems: TenantProblems


_DETAILS = f"""
select 'ten_' || replace(t.id::text, '-', '') as id, t.slug, t.name, t.kind,
  {states.STATUS} as status, t.reason,
  t.status_why as why, t.status_at as since, t.created_at, t.trial_until, t.keep_until, t.version,
  (select jsonb_build_object('id', 'ten_' || replace(m.id::text, '-', ''), 'slug', m.slug, 'name', m.name, 'status', m.status)
   from tenants m where m.id = t.sandbox_of) as sandbox_of,
  (select coalesce(jsonb_agg(jsonb_build_object('id', 'ten_' || replace(m.id::text, '-', ''), 'slug', m.slug, 'name', m.name,
     'status', m.status) order by m.created_at), '[]') from tenants m where m.sandbox_of = t.id) as sandboxes,
  (select jsonb_build_object('handle', p.handle, 'version', v.version, 'names', v.names, 'since', u.since)
   from subscriptions u join plans p on p.id = u.plan_id join plan_versions v on v.plan_id = u.plan_id and v.version = u.version
   where u.tenant_id = t.id) as plan,
  (select coalesce(jsonb_agg(jsonb_build_object('id', 'staff_' || replace(s.id::text, '-', ''), 'name', s.name,
      'email', s.email, 'has_joined', s.is_active, 'seen_at', (select max(e.last_used_at) from sessions e
        where e.tenant_id = t.id and e.audience = 'staff' and e.subject_id = s.id)) order by s.created_at), '[]')
   from staff s where s.tenant_id = t.id and s.dismissed_at is null and exists (
     select from grants g where g.tenant_id = t.id and g.staff_id = s.id and g.role = 'owner')) as owners,
  (select coalesce(jsonb_agg(jsonb_build_object('id', 'store_' || replace(s.id::text, '-', ''), 'slug', s.slug,
      'name', s.name, 'status', s.status, 'currency', s.currency, 'country', s.country, 'created_at', s.created_at,
      'address', '/s/' || t.slug || '/' || s.slug) order by s.created_at, s.id), '[]')
   from stores s where s.tenant_id = t.id) as stores,
  (select coalesce(jsonb_agg(jsonb_build_object('host', c.host, 'store_id', 'store_' || replace(c.store_id::text, '-', ''),
      'status', c.status, 'is_primary', coalesce(d.is_primary, false), 'failure', c.failure, 'method', c.method,
      'created_at', c.created_at, 'checked_at', c.checked_at, 'verified_at', c.verified_at) order by c.host), '[]')
   from domain_claims c left join domains d on d.host = c.host and d.tenant_id = c.tenant_id
   where c.tenant_id = t.id) as domains,
  jsonb_build_object(
    'products', (select count(*) from products p where p.tenant_id = t.id and p.status <> 'archived'),
    'staff', (select count(*) from staff s where s.tenant_id = t.id and s.dismissed_at is null),
    'stores', (select count(*) from stores s where s.tenant_id = t.id),
    'locations', (select count(*) from locations l where l.tenant_id = t.id and l.is_active),
    'orders', (select count(*) from (select from orders o where o.tenant_id = t.id and o.placed_at is not null
                 and o.created_at > %(now)s - interval '30 days' limit 100000) n),
    'last_order_at', (select o.placed_at from orders o where o.tenant_id = t.id and o.placed_at is not null
                      order by o.created_at desc, o.id desc limit 1),
    'last_seen_at', (select max(e.last_used_at) from sessions e where e.tenant_id = t.id and e.audience = 'staff')) as figures,
  jsonb_build_object(
    'dead_events', (select count(*) from events e where e.tenant_id = t.id and e.status = 'dead'),
    'failed_jobs', (select count(*) from procrastinate_jobs j where j.status = 'failed' and j.args ->> 'tenant' = t.id::text),
    'callbacks_waiting', (select count(*) from payment_callbacks c where c.tenant_id = t.id and c.processed_at is null
                          and c.received_at < %(now)s - interval '10 minutes'),
    'webhooks_off', (select count(*) from webhook_endpoints w where w.tenant_id = t.id and w.status = 'disabled'),
    'failed_mails', (select count(*) from mails m where m.tenant_id = t.id and m.status = 'failed')) as problems
from tenants t where t.id = %(id)s and t.kind <> 'platform'"""


def get(work: Work, caller: Caller, tenant: UUID) -> TenantDetails:
    """Refuses `Forbidden`, `TenantNotFound`."""
    require(caller, READ)
    with work.database.platform() as tx:
        row = tx.one(_DETAILS, id=tenant, now=work.clock())
    if row is None:
        raise TenantNotFound()
    return msgspec.convert(row._asdict(), TenantDetails)


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done to a merchant: what, when, by whom, and with which reason."""

    id: str
    at: datetime
    action: str
    who: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    why: str


def history(work: Work, caller: Caller, tenant: UUID) -> list[Happening]:
    """What the platform did to it, the latest first, 100 at the most: from the merchant's own trail. Refuses `Forbidden`,
    `TenantNotFound`."""
    require(caller, READ)
    with work.database.platform() as tx:
        states.require(tx, tenant)
        rows = tx.all(
            """select replace(a.id::text, '-', '') as id, a.at, a.action, coalesce(nullif(a.actor_name, ''), a.actor) as who,
                      a.before, a.after, coalesce(a.details ->> 'why', '') as why
               from audit_log a where a.tenant_id = %(id)s and a.object = %(object)s
               order by a.at desc, a.id desc limit %(most)s""",
            id=tenant,
            object=tenant.hex,
            most=MOST_HISTORY,
        )
    return [msgspec.convert(row._asdict(), Happening) for row in rows]
