"""Uses of promotions, counted in the order's transaction, so that limits hold however many buy at once.

Each counter is raised by an update that asks for the limit again. Locks are taken in one order: promotions by id, then codes,
then buyers; a promotion without a limit is not locked at all, so its orders do not wait for each other.
"""

from collections.abc import Mapping, Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.context import Context


class Claim(msgspec.Struct, frozen=True):
    """`each`: how often one buyer may use it."""

    promotion: UUID
    code: str
    amount_minor: int
    each: int | None


class Failed(msgspec.Struct, frozen=True):
    """`why`: code (used up or disabled meanwhile), promotion (used up, its budget spent, or switched off), buyer (who used it
    as often as one may)."""

    promotion: UUID
    code: str
    why: str


_LIMITED: LiteralString = "(p.usage_limit is not null or p.budget <> '{}')"
_SPENT: LiteralString = "coalesce((p.spent ->> %(currency)s)::bigint, 0)"
_CLAIM: LiteralString = (
    """
with asked as materialized (
    select a.promotion, a.code, a.amount_minor, a.each from jsonb_to_recordset(%(claims)s::jsonb)
        as a (promotion uuid, code text, amount_minor bigint, each integer)),
buyer as materialized (
    select array_remove(array[nullif(promotion_buyer(%(email)s), ''), %(customer)s::uuid::text], null) as names),
held as materialized (
    select p.id from promotions p join asked a on a.promotion = p.id
    where p.tenant_id = %(tenant)s and """  # noqa: S608 - our own text
    + _LIMITED
    + """ order by p.id for no key update of p),
counted as (
    update promotions p set used = p.used + 1,
           spent = jsonb_set(p.spent, array[%(currency)s], to_jsonb("""
    + _SPENT
    + """ + a.amount_minor))
    from asked a, (select count(*) from held) h
    where p.tenant_id = %(tenant)s and p.id = a.promotion and """
    + _LIMITED
    + """ and (p.usage_limit is null or p.used < p.usage_limit)
      and (p.budget ->> %(currency)s is null or """
    + _SPENT
    + """ + a.amount_minor <= (p.budget ->> %(currency)s)::bigint)
    returning p.id),
held_codes as materialized (
    select k.code from promotion_codes k, (select count(*) from counted) h
    where k.tenant_id = %(tenant)s and k.code in (select a.code from asked a) and k.usage_limit is not null
    order by k.code for no key update of k),
used_codes as (
    update promotion_codes k set used = k.used + 1 from asked a, (select count(*) from held_codes) h
    where k.tenant_id = %(tenant)s and k.code = a.code and k.usage_limit is not null and k.used < k.usage_limit
    returning k.code),
each_one as (
    insert into promotion_buyers as b (tenant_id, promotion_id, buyer, used)
    select %(tenant)s, a.promotion, n.name, 1
    from (select count(*) from used_codes) h, buyer, unnest(buyer.names) n (name), asked a
    where a.each is not null order by a.promotion, n.name
    on conflict (tenant_id, promotion_id, buyer) do update set used = b.used + 1
    where b.used < (select a.each from asked a where a.promotion = b.promotion_id)
    returning b.promotion_id, b.buyer),
uses as (
    insert into promotion_uses (tenant_id, order_id, promotion_id, code, buyers, currency, amount_minor, at)
    select %(tenant)s, %(order)s, a.promotion, a.code, buyer.names, %(currency)s, a.amount_minor, %(now)s from asked a, buyer)
select a.promotion, a.code,
       case when p.status is distinct from 'active' then 'promotion'
            when a.code <> '' and (k.code is null or k.is_disabled
                 or k.usage_limit is not null and not exists (select from used_codes u where u.code = a.code)) then 'code'
            when p.id is not null and """
    + _LIMITED
    + """ and not exists (select from counted c where c.id = a.promotion) then 'promotion'
            when a.each is not null
                 and (select count(*) from each_one e where e.promotion_id = a.promotion) < cardinality(buyer.names)
                 then 'buyer' end as why
from asked a cross join buyer
left join promotions p on p.tenant_id = %(tenant)s and p.id = a.promotion
left join promotion_codes k on k.tenant_id = %(tenant)s and k.code = a.code"""
)


def claim(
    ctx: Context,
    order_id: UUID,
    claims: Sequence[Claim],
    *,
    email: str,
    customer_id: UUID | None,
    currency: str,
) -> list[Failed]:
    """Uses these promotions for an order; those that could not be used. The caller then refuses, so that nothing was used. One
    statement, none without claims."""
    if not claims:
        return []
    rows = ctx.db.all(
        _CLAIM,
        claims=msgspec.json.encode(claims).decode(),
        email=email,
        customer=customer_id,
        order=order_id,
        currency=currency,
        now=ctx.now,
    )
    return [Failed(row.promotion, row.code, row.why) for row in rows if row.why is not None]


def give_back(ctx: Context, order_id: UUID) -> None:
    """What the order used others may use. Twice is once."""
    _move(ctx, order_id, is_back=True)


def use_again(ctx: Context, order_id: UUID) -> None:
    """An order that was given up counts after all: it was promised, so its limits are not asked. Twice is once."""
    _move(ctx, order_id, is_back=False)


def resize(ctx: Context, order_id: UUID, amounts: Mapping[UUID, int]) -> None:
    """What an edited order takes off by each promotion now."""
    ctx.db.run(
        """with sized as (
               select u.promotion_id as id, u.currency, u.amount_minor as before,
                      coalesce((%(amounts)s::jsonb ->> u.promotion_id::text)::bigint, 0) as after
               from promotion_uses u
               where u.tenant_id = %(tenant)s and u.order_id = %(order)s and u.given_back_at is null),
           written as (
               update promotion_uses u set amount_minor = s.after from sized s
               where u.tenant_id = %(tenant)s and u.order_id = %(order)s and u.promotion_id = s.id and s.after <> s.before)
           update promotions p set spent = jsonb_set(p.spent, array[s.currency], to_jsonb(
               greatest(coalesce((p.spent ->> s.currency)::bigint, 0) + s.after - s.before, 0)))
           from sized s where p.tenant_id = %(tenant)s and p.id = s.id and p.budget <> '{}' and s.after <> s.before""",
        order=order_id,
        amounts=msgspec.json.encode({str(one): minor for one, minor in amounts.items()}).decode(),
    )


def _move(ctx: Context, order_id: UUID, *, is_back: bool) -> None:
    ctx.db.run(
        """with moved as (
               update promotion_uses u set given_back_at = case when %(back)s then %(now)s::timestamptz end
               where u.tenant_id = %(tenant)s and u.order_id = %(order)s and (u.given_back_at is null) = %(back)s
               returning u.promotion_id as id, u.code, u.buyers, u.currency, u.amount_minor),
           counted as (
               update promotions p set used = greatest(p.used + %(sign)s, 0), spent = jsonb_set(p.spent, array[m.currency],
                   to_jsonb(greatest(coalesce((p.spent ->> m.currency)::bigint, 0) + %(sign)s * m.amount_minor, 0)))
               from moved m where p.tenant_id = %(tenant)s and p.id = m.id
                 and (p.usage_limit is not null or p.budget <> '{}')
               returning 1),
           coded as (
               update promotion_codes k set used = greatest(k.used + %(sign)s, 0)
               from moved m, (select count(*) from counted) h
               where k.tenant_id = %(tenant)s and k.code = m.code and k.usage_limit is not null
               returning 1)
           update promotion_buyers b set used = greatest(b.used + %(sign)s, 0)
           from moved m, (select count(*) from coded) h
           where b.tenant_id = %(tenant)s and b.promotion_id = m.id and b.buyer = any(m.buyers)""",
        order=order_id,
        back=is_back,
        sign=-1 if is_back else 1,
        now=ctx.now,
    )
