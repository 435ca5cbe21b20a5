"""Bulk runs: one change of many products.

A run is written with all its products first. `carry_on` then takes one product after the other, each in a transaction
that changes the product and writes its outcome, so it can be stopped anywhere, done by several workers, and repeated.
Few products are changed while the caller waits, many by a job that acts in the caller's name with what they held when
they asked.
"""

from typing import Any
from uuid import UUID

import msgspec

from duka.catalog import staff_list
from duka.catalog.errors import ProductNotFound
from duka.catalog.inputs import BulkChange
from duka.catalog.service import changing
from duka.kernel import ids, jobs, trail
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.db import Row
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.merchandising.errors import (
    BulkRunNotFound,
    ChangedSince,
    NothingAsked,
    NothingChosen,
    NothingToUndo,
    TooManyChosen,
)
from duka.merchandising.inputs import NewBulkRun, Restored
from duka.pricing import service as pricing

AT_ONCE = 50
"""So many products are changed while the caller waits."""
MOST = 20_000
JOB = "merchandising.bulk"


class Asker(msgspec.Struct, frozen=True):
    """In whose name a run is carried on."""

    actor: Actor
    permissions: frozenset[str]
    grants: tuple[Grant, ...]
    origin: str
    request_id: str


def start(ctx: Context, new: NewBulkRun) -> UUID:
    """Write the run down; more than AT_ONCE products go to a job. Refuses NothingAsked, NothingChosen, TooManyChosen,
    ProductNotFound, MalformedId, InvalidInput, and Forbidden for a price in a store that is not the caller's."""
    ctx.require("products:write")
    if new.change == BulkChange():
        raise NothingAsked()
    if new.change.price is not None:
        ctx.require("products:write", store=ids.parse("store", new.change.price.store_id))
    for text in (*new.change.add_stores, *new.change.remove_stores):
        ctx.require("products:write", store=ids.parse("store", text))
    if new.ids:
        chosen = list(dict.fromkeys(ids.parse("prod", text) for text in new.ids))
        if staff_list.count_known(ctx, chosen) < len(chosen):
            raise ProductNotFound()
    elif new.filter is not None:
        chosen = staff_list.matching(ctx, new.filter, MOST)
    else:
        chosen = []
    if not chosen:
        raise NothingChosen()
    if len(chosen) > MOST:
        raise TooManyChosen(most=MOST)
    change = {
        name: value for name, value in msgspec.to_builtins(new.change).items() if value not in (None, [], {})
    }
    return _write(ctx, change, [{"product_id": id} for id in chosen], undoes=None)


def undo(ctx: Context, run_id: UUID) -> UUID:
    """A further run that gives the products their earlier statuses back, where nobody changed them since. Refuses
    BulkRunNotFound and NothingToUndo."""
    ctx.require("products:write")
    run = ctx.db.one(
        """select r.status, r.change ->> 'status' as given from bulk_runs r
           where r.tenant_id = %(tenant)s and r.id = %(id)s for update""",
        id=run_id,
    )
    if run is None:
        raise BulkRunNotFound()
    rows = ctx.db.all(
        """select i.product_id, i.before ->> 'status' as status from bulk_items i
           where i.tenant_id = %(tenant)s and i.run_id = %(id)s and i.outcome = 'changed' and i.before ? 'status'
             and not exists (select from bulk_runs u where u.tenant_id = %(tenant)s and u.undoes = i.run_id)
           order by i.place""",
        id=run_id,
    )
    if run.status != "finished" or run.given is None or not rows:
        raise NothingToUndo()
    items = [
        {"product_id": row.product_id, "before": Restored(status=row.status, found=run.given)} for row in rows
    ]
    return _write(ctx, {"undoes": ids.public("bulk", run_id)}, items, undoes=run_id)


def _write(ctx: Context, change: dict[str, Any], items: list[dict[str, Any]], undoes: UUID | None) -> UUID:
    run_id = ids.new_id()
    asker = Asker(ctx.actor, ctx.permissions, ctx.grants, ctx.origin, ctx.request_id)
    ctx.db.run(
        """with run as (
             insert into bulk_runs (tenant_id, id, change, caller, total, undoes, created_at)
             values (%(tenant)s, %(id)s, %(change)s::jsonb, %(caller)s::jsonb, %(total)s, %(undoes)s, %(now)s))
           insert into bulk_items (tenant_id, run_id, place, product_id, before)
           select %(tenant)s, %(id)s, n.place, n.product_id, n.before
           from jsonb_to_recordset(%(items)s::jsonb) as n (place int, product_id uuid, before jsonb)""",
        id=run_id,
        change=_json(change),
        caller=_json(asker),
        total=len(items),
        undoes=undoes,
        now=ctx.now,
        items=_json([{"place": place, **item} for place, item in enumerate(items)]),
    )
    trail.note(ctx, "bulk.started", "bulk", run_id, after={"change": change, "products": len(items)})
    if len(items) > AT_ONCE:
        jobs.defer(ctx, JOB, run_id=str(run_id))
    return run_id


def is_small(ctx: Context, run_id: UUID) -> bool:
    """Whether the caller waits for it. Refuses BulkRunNotFound."""
    ctx.require("products:write")
    total = ctx.db.value(
        "select r.total from bulk_runs r where r.tenant_id = %(tenant)s and r.id = %(id)s", id=run_id
    )
    if total is None:
        raise BulkRunNotFound()
    return bool(total <= AT_ONCE)


def carry_on(work: Work, tenant: UUID, run_id: UUID) -> None:
    """Change what still waits. Safe to repeat, and to do at the same time as another worker."""
    caller = work.perform(Caller(tenant), lambda ctx: _asker(ctx, run_id))
    while work.perform(caller, lambda ctx: _next(ctx, run_id)):
        pass


def _asker(ctx: Context, run_id: UUID) -> Caller:
    text = ctx.db.value(
        "select r.caller::text from bulk_runs r where r.tenant_id = %(tenant)s and r.id = %(id)s", id=run_id
    )
    if text is None:
        raise BulkRunNotFound()
    asker = msgspec.json.decode(text, type=Asker)
    return Caller(
        ctx.tenant,
        asker.actor,
        asker.permissions,
        request_id=asker.request_id,
        origin=asker.origin,
        grants=asker.grants,
    )


def _next(ctx: Context, run_id: UUID) -> bool:
    """One product; False when none is left."""
    row = ctx.db.one(
        """select i.place, i.product_id, i.before, r.change, r.undoes from bulk_items i
           join bulk_runs r on r.tenant_id = i.tenant_id and r.id = i.run_id
           where i.tenant_id = %(tenant)s and i.run_id = %(run)s and i.outcome is null
           order by i.place limit 1 for update of i skip locked""",
        run=run_id,
    )
    if row is None:
        _finish(ctx, run_id)
        return False
    outcome: dict[str, Any] = {"code": "", "message": "", "before": None}
    try:
        with ctx.db.savepoint():
            before = _restore(ctx, row) if row.undoes else _apply(ctx, row)
            outcome |= {
                "outcome": "changed" if before else "unchanged",
                "before": _json(before) if before else None,
            }
    except Refusal as refusal:
        outcome |= {"outcome": "refused", "code": refusal.code, "message": refusal.message[:500]}
    ctx.db.run(
        """update bulk_items i set outcome = %(outcome)s, code = %(code)s, message = %(message)s,
                  before = %(before)s::jsonb,
                  title = coalesce((select p.title from products p
                                    where p.tenant_id = %(tenant)s and p.id = i.product_id), '')
           where i.tenant_id = %(tenant)s and i.run_id = %(run)s and i.place = %(place)s""",
        run=run_id,
        place=row.place,
        **outcome,
    )
    return True


def _apply(ctx: Context, row: Row) -> dict[str, Any]:
    change = msgspec.convert(row.change, BulkChange)
    before = {}
    if change.price is not None and (moved := pricing.shift_prices(ctx, row.product_id, change.price)):
        before["prices"] = moved
    return before | changing.change_product(ctx, row.product_id, change)


def _restore(ctx: Context, row: Row) -> dict[str, Any]:
    wanted = msgspec.convert(row.before, Restored)
    status = ctx.db.value(
        "select p.status from products p where p.tenant_id = %(tenant)s and p.id = %(id)s", id=row.product_id
    )
    if status != wanted.found:
        raise ChangedSince(status=str(status))
    return changing.change_product(
        ctx, row.product_id, msgspec.convert({"status": wanted.status}, BulkChange)
    )


def _finish(ctx: Context, run_id: UUID) -> None:
    ctx.db.run(
        """update bulk_runs r set status = 'finished', finished_at = %(now)s
           where r.tenant_id = %(tenant)s and r.id = %(id)s and r.status = 'running'
             and not exists (select from bulk_items i where i.tenant_id = %(tenant)s and i.run_id = %(id)s
                             and i.outcome is null)""",
        id=run_id,
        now=ctx.now,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
