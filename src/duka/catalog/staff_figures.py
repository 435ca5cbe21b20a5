"""Bringing the stock in `product_figures` up to date."""

from datetime import timedelta

from duka.kernel.context import Context

OVERLAP = timedelta(minutes=5)
"""Longer than any transaction that moves stock: what was written before a look and committed after it is seen by the
next."""


def follow_stock(ctx: Context) -> None:
    """Count again the products whose stock moved since the last time: entries of the ledger are found by their ids,
    which begin with their time. One statement, which does nothing while another caller is at it."""
    ctx.db.run(
        """with turn as materialized (
             select pg_try_advisory_xact_lock(hashtextextended('figures' || %(tenant)s::text, 0)) as is_mine),
           mark as materialized (
             select (lpad(to_hex(greatest(0, coalesce((
                        select (extract(epoch from m.counted_until - %(overlap)s::interval) * 1000)::bigint
                          from product_figure_marks m where m.tenant_id = %(tenant)s), 0))), 12, '0')
                     || repeat('0', 20))::uuid as since
             from turn where turn.is_mine),
           counted as materialized (
             select count_product_stock(%(tenant)s, array(
                 select distinct v.product_id from stock_ledger l
                   join variants v on v.tenant_id = l.tenant_id and v.stock_item_id = l.item_id
                  where l.tenant_id = %(tenant)s and l.id >= (select since from mark)
                  order by v.product_id)) as done
             from mark)
           insert into product_figure_marks (tenant_id, counted_until)
           select %(tenant)s, %(now)s from counted
           on conflict (tenant_id) do update set counted_until = excluded.counted_until""",
        overlap=OVERLAP,
        now=ctx.now,
    )
