"""The list of merchants, and one of them whole. For operators; each question is one statement of the platform's.

A search knows a merchant by its name and short name, a host name, or the whole e-mail address of somebody who works there
(of which only a hash is looked up).
"""

import hashlib
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.control.deeds import require
from duka.kernel import ids, paging
from duka.kernel.db import Tx
from duka.kernel.errors import Invalid, MalformedId
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.tenants import states

READ = "tenants:read"
STATUSES = ("trial", "active", "suspended", "closed")


class UnknownFilter(Invalid):
    """This list cannot be filtered or sorted like that; see the documentation for what there is."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """`status` is one of `STATUSES`; trial is active with a trial that has not ended. `plan` is a handle, or - for none.
    `trial_before`: the trial ends before then. `sort`: newest, name, trial."""

    q: str = ""
    status: str = ""
    kind: str = ""
    plan: str = ""
    trial_before: datetime | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    sort: str = "newest"


class Owner(msgspec.Struct, frozen=True):
    name: str
    email: str
    has_joined: bool = True


class TenantRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list. `status` trial: active, on trial until `trial_until`."""

    id: str
    slug: str
    name: str
    kind: str
    status: str
    reason: str
    plan: str | None
    plan_names: dict[str, str]
    stores: int
    host: str | None
    owner: Owner | None
    created_at: datetime
    trial_until: datetime | None
    version: int


_FOUND: LiteralString = f"""
 t.kind <> 'platform'
 and (%(q)s = '' or strpos(lower(t.name), %(q)s) > 0 or strpos(t.slug, %(q)s) > 0
      or exists (select from domains d where d.tenant_id = t.id and strpos(d.host, %(q)s) > 0)
      or t.id in (select p.tenant_id from staff_directory p where p.email_hash = %(email)s)
      or t.id = %(id)s::uuid)
 and (%(kind)s = '' or t.kind = %(kind)s)
 and (%(status)s = '' or %(status)s = {states.STATUS})
 and (%(plan)s = '' or case when %(plan)s = '-' then not exists (select from subscriptions u where u.tenant_id = t.id)
      else exists (select from subscriptions u join plans p on p.id = u.plan_id
                   where u.tenant_id = t.id and p.handle = %(plan)s) end)
 and (%(trial_before)s::timestamptz is null or (t.status = 'active' and t.trial_until between %(now)s and %(trial_before)s))
 and (%(created_from)s::timestamptz is null or t.created_at >= %(created_from)s)
 and (%(created_before)s::timestamptz is null or t.created_at < %(created_before)s)"""
_ROW: LiteralString = f"""
 select 'ten_' || replace(t.id::text, '-', '') as id, t.slug, t.name, t.kind,
   {states.STATUS} as status, t.reason,
   p.handle as plan, coalesce(v.names, '{{}}') as plan_names,
   (select count(*) from stores s where s.tenant_id = t.id) as stores,
   (select d.host from domains d where d.tenant_id = t.id order by not d.is_primary, d.host limit 1) as host,
   (select jsonb_build_object('name', s.name, 'email', s.email, 'has_joined', s.is_active)
    from grants g join staff s on s.tenant_id = g.tenant_id and s.id = g.staff_id
    where g.tenant_id = t.id and s.tenant_id = t.id and g.role = 'owner' and s.dismissed_at is null
    order by s.created_at, s.id limit 1) as owner,
   t.created_at, t.trial_until, t.version, t.id as raw_id
 from found t
 left join subscriptions u on u.tenant_id = t.id
 left join plans p on p.id = u.plan_id
 left join plan_versions v on v.plan_id = u.plan_id and v.version = u.version"""
_SORTS: dict[str, tuple[LiteralString, LiteralString]] = {
    "newest": (
        "(%(after)s::timestamptz is null or (t.created_at, t.id) < (%(after)s, %(after_id)s))",
        "t.created_at desc, t.id desc",
    ),
    "name": (
        "(%(after)s::text is null or (lower(t.name), t.id) > (%(after)s, %(after_id)s))",
        "lower(t.name), t.id",
    ),
    "trial": (
        "t.trial_until is not null and (%(after)s::timestamptz is null or (t.trial_until, t.id) > (%(after)s, %(after_id)s))",
        "t.trial_until, t.id",
    ),
}
"""Sort → what comes after a cursor, the order."""


_STATEMENTS: dict[str, LiteralString] = {
    sort: f"""with found as materialized (
        select t.* from tenants t where {_FOUND} and {after} order by {order} limit %(limit)s) {_ROW} order by {order}"""
    for sort, (after, order) in _SORTS.items()
}


def list_tenants(
    work: Work, caller: Caller, wanted: Filter, cursor: str | None = None, limit: int | None = None
) -> Page[TenantRow]:
    """One statement. Refuses `Forbidden`, `UnknownFilter`, `MalformedCursor`."""
    require(caller, READ)
    with work.database.platform() as tx:
        return _page(tx, wanted, work.clock(), cursor, limit)


def _page(
    tx: Tx, wanted: Filter, now: datetime, cursor: str | None = None, limit: int | None = None
) -> Page[TenantRow]:
    if wanted.sort not in _SORTS or wanted.status not in ("", *STATUSES):
        raise UnknownFilter()
    kind = str if wanted.sort == "name" else datetime
    key = paging.decode(cursor, kind, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = tx.all(
        _STATEMENTS[wanted.sort], **_given(wanted, now), after=key[0], after_id=key[1], limit=size + 1
    )
    shown = rows[:size]
    following = None
    if len(rows) > size:
        last = shown[-1]
        sort_key = {"newest": last.created_at, "name": last.name.lower(), "trial": last.trial_until}[
            wanted.sort
        ]
        following = paging.encode(sort_key, last.raw_id)
    return Page([_row(row) for row in shown], following)


def _given(wanted: Filter, now: datetime) -> dict[str, Any]:
    text = wanted.q.strip().lower().replace("\x00", "")[:200]
    return {
        "q": text,
        "email": hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() if "@" in text else b"",
        "id": _id(text),
        "kind": wanted.kind,
        "status": wanted.status,
        "plan": wanted.plan,
        "trial_before": wanted.trial_before,
        "created_from": wanted.created_from,
        "created_before": wanted.created_before,
        "now": now,
    }


def _id(text: str) -> UUID | None:
    try:
        return ids.parse("ten", text)
    except MalformedId:
        return None


def _row(row: Any) -> TenantRow:
    told = row._asdict()
    del told["raw_id"]
    return msgspec.convert(told, TenantRow)


class Waiting(msgspec.Struct, frozen=True):
    """`what`: dead_events, failed_jobs, callbacks_waiting; how many of a merchant's."""

    tenant: str
    slug: str
    name: str
    what: str
    count: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """`statuses`: status (as in the list) → merchants. `sandboxes`: places to try things, counted apart. `ending`: trials
    that end within a week, the next first; `newest`: the last who came. `kept`: closed ones whose time to be kept is over."""

    statuses: dict[str, int]
    sandboxes: int
    new_this_week: int
    kept: int
    ending: list[TenantRow]
    newest: list[TenantRow]
    problems: list[Waiting]


_COUNTS = f"""
select coalesce(jsonb_object_agg(c.status, c.count) filter (where not c.is_sandbox), '{{}}') as statuses,
       coalesce(sum(c.count) filter (where c.is_sandbox), 0)::int as sandboxes,
       coalesce(sum(c.fresh), 0)::int as fresh, coalesce(sum(c.kept), 0)::int as kept,
       (select coalesce(jsonb_agg(to_jsonb(y)), '[]') from (
          select 'ten_' || replace(t.id::text, '-', '') as tenant, t.slug, t.name, x.what, x.count
          from (select e.tenant_id, 'dead_events' as what, count(*) from events e where e.status = 'dead' group by 1
                union all
                select (j.args ->> 'tenant')::uuid, 'failed_jobs', count(*) from procrastinate_jobs j
                where j.status = 'failed' and j.args ->> 'tenant' is not null group by 1
                union all
                select c.tenant_id, 'callbacks_waiting', count(*) from payment_callbacks c
                where c.processed_at is null and c.received_at < %(now)s - interval '10 minutes' group by 1) x
          join tenants t on t.id = x.tenant_id order by x.count desc, t.slug limit 10) y) as problems
from (select {states.STATUS} as status,
             t.kind = 'sandbox' as is_sandbox, count(*) as count,
             count(*) filter (where t.created_at > %(now)s - interval '7 days' and t.kind = 'merchant') as fresh,
             count(*) filter (where t.keep_until <= %(now)s) as kept
      from tenants t where t.kind <> 'platform' group by 1, 2) c"""


def summary(work: Work, caller: Caller) -> Summary:
    """The first page of Center Control. Three statements of the platform's. Refuses `Forbidden`."""
    require(caller, READ)
    now = work.clock()
    with work.database.platform() as tx:
        counts = tx.one(_COUNTS, now=now)
        ending = _page(tx, Filter(kind="merchant", status="trial", sort="trial"), now, limit=6)
        newest = _page(tx, Filter(kind="merchant"), now, limit=6)
    assert counts is not None
    return Summary(
        statuses={status: int(counts.statuses.get(status, 0)) for status in STATUSES},
        sandboxes=counts.sandboxes,
        new_this_week=counts.fresh,
        kept=counts.kept,
        ending=ending.items,
        newest=newest.items,
        problems=msgspec.convert(counts.problems, list[Waiting]),
    )
