"""Why: which promotions apply to a cart, which do not, and why; of a cart that there is, and of one that is only thought of."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from duka.carts import assembly, offers, rows, service, terms
from duka.carts.assembly import Priced
from duka.carts.rules import MOST_QUANTITY
from duka.carts.types import NewLine
from duka.kernel.context import Context
from duka.kernel.ids import parse
from duka.promotions import active as promotions
from duka.promotions import queries as promotion_queries
from duka.promotions import reasons
from duka.promotions.active import Active
from duka.promotions.codes import normal
from duka.promotions.compiling import compiled
from duka.promotions.facts import Reason
from duka.promotions.inputs import Judged, Why
from duka.promotions.types import Definition

Id = Annotated[str, Meta(max_length=60)]


class TrialLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    variant_id: Id
    quantity: Annotated[int, Meta(ge=1, le=MOST_QUANTITY)]


class Trial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cart that is only thought of. `promotion_id` is judged as if it were active, and its code typed. `at`: another moment
    than now; `customer_id`, `email`: who buys."""

    store_id: Id
    lines: Annotated[list[TrialLine], Meta(min_length=1, max_length=20)]
    promotion_id: Id | None = None
    codes: Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(max_length=10)] = []
    customer_id: Id | None = None
    email: Annotated[str, Meta(max_length=254)] = ""
    shipping_rate_id: Id | None = None
    channel: Annotated[str, Meta(max_length=40)] = offers.STOREFRONT
    at: datetime | None = None


class _Undone(Exception):
    """The trial's cart is taken back."""


def why(ctx: Context, cart_id: UUID) -> Judged:
    """Every promotion that is active, and the cart. Refuses `CartNotFound`. One statement more than the cart itself, when they
    are not remembered."""
    ctx.require("promotions:read")
    row = rows.load(_trusted(ctx), cart_id, None)
    ctx.require("promotions:read", store=row.store_id)
    priced = assembly.price(row, terms.of(ctx, row.store_id, row.seen), ctx.locale, explain=True)
    return _judged(priced, ctx.locale)


def try_out(ctx: Context, trial: Trial) -> Judged:
    """What the promotions would make of such a cart. Nothing is kept. Refuses `StoreNotFound`, `VariantUnavailable`,
    `QuantityNotAllowed`, `PromotionNotFound`."""
    store = parse("store", trial.store_id)
    ctx.require("promotions:write", store=store)
    active = _with(promotions.of(ctx), _definition(ctx, trial.promotion_id)) if trial.promotion_id else None
    found: list[Priced] = []
    try:
        with ctx.db.savepoint():
            found.append(_thought_of(ctx, store, trial, active))
            raise _Undone
    except _Undone:
        return _judged(found[0], ctx.locale)


def _trusted(ctx: Context) -> Context:
    """Whoever may see promotions sees what they make of any cart."""
    may = ctx.permissions | {"carts:write", "carts:read", "orders:read", "stores:read"}
    return msgspec.structs.replace(ctx, permissions=may, grants=())


def _thought_of(ctx: Context, store: UUID, trial: Trial, active: Active | None) -> Priced:
    wanted = [NewLine(parse("var", line.variant_id), line.quantity) for line in trial.lines]
    allowed = _trusted(ctx)
    made = service.create(allowed, store, wanted)
    cart_id = parse("cart", made.id)
    ctx.db.run(
        """update carts c set codes = %(codes)s, email = %(email)s,
                  customer_id = (select u.id from customers u where u.tenant_id = %(tenant)s and u.id = %(customer)s),
                  shipping_rate_id = (select r.id from shipping_rates r where r.tenant_id = %(tenant)s and r.id = %(rate)s)
           where c.tenant_id = %(tenant)s and c.id = %(cart)s""",
        cart=cart_id,
        codes=sorted({normal(code) for code in trial.codes} - {""}),
        email=trial.email.strip().lower(),
        customer=parse("cus", trial.customer_id) if trial.customer_id else None,
        rate=parse("rate", trial.shipping_rate_id) if trial.shipping_rate_id else None,
    )
    row = rows.load(allowed, cart_id, None, active)
    if trial.at is not None:
        row = msgspec.structs.replace(row, offers=msgspec.structs.replace(row.offers, at=trial.at))
    seen = terms.of(ctx, store, row.seen)
    return assembly.price(row, seen, ctx.locale, channel=trial.channel, explain=True)


def _definition(ctx: Context, promotion_id: str) -> Definition:
    """As if it were active and its code typed."""
    row = promotion_queries.row_of(ctx, parse("promo", promotion_id))
    return msgspec.structs.replace(promotion_queries.definition(row), needs_code=False)


def _with(active: Active, one: Definition) -> Active:
    others = [each for each in active.compiled.definitions if each.id != one.id]
    return msgspec.structs.replace(active, compiled=compiled([*others, one]))


def _judged(priced: Priced, locale: str) -> Judged:
    applied = {one.id: one for one in priced.outcome.applied}
    found = []
    for one in priced.row.offers.active.compiled.definitions:
        mine = applied.get(one.id)
        reason = priced.outcome.reasons.get(one.id, Reason("nothing_left"))
        found.append(
            Why(
                promotion_id=one.id,
                name=one.title,
                needs_code=one.needs_code,
                applies=mine is not None,
                code=mine.code if mine else "",
                amount_minor=mine.amount_minor if mine else 0,
                reason=reason.code,
                values=reason.values,
                text=reasons.sentence(reason, locale),
            )
        )
    figures = priced.totals
    return Judged(
        currency=figures.currency,
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        shipping_discount_minor=figures.shipping.discount_minor if figures.shipping else 0,
        total_minor=figures.total_minor,
        promotions=sorted(found, key=lambda each: not each.applies),
    )


def cart_of(text: str) -> UUID:
    """The cart of a cart's or a draft order's id. Refuses `MalformedId`."""
    return parse("draft" if text.startswith("draft_") else "cart", text)
