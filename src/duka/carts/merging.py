"""Several things at once into a cart: another cart, or what was bought before."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from duka.carts import assembly, queries, rules
from duka.carts.assembly import Priced
from duka.carts.errors import CartFull
from duka.carts.opening import TOUCH, refuse, who
from duka.carts.rows import LineRow
from duka.carts.types import Cart, LeftOut, NewLine
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import token_hash


def merge(ctx: Context, cart_id: UUID, token: str | None, into_id: UUID, into_token: str | None) -> Cart:
    """Moves the lines of one cart into another: quantities of what lies in both are added, once, and no further than the
    product's rule and the stock allow. The source is over then; of more than a cart holds, what was added first stays. The
    market of the one that was changed last holds.

    Merging again, or a cart into itself, changes nothing. Refuses `CartNotFound` and `CartClosed` of the goal.
    """
    ctx.require("carts:write")
    moved: set[str] = set()
    if cart_id != into_id:
        both = ctx.db.all(
            """select c.id, c.market, c.updated_at from carts c where c.tenant_id = %(tenant)s and c.id = any(%(both)s)
               order by c.id for update""",
            both=[cart_id, into_id],
        )
        row = ctx.db.one(
            TOUCH  # noqa: S608 - our own text
            + """, source as (
                     update carts s set status = 'expired', updated_at = %(now)s
                     from cart
                     where s.tenant_id = %(tenant)s and s.id = %(source)s and s.status = 'open'
                       and (s.token_hash = %(source_hash)s and s.customer_id is null or s.customer_id = %(customer)s
                            or %(trusted)s)
                     returning s.id
                 ), brought as (
                     select o.variant_id, o.quantity, o.added_at, t.variant_id is null as is_new,
                            row_number() over (partition by t.variant_id is null order by o.added_at, o.variant_id) as place
                     from source
                     join cart_lines o on o.tenant_id = %(tenant)s and o.cart_id = source.id
                     left join cart_lines t on t.tenant_id = %(tenant)s and t.cart_id = %(cart)s
                                           and t.variant_id = o.variant_id
                 ), moved as (
                     insert into cart_lines as l (tenant_id, cart_id, variant_id, quantity, added_at)
                     select %(tenant)s, cart.id, b.variant_id, b.quantity, b.added_at
                     from cart, brought b
                     where not b.is_new or b.place <= %(most)s - (
                         select count(*) from cart_lines h where h.tenant_id = %(tenant)s and h.cart_id = %(cart)s)
                     on conflict (tenant_id, cart_id, variant_id)
                     do update set quantity = least(l.quantity + excluded.quantity, 1000000000)
                     returning l.variant_id
                 )
                 select (select count(*) from cart) as carts, (select count(*) from source) as merged,
                        coalesce((select array_agg(m.variant_id::text) from moved m), '{}') as moved""",
            source=cart_id,
            source_hash=token_hash(token or ""),
            most=rules.MOST_LINES,
            **who(ctx, into_id, into_token),
        )
        if row is None or not row.carts:
            refuse(ctx, into_id, into_token)
        moved = set(row.moved)
        if row.merged:
            _choose_market(ctx, into_id, both)
    priced = queries.priced(ctx, into_id, into_token)
    return assembly.cart(_fitted(ctx, priced, moved, into_token))


def _choose_market(ctx: Context, into_id: UUID, both: Sequence[Row]) -> None:
    """What was chosen last holds; of two changes at once the other cart's."""
    newest = max(both, key=lambda cart: (cart.updated_at, cart.id != into_id))
    if any(cart.market != newest.market for cart in both) and newest.id != into_id:
        ctx.db.run(
            "update carts set market = %(market)s where tenant_id = %(tenant)s and id = %(cart)s",
            cart=into_id,
            market=newest.market,
        )


def put(
    ctx: Context, cart_id: UUID, token: str | None, lines: Sequence[NewLine]
) -> tuple[Cart, list[LeftOut]]:
    """At least these quantities into the cart, of what can be bought now; and what could not be put in, or only less of it.
    Twice is once. Refuses `CartNotFound`, `CartClosed`, `CartFull`."""
    ctx.require("carts:write")
    wanted: dict[str, int] = {}
    for line in lines:
        key = str(line.variant_id)
        wanted[key] = min(wanted.get(key, 0) + max(line.quantity, 1), rules.MOST_QUANTITY)
    row = ctx.db.one(
        TOUCH  # noqa: S608 - our own text
        + """, there as (
                 select l.variant_id, l.quantity from cart_lines l
                 where l.tenant_id = %(tenant)s and l.cart_id = %(cart)s
             ), moved as (
                 insert into cart_lines as l (tenant_id, cart_id, variant_id, quantity, added_at)
                 select %(tenant)s, cart.id, v.id, w.quantity, %(now)s + w.place * interval '1 microsecond'
                 from cart, jsonb_to_recordset(%(lines)s::jsonb) as w (variant_id uuid, quantity bigint, place int)
                 join variants v on v.tenant_id = %(tenant)s and v.id = w.variant_id
                 on conflict (tenant_id, cart_id, variant_id)
                 do update set quantity = greatest(l.quantity, excluded.quantity)
                 returning l.variant_id
             )
             select (select count(*) from cart) as carts,
                    coalesce((select json_object_agg(t.variant_id, t.quantity) from there t), '{}'::json) as there,
                    coalesce((select array_agg(m.variant_id::text) from moved m), '{}') as moved""",
        lines=msgspec.json.encode(
            [{"variant_id": v, "quantity": q, "place": n} for n, (v, q) in enumerate(wanted.items())]
        ).decode(),
        **who(ctx, cart_id, token),
    )
    if row is None or not row.carts:
        refuse(ctx, cart_id, token)
    priced = queries.priced(ctx, cart_id, token)
    gone = _unsold(priced, wanted)
    _take_out(ctx, priced.row.id, [variant for variant in gone if variant not in row.there])
    fitted = _fitted(ctx, priced, set(wanted) - set(gone), token)
    if gone:
        fitted = queries.priced(ctx, cart_id, token)
    if len(fitted.row.lines) > rules.MOST_LINES:
        raise CartFull(most=rules.MOST_LINES)
    now = {line.variant_id: line.quantity for line in fitted.row.lines}
    left = [LeftOut(_public(v), gone.get(v, "unavailable"), 0) for v in wanted if v in gone or v not in now]
    left += [
        LeftOut(_public(v), "fewer", now[v])
        for v, q in wanted.items()
        if v not in gone and v in now and now[v] < q
    ]
    return assembly.cart(fitted), left


def _unsold(priced: Priced, wanted: Mapping[str, int]) -> dict[str, str]:
    """Which of the wanted variants cannot be bought at all now, and why."""
    return {
        line.variant_id: problem
        for line, problem in zip(priced.row.lines, priced.problems, strict=True)
        if line.variant_id in wanted and problem in ("unavailable", "sold_out")
    }


def _fitted(ctx: Context, priced: Priced, variants: set[str], token: str | None) -> Priced:
    """The cart with no more of these variants than may and can be bought; priced again if that changed it."""
    changes = {}
    for line, problem, available in zip(priced.row.lines, priced.problems, priced.available, strict=True):
        if line.variant_id in variants and problem in ("not_enough", "bad_quantity", "sold_out"):
            fitting = _fitting(line, available)
            if fitting != line.quantity:
                changes[line.variant_id] = fitting
    if not changes:
        return priced
    ctx.db.run(
        """update cart_lines l set quantity = w.quantity
           from jsonb_to_recordset(%(lines)s::jsonb) as w (variant_id uuid, quantity bigint)
           where l.tenant_id = %(tenant)s and l.cart_id = %(cart)s and l.variant_id = w.variant_id""",
        cart=priced.row.id,
        lines=msgspec.json.encode([{"variant_id": v, "quantity": q} for v, q in changes.items()]).decode(),
    )
    return queries.priced(ctx, priced.row.id, token)


def _fitting(line: LineRow, available: int | None) -> int:
    """The most that may and can be bought, at most what is asked for; the least that may be bought where that is not there,
    so that the line stays and says so."""
    rule = assembly.rule_of(line)
    most = line.quantity if rule.highest is None else min(line.quantity, rule.highest)
    if available is not None:
        most = min(most, available)
    return max(most // rule.step * rule.step, rule.lowest)


def _take_out(ctx: Context, cart_id: UUID, variants: list[str]) -> None:
    if variants:
        ctx.db.run(
            """delete from cart_lines l where l.tenant_id = %(tenant)s and l.cart_id = %(cart)s
               and l.variant_id = any(%(variants)s::uuid[])""",
            cart=cart_id,
            variants=variants,
        )


def _public(variant_id: str) -> str:
    return "var_" + variant_id.replace("-", "")
