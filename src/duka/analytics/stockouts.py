"""For how long nothing of an article was left to sell at a location, day by day, from the stock ledger.

Left is what lies there and is not promised to an order. Looked at are articles that moved at the location in the
`CARRIED_DAYS` before: what has not for longer is not carried any more, and what never lay there was not missed. Days are those
of the company's first store.
"""

from datetime import date, timedelta
from typing import LiteralString

from duka.kernel.context import Context

CARRIED_DAYS = 90
FIRST_LOOK_DAYS = 90
"""So far the first counting looks back."""

_ZONE: LiteralString = """coalesce((select s.timezone from stores s where s.tenant_id = %(tenant)s
    order by s.created_at, s.id limit 1), 'UTC')"""

_COUNT: LiteralString = f"""
with zone as materialized (select {_ZONE} as name),
span as materialized (select %(since)s::date::timestamp at time zone z.name as since, z.name as zone from zone z),
carried as materialized (
    select distinct l.item_id, l.location_id from stock_ledger l, span s
     where l.tenant_id = %(tenant)s and l.at >= s.since - make_interval(days => {CARRIED_DAYS}) and l.at <= %(now)s),
moved as materialized (
    select l.item_id, l.location_id, l.at, l.id, l.on_hand_delta - l.reserved_delta as delta
      from span s join stock_ledger l on l.tenant_id = %(tenant)s and l.at >= s.since and l.at <= %(now)s
     where l.tenant_id = %(tenant)s),
summed as (select m.item_id, m.location_id, sum(m.delta) as delta from moved m group by m.item_id, m.location_id),
opening as (
    select c.item_id, c.location_id, v.on_hand - v.reserved - coalesce(m.delta, 0) as left_over
      from carried c
      join stock_levels v on v.tenant_id = %(tenant)s and v.item_id = c.item_id and v.location_id = c.location_id
      left join summed m on m.item_id = c.item_id and m.location_id = c.location_id
     where v.tenant_id = %(tenant)s),
steps (item_id, location_id, at, place, delta) as (
    select o.item_id, o.location_id, s.since, null::uuid, o.left_over from opening o, span s
     where exists (select from stock_ledger e where e.tenant_id = %(tenant)s and e.item_id = o.item_id
                      and e.location_id = o.location_id and e.at < s.since)
    union all
    select m.item_id, m.location_id, m.at, m.id, m.delta from moved m),
levels as (
    select t.item_id, t.location_id, t.at, t.place,
           sum(t.delta) over (partition by t.item_id, t.location_id order by t.at, t.place nulls first) as left_over,
           lead(t.at, 1, %(now)s) over (partition by t.item_id, t.location_id order by t.at, t.place nulls first) as until
      from steps t),
runs as (
    select v.*, lag(v.left_over) over (partition by v.item_id, v.location_id order by v.at, v.place nulls first) as before
      from levels v),
days as materialized (
    select g.day::date as day, g.day at time zone s.zone as since, (g.day + interval '1 day') at time zone s.zone as until
      from span s
      cross join lateral generate_series(%(since)s::date::timestamp, (%(now)s at time zone s.zone)::date::timestamp,
                                         interval '1 day') g (day))
insert into stockout_days (tenant_id, day, location_id, item_id, minutes, times)
select %(tenant)s, d.day, r.location_id, r.item_id,
       floor(sum(extract(epoch from least(r.until, d.until) - greatest(r.at, d.since))) / 60)::integer,
       count(*) filter (where r.before > 0 and r.at >= d.since)
  from runs r join days d on d.since < r.until and d.until > r.at
 where r.left_over <= 0
 group by d.day, r.location_id, r.item_id
having floor(sum(extract(epoch from least(r.until, d.until) - greatest(r.at, d.since))) / 60) > 0"""


def carry_on(ctx: Context) -> None:
    """The days since the last counting, that one's included."""
    last = ctx.db.value("select s.stockouts_at from analytics_states s where s.tenant_id = %(tenant)s")
    recount_since(ctx, (last - timedelta(days=1)).date() if last else None)


def recount_since(ctx: Context, since: date | None) -> None:
    """All days from `since` to today anew; None: as far as the first counting looks back. Three statements."""
    since = since or (ctx.now - timedelta(days=FIRST_LOOK_DAYS)).date()
    ctx.db.run("delete from stockout_days where tenant_id = %(tenant)s and day >= %(since)s", since=since)
    ctx.db.run(_COUNT, since=since, now=ctx.now)
    ctx.db.run(
        """insert into analytics_states (tenant_id, stockouts_at) values (%(tenant)s, %(now)s)
           on conflict (tenant_id) do update set stockouts_at = %(now)s""",
        now=ctx.now,
    )
