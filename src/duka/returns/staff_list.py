"""The merchant's list of returns by what they need, and one return as staff work on it."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.orders import reach
from duka.returns import holding, possible, queries, rules
from duka.returns.possible import PERMISSIONS
from duka.returns.service import settling
from duka.returns.types import ReturnDetail, ReturnList, ReturnListItem, ReturnMoment

_MOMENTS = msgspec.json.Decoder(list[ReturnMoment])


class ReturnSearch(msgspec.Struct, frozen=True):
    """`text` is a return's number or an order's, or the beginning of an e-mail address."""

    need: str = ""
    store: UUID | None = None
    location: UUID | None = None
    kind: str = ""
    text: str = ""


_CONDITIONS: dict[str, LiteralString] = {
    "need": "r.need = %(need)s",
    "store": "r.store_id = %(store)s",
    "location": "r.location_id = %(location)s",
    "kind": "r.kind = %(kind)s",
    "text": """(r.number ilike %(text)s || '%%' or o.number ilike %(text)s || '%%' or o.email like lower(%(text)s) || '%%')""",
}


def list_for_staff(
    ctx: Context, wanted: ReturnSearch, *, cursor: str | None = None, limit: int | None = None
) -> ReturnList:
    """The returns that the caller may see, the newest first, with counts of the first page. Two statements. Refuses
    `MalformedCursor` and `InvalidInput`."""
    ctx.require("returns:read")
    if wanted.need not in ("", *rules.NEEDS):
        raise InvalidInput({"need": f"one of {', '.join(rules.NEEDS)}"})
    size = paging.bounded(limit)
    reachable, params = _reachable(ctx)
    conditions = [reachable]
    for name, condition in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value not in ("", None):
            conditions.append(condition)
            params[name] = _plain(value) if name == "text" else value
    if cursor:
        conditions.append("(r.requested_at, r.id) < (%(at)s::timestamptz, %(last)s)")
        params["at"], params["last"] = paging.decode(cursor, datetime, UUID)
    rows = ctx.db.all(
        f"""select r.id, r.number, r.order_id, o.number as order_number, r.store_id, r.kind, r.status, r.need, r.outcome,
                  array(select distinct n.reason from return_lines n
                        where n.tenant_id = %(tenant)s and n.return_id = r.id) as reasons,
                  (select coalesce(sum(case when l.scale = 0 then n.quantity else 1 end), 0)::bigint from return_lines n
                   join order_lines l on l.tenant_id = %(tenant)s and l.id = n.order_line_id
                   where n.tenant_id = %(tenant)s and n.return_id = r.id) as pieces,
                  (select count(*) from return_photos h where h.tenant_id = %(tenant)s and h.return_id = r.id) as photos,
                  r.currency, r.amount_minor,
                  coalesce(nullif(o.shipping_address ->> 'name', ''), o.billing_address ->> 'name', '') as name, o.email,
                  r.requested_at, r.version
           from returns r join orders o on o.tenant_id = %(tenant)s and o.id = r.order_id
           where r.tenant_id = %(tenant)s and {" and ".join(conditions)}
           order by r.requested_at desc, r.id desc limit %(size)s""",  # noqa: S608 - our own texts
        size=size + 1,
        **params,
    )
    last = rows[size - 1] if len(rows) > size else None
    return ReturnList(
        items=[_item(row) for row in rows[:size]],
        next=paging.encode(last.requested_at, last.id) if last else None,
        counts=None if cursor else _counts(ctx, wanted.store),
    )


def detail(ctx: Context, return_id: UUID) -> ReturnDetail:
    """Refuses `ReturnNotFound`, and `Forbidden` for another store's."""
    reach.require(ctx, "returns:read", holding.order_of(ctx, return_id))
    found = queries.get(ctx, return_id)
    proposal = settling.propose(ctx, return_id)
    row = ctx.db.one(
        """select o.email, o.customer_id, r.policy, r.store_id, r.settled_at,
                  coalesce(nullif(o.shipping_address ->> 'name', ''), o.billing_address ->> 'name', '') as name,
                  array(select distinct v.location_id from reservations v
                        where v.tenant_id = %(tenant)s and v.order_id = o.id) as places,
                  (select coalesce(json_agg(json_build_object('at', a.at, 'type', a.action, 'actor', a.actor_name,
                          'details', a.details) order by a.at, a.id), '[]'::json)::text
                   from audit_log a where a.tenant_id = %(tenant)s and a.object = replace(r.id::text, '-', '')) as timeline
           from returns r join orders o on o.tenant_id = %(tenant)s and o.id = r.order_id
           where r.tenant_id = %(tenant)s and r.id = %(id)s""",
        id=return_id,
    )
    assert row is not None  # it was found
    stage = possible.Stage(
        found.status,
        found.needs_goods,
        row.settled_at is not None,
        found.is_paying,
        ctx.may("returns:settle_early", store=row.store_id),
    )
    held = reach.held(ctx, frozenset(PERMISSIONS.values()), row.store_id, row.places)
    return ReturnDetail(
        item=found,
        email=row.email,
        name=row.name,
        customer_id=ids.public("cus", row.customer_id) if row.customer_id else None,
        policy=row.policy,
        actions=possible.possibilities(stage, held),
        proposal=proposal,
        timeline=_MOMENTS.decode(row.timeline),
    )


def _reachable(ctx: Context) -> tuple[LiteralString, dict[str, Any]]:
    if reach.is_everywhere(ctx, "returns:read"):
        return "true", {}
    return reach.within(ctx, "returns:read")


def _counts(ctx: Context, store: UUID | None) -> dict[str, int]:
    reachable, params = _reachable(ctx)
    rows = ctx.db.all(
        f"""select r.need, count(*) as count from returns r
            join orders o on o.tenant_id = %(tenant)s and o.id = r.order_id
            where r.tenant_id = %(tenant)s and r.need = any(%(needs)s) and {reachable}
              and (%(in)s::uuid is null or r.store_id = %(in)s) group by r.need""",  # noqa: S608 - our own texts
        needs=list(rules.WORK),
        **{"in": store, **params},
    )
    return dict.fromkeys(rules.WORK, 0) | {row.need: row.count for row in rows}


def _item(row: Any) -> ReturnListItem:
    return ReturnListItem(
        id=ids.public("ret", row.id),
        number=row.number,
        order_id=ids.public("ord", row.order_id),
        order_number=row.order_number,
        store_id=ids.public("store", row.store_id),
        kind=row.kind,
        status=row.status,
        need=row.need,
        outcome=row.outcome,
        reasons=row.reasons,
        pieces=row.pieces,
        photos=row.photos,
        currency=row.currency,
        amount_minor=row.amount_minor,
        name=row.name,
        email=row.email,
        requested_at=row.requested_at,
        version=row.version,
    )


def _plain(text: str) -> str:
    return (
        text.replace("\x00", "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").strip()[:100]
    )
