"""What promotions take off an order that is being placed: claimed, and written down with it."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from duka.carts import offers
from duka.carts.assembly import Priced
from duka.carts.rows import CartRow
from duka.kernel.context import Context
from duka.kernel.ids import parse
from duka.orders.inputs import NewDiscount
from duka.promotions import claims, sold
from duka.promotions.claims import Claim, Failed
from duka.promotions.errors import CodeUsedUp, PromotionUsedUp
from duka.promotions.facts import Reason
from duka.promotions.reasons import sentence

Reprice = Callable[[CartRow], Priced]


def claim(ctx: Context, order_id: UUID, priced: Priced, reprice: Reprice) -> None:
    """Uses what applied to the cart, in the order's transaction. Refuses `CodeUsedUp` and `PromotionUsedUp` with the total that
    it is without those; nothing is used then."""
    each = {one.id: one.once_each for one in priced.row.offers.active.compiled.definitions}
    wanted = [
        Claim(parse("promo", one.id), one.code, one.amount_minor, each[one.id])
        for one in sorted(priced.outcome.applied, key=lambda one: one.id)
    ]
    failed = claims.claim(
        ctx,
        order_id,
        wanted,
        email=priced.row.email,
        customer_id=_customer(ctx, priced),
        currency=priced.totals.currency,
    )
    if failed:
        _refuse(priced, failed, reprice)


def check_codes(priced: Priced, expected_total_minor: int | None) -> None:
    """Refuses `CodeUsedUp` for a code in the cart that became worthless, unless its buyer confirmed the total without it."""
    if expected_total_minor == priced.totals.total_minor:
        return
    row = priced.row
    for code in offers.codes(row.offers, row.codes, priced.outcome, priced.locale):
        if code.state == "over":
            raise CodeUsedUp(code=code.code, why=code.why, total_minor=priced.totals.total_minor)


def discounts(priced: Priced, line_ids: dict[str, UUID]) -> list[NewDiscount]:
    """What each promotion took off each line; `line_ids` by variant."""
    return [
        NewDiscount(
            position=n,
            line_id=line_ids[one.line] if one.line is not None else None,
            promotion_id=parse("promo", one.promotion),
            code=one.code,
            title=one.title,
            amount_minor=one.amount_minor,
        )
        for n, one in enumerate(sold.taken(priced.outcome))
    ]


def kept(priced: Priced) -> bytes | None:
    """The promotions that applied with what they were judged by, as JSON; None when none did."""
    found = sold.kept(priced.row.offers.active.compiled.definitions, priced.facts, priced.outcome)
    return None if found is None else msgspec.json.encode(found)


def _customer(ctx: Context, priced: Priced) -> UUID | None:
    return ctx.actor.id if ctx.actor.kind == "customer" else priced.row.customer_id


def _refuse(priced: Priced, failed: list[Failed], reprice: Reprice) -> None:
    gone = {f"promo_{one.promotion.hex}" for one in failed}
    row = priced.row
    left = reprice(msgspec.structs.replace(row, offers=offers.without(row.offers, gone)))
    first, total = failed[0], left.totals.total_minor
    if first.code and first.why == "code":
        why = sentence(Reason("code_used_up", {"code": first.code}), priced.locale)
        raise CodeUsedUp(code=first.code, why=why, total_minor=total)
    title = next(one.title for one in priced.outcome.applied if one.id in gone)
    raise PromotionUsedUp(title=title, total_minor=total)
