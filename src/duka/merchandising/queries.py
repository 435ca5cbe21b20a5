"""How bulk runs went."""

from uuid import UUID

import msgspec

from duka.catalog.permissions import require_staff
from duka.kernel.context import Context
from duka.merchandising.errors import BulkRunNotFound
from duka.merchandising.types import BulkRun

_RUN = """json_build_object(
    'id', 'bulk_' || replace(r.id::text, '-', ''), 'status', r.status, 'change', r.change,
    'actor', r.caller -> 'actor' ->> 'name', 'total', r.total, 'done', n.done, 'changed', n.changed,
    'unchanged', n.unchanged, 'refused', n.refused,
    'can_be_undone', r.status = 'finished' and r.undoes is null and r.change ? 'status' and n.changed > 0
        and not exists (select from bulk_runs u where u.tenant_id = %(tenant)s and u.undoes = r.id),
    'undoes', 'bulk_' || replace(r.undoes::text, '-', ''), 'created_at', r.created_at, 'finished_at', r.finished_at,
    'items', (select coalesce(json_agg(json_build_object(
            'product_id', 'prod_' || replace(i.product_id::text, '-', ''), 'title', i.title, 'outcome', i.outcome,
            'code', i.code, 'message', i.message, 'before', i.before)), '[]')
        from (select * from bulk_items i where i.tenant_id = %(tenant)s and i.run_id = r.id
              order by i.outcome is distinct from 'refused', i.place limit %(items)s) i))::text"""
_COUNTS = """cross join lateral (
    select count(i.outcome) as done, count(*) filter (where i.outcome = 'changed') as changed,
           count(*) filter (where i.outcome = 'unchanged') as unchanged,
           count(*) filter (where i.outcome = 'refused') as refused
    from bulk_items i where i.tenant_id = %(tenant)s and i.run_id = r.id) n"""
ITEMS = 100


def bulk_run(ctx: Context, run_id: UUID) -> BulkRun:
    """Refuses BulkRunNotFound."""
    require_staff(ctx, "products:read")
    text = ctx.db.value(
        f"select {_RUN} from bulk_runs r {_COUNTS} "  # noqa: S608 - our own text
        "where r.tenant_id = %(tenant)s and r.id = %(id)s",
        id=run_id,
        items=ITEMS,
    )
    if text is None:
        raise BulkRunNotFound()
    return msgspec.json.decode(text, type=BulkRun)


def recent_runs(ctx: Context) -> list[BulkRun]:
    """The last twenty, the newest first, each without its products."""
    require_staff(ctx, "products:read")
    rows = ctx.db.all(
        f"select {_RUN} as run from (select * from bulk_runs r where r.tenant_id = %(tenant)s "  # noqa: S608 - our own
        f"order by r.id desc limit 20) r {_COUNTS} order by r.id desc",
        items=0,
    )
    return [msgspec.json.decode(row.run, type=BulkRun) for row in rows]
