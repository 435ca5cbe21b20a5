"""What others know of a customer and customers keep: figures of their orders, and the names on them.

Both are said by `support`, which knows orders; each call replaces what was said before, so saying it twice, late or
in another order does no harm.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel.context import Context


class StoreFigures(msgspec.Struct, frozen=True):
    """Of one customer in one store and currency."""

    store_id: UUID
    currency: str
    orders_count: int
    spent_minor: int
    last_order_at: datetime


def keep_figures(ctx: Context, customer_id: UUID, figures: Sequence[StoreFigures], country: str = "") -> None:
    """All figures of the customer; their country too, while they have no address of their own."""
    ctx.require("customers:write")
    spent: dict[str, int] = {}
    count: dict[str, int] = {}
    for each in figures:
        spent[each.currency] = spent.get(each.currency, 0) + each.spent_minor
        count[each.currency] = count.get(each.currency, 0) + each.orders_count
    mostly = max(count, key=lambda currency: (count[currency], currency), default="")
    ctx.db.run(
        """with gone as (
             delete from customer_store_figures f
             where f.tenant_id = %(tenant)s and f.customer_id = %(id)s
               and not exists (select from jsonb_to_recordset(%(stores)s::jsonb) as s (store_id uuid, currency text)
                               where s.store_id = f.store_id and s.currency = f.currency)
           ), kept as (
             insert into customer_store_figures as f (tenant_id, customer_id, store_id, currency, orders_count,
                 spent_minor, last_order_at)
             select %(tenant)s, %(id)s, s.store_id, s.currency, s.orders_count, s.spent_minor, s.last_order_at
             from jsonb_to_recordset(%(stores)s::jsonb)
                 as s (store_id uuid, currency text, orders_count int, spent_minor bigint, last_order_at timestamptz)
             on conflict (tenant_id, customer_id, store_id, currency) do update set
                 orders_count = excluded.orders_count, spent_minor = excluded.spent_minor,
                 last_order_at = excluded.last_order_at)
           update customers c set orders_count = %(orders)s, last_order_at = %(last)s, spent = %(spent)s::jsonb,
                  spent_currency = %(currency)s, spent_minor = %(minor)s,
                  country = case when %(country)s = '' or exists (
                                select from customer_addresses a
                                where a.tenant_id = %(tenant)s and a.customer_id = c.id and a.is_default)
                            then c.country else %(country)s end
           where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=customer_id,
        stores=msgspec.json.encode(figures).decode(),
        orders=sum(count.values()),
        last=max((each.last_order_at for each in figures), default=None),
        spent=_json(spent),
        currency=mostly,
        minor=spent.get(mostly, 0),
        country=country,
    )


def remember_names(ctx: Context, customer_id: UUID, names: Sequence[str]) -> None:
    """The customer is found by these names too: those on their orders."""
    ctx.require("customers:write")
    ctx.db.run(
        """with named as materialized (
             select distinct w.word from unnest(%(names)s::text[]) n (name), people_words(n.name) w (word)
             where not exists (select from customer_words x where x.tenant_id = %(tenant)s and x.word = w.word
                               and x.customer_id = %(id)s)
           ), keyed as (
             insert into customer_word_keys (tenant_id, key, word)
             select %(tenant)s, k.key, n.word from named n, word_keys(n.word) k (key) order by k.key, n.word
             on conflict do nothing)
           insert into customer_words (tenant_id, word, customer_id, source)
           select %(tenant)s, n.word, c.id, 2 from named n
           join customers c on c.tenant_id = %(tenant)s and c.id = %(id)s
           on conflict do nothing""",
        id=customer_id,
        names=list(names),
    )


def _json(values: Mapping[str, int]) -> str:
    return msgspec.json.encode(values).decode()
