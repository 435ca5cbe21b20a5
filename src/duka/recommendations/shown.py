"""What a page recommends: one statement, from what is chosen and computed to the cards.

Chosen things come first, then computed ones, then what sells best around them; each product once a page. What the store
does not sell, what is excluded, what the page is about and what lies in the cart are left out before anything is counted,
so a block is full whenever it can be. Prices and stock are the listing's (`catalog.queries.fragments`).
"""

from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.errors import ProductNotFound
from duka.catalog.queries.fragments import (
    CARD,
    CARDS,
    IS_AVAILABLE,
    OFFERED,
    SHOP,
    SOLD_HERE,
    TITLE,
    branch,
    lies_in,
    seen,
    squeezed,
)
from duka.catalog.queries.words import clean
from duka.flags import queries as flags
from duka.kernel.context import Context
from duka.kernel.ids import token_hash
from duka.promotions import offered, shelf
from duka.recommendations.types import Kind, Recommendations, Recommended, Tuning

FEATURE = "recommendations"
MOST_SOURCES = 20
"""Of a long cart what was put in last counts."""
_LOOKED_AT: LiteralString = "24"
"""So many candidates of a block are looked at for whether they can be had."""
_decoder = msgspec.json.Decoder(Recommendations)
_encode = msgspec.json.Encoder().encode
DEFAULTS = Tuning()
NOTHING = b'{"currency":""}'

_COLUMNS: LiteralString = "p.id, p.card, p.title, p.minimum, p.published_at"
_UNWANTED: LiteralString = """= any(%(products)s::uuid[] || %(without)s::uuid[] || (select ids from lying)) or exists (
    select from recommendation_exclusions e where e.tenant_id = %(tenant)s and e.product_id = """
_OK: LiteralString = f"exists (select from {OFFERED} and {IS_AVAILABLE})"
_ALLOWED: LiteralString = "(p.ok or (select sold_out from tuned) = 'last')"


def _block(name: LiteralString, size: LiteralString, but: LiteralString = "") -> LiteralString:
    """Common tables of one block: `name`, its products in order."""
    return f"""
{name}_block as materialized (
    select p.kind, p.source_id, {_COLUMNS}, not p.ok as is_last, p.n
      from looked p where p.block = '{name}' and {_ALLOWED} {but}
     order by not p.ok, p.n limit (select {size} from tuned))"""


_STATEMENT: LiteralString = squeezed(f"""
with recursive {SHOP},
tuned as materialized (
    select case when %(is_on)s then coalesce(%(tried)s::text[], t.kinds, %(kinds)s::text[])
                else '{{best}}' end as kinds,
           coalesce(t.beside_product, %(beside_product)s) as beside_product,
           coalesce(t.below_product, %(below_product)s) as below_product,
           case when %(is_on)s then coalesce(t.in_cart, %(in_cart)s) else 0 end as in_cart,
           coalesce(t.sold_out, %(sold_out)s) as sold_out
      from (select) one
      left join recommendation_tuning t on t.tenant_id = %(tenant)s),
lying as materialized (
    select array(select v.product_id
                   from carts c
                   join cart_lines l on l.tenant_id = %(tenant)s and l.cart_id = c.id
                   join variants v on v.tenant_id = %(tenant)s and v.id = l.variant_id
                  where c.tenant_id = %(tenant)s and c.id = %(cart)s
                    and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s)) as ids),
offers as materialized (
    select l.kind, l.product_id, l.other_id, 1.0 / (1 + l.position) as score
      from recommendation_links l where l.tenant_id = %(tenant)s and l.product_id = any(%(products)s::uuid[])
    union all
    select r.kind, r.product_id, r.other_id, r.score
      from recommendation_pairs r where r.tenant_id = %(tenant)s
       and r.run_id = (select w.id from recommendation_runs w where w.tenant_id = %(tenant)s and w.is_live)
       and r.kind = any(case when %(page)s = 'cart' then '{{together}}' else '{{together,similar}}' end::text[])
       and r.product_id = any(%(products)s::uuid[])),
wanted as materialized (
    select distinct on (g.block, g.other_id) g.*
      from (select b.block, b.tier, b.kind, o.other_id, sum(o.score) as score,
                   (array_agg(o.product_id order by o.score desc, o.product_id))[1] as source_id
              from offers o
              join (values ('product', 'with', 'cross_sell', 1), ('product', 'with', 'together', 2),
                           ('product', 'like', 'up_sell', 1), ('product', 'like', 'similar', 2),
                           ('cart', 'cart', 'cross_sell', 1), ('cart', 'cart', 'together', 2))
                   b (page, block, kind, tier) on b.kind = o.kind and b.page = %(page)s
             where o.kind = any((select kinds from tuned)::text[])
               and not (o.other_id {_UNWANTED} o.other_id))
             group by b.block, b.tier, b.kind, o.other_id) g
     order by g.block, g.other_id, g.tier),
sold as materialized (
    select w.block, w.kind, w.source_id, p.id, {CARD} as card, {TITLE} as title, p.minimum, sp.published_at,
           row_number() over (partition by w.block order by w.tier, w.score desc, w.other_id) as n
      from wanted w, {SOLD_HERE} and sp.product_id = w.other_id),
looked as materialized (select p.*, {_OK} as ok from sold p where p.n <= {_LOOKED_AT}),
{_block("with", "beside_product")},
{_block("like", "below_product", "and p.id not in (select w.id from with_block w)")},
{_block("cart", "in_cart")},
missing as materialized (
    select case when 'best' = any(t.kinds) then
               case when %(page)s = 'cart' then t.in_cart - (select count(*) from cart_block)
                    else t.below_product - (select count(*) from like_block) end else 0 end as places
      from tuned t),
homes as materialized (select array(
    select distinct on (g.product_id) g.category_id from product_categories g
     where g.tenant_id = %(tenant)s and g.product_id = any(%(products)s::uuid[])
     order by g.product_id, g.position desc, g.category_id) as ids),
{branch("around", "c.id = any((select ids from homes)::uuid[])")},
best as materialized (
    select p.*, {_OK} as ok
      from (select sp.product_id as id, {CARD} as card, {TITLE} as title, p.minimum, sp.published_at, sp.sold
              from {SOLD_HERE} and (select places from missing) > 0
               and ((select ids from homes) = '{{}}' or {lies_in("around")})
               and not (sp.product_id {_UNWANTED} sp.product_id))
               and sp.product_id not in (select id from with_block union all select id from like_block
                                         union all select id from cart_block)
             order by sp.sold desc, sp.product_id desc limit {_LOOKED_AT}) p),
picked as materialized (
    select 100 + row_number() over (order by p.is_last, p.n) as n, 'with' as block, p.kind, p.source_id, {_COLUMNS}
      from with_block p
    union all
    select case when %(page)s = 'cart' then 300 else 200 end + row_number() over (order by p.is_last, p.tier, p.n),
           case when %(page)s = 'cart' then 'cart' else 'like' end, p.kind, p.source_id, {_COLUMNS}
      from (select p.*, 1 as tier from like_block p union all select p.*, 1 from cart_block p
            union all
            (select 'best', (%(products)s::uuid[])[1], {_COLUMNS}, not p.ok, row_number() over (order by p.sold desc), 2
               from best p where {_ALLOWED} order by not p.ok, p.sold desc, p.id desc
              limit greatest((select places from missing), 0))) p),
{CARDS},
blocks as (
    select p.block, string_agg(concat('{{"kind":"', p.kind, '","mark":"', p.kind, '-', replace(p.source_id::text, '-', ''),
                                      '","card":', c.card, '}}'), ',' order by p.n) as items
      from picked p join cards c on c.n = p.n group by p.block)
select concat('{{"currency":"', (select currency from shop),
              '","with_it":[', (select items from blocks where block = 'with'),
              '],"like_it":[', (select items from blocks where block = 'like'),
              '],"in_cart":[', (select items from blocks where block = 'cart'), ']}}') as found,
       not %(has_one)s or exists (
           select from {SOLD_HERE} and sp.product_id = (%(products)s::uuid[])[1]) as is_there
""")


def for_product(
    ctx: Context,
    store_id: UUID,
    product_id: UUID,
    *,
    cart: tuple[UUID, str] | None = None,
    tried: Sequence[Kind] | None = None,
) -> bytes:
    """`types.Recommendations` beside a product, as JSON: `with_it` and `like_it`, without what lies in the `cart` (its id and
    token). `tried`: the kinds of an experiment, in place of the company's. Refuses `ProductNotFound` for what the store does
    not show."""
    ctx.require("products:read")
    row = ctx.db.one(
        _STATEMENT,
        page="product",
        products=[product_id],
        has_one=True,
        **_params(ctx, store_id, cart, tried=tried),
    )
    if row is None or not row.is_there:
        raise ProductNotFound()
    return str(row.found).encode()


def for_cart(
    ctx: Context, store_id: UUID, products: Sequence[UUID], *, tried: Sequence[Kind] | None = None
) -> bytes:
    """`types.Recommendations` for what lies in a cart (its products), as JSON: `in_cart`. Nothing for an empty cart. `tried` as
    above."""
    ctx.require("products:read")
    if not products:
        return NOTHING
    row = ctx.db.one(
        _STATEMENT,
        page="cart",
        products=list(dict.fromkeys(reversed(products)))[:MOST_SOURCES],
        has_one=False,
        **_params(ctx, store_id, None, products, tried),
    )
    return str(row.found).encode() if row else NOTHING


def read(found: bytes) -> Recommendations:
    """The JSON, read."""
    return _decoder.decode(found)


def read_priced(ctx: Context, store_id: UUID, found: bytes) -> Recommendations:
    """The JSON, read, its cards at what one piece costs now with promotions."""
    plain = read(found)
    every = [one.card for one in (*plain.with_it, *plain.like_it, *plain.in_cart)]
    cards = {card.id: card for card in offered.cards(ctx, store_id, plain.currency, every)}

    def now(block: Sequence[Recommended]) -> list[Recommended]:
        return [msgspec.structs.replace(one, card=cards[one.card.id]) for one in block]

    return Recommendations(plain.currency, now(plain.with_it), now(plain.like_it), now(plain.in_cart))


def priced(ctx: Context, store_id: UUID, found: bytes) -> bytes:
    """`read_priced` as JSON: what was given, unread, where no promotion shows."""
    return found if shelf.is_bare(ctx) else _encode(read_priced(ctx, store_id, found))


def _params(
    ctx: Context,
    store_id: UUID,
    cart: tuple[UUID, str] | None,
    without: Sequence[UUID] = (),
    tried: Sequence[Kind] | None = None,
) -> dict[str, Any]:
    return {
        "store": store_id,
        "locale": clean(ctx.locale),
        "without": list(without),
        "cart": cart[0] if cart else None,
        "hash": token_hash(cart[1] if cart else ""),
        "limit": 1000,
        "is_on": flags.is_on(ctx, FEATURE),
        "kinds": list(DEFAULTS.kinds),
        "tried": None if tried is None else list(tried),
        "beside_product": DEFAULTS.beside_product,
        "below_product": DEFAULTS.below_product,
        "in_cart": DEFAULTS.in_cart,
        "sold_out": DEFAULTS.sold_out,
        **seen(ctx),
    }
